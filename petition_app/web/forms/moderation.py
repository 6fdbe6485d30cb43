"""The forms of the signatories' room: the search, and what can be done with one signature."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, Field, Form, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Length, Optional

from petition_app.domain.moderation import Reason
from petition_app.domain.signature import DisplayMode, Proof, Relation, Status
from petition_app.web.labels import label

NO_EMPLOYER_GIVEN = "none"

_REASONS = {
    Reason.DUPLICATE: _("The same person signed twice"),
    Reason.NOT_A_PERSON: _("Not a real person"),
    Reason.WRONG_EMPLOYER: _("Does not work where they say"),
    Reason.OFFENSIVE: _("Offensive name or title"),
    Reason.IMPERSONATION: _("Signed in somebody else's name"),
    Reason.ASKED: _("The signer asked for it"),
    Reason.OTHER: _("Another reason"),
}


def _reason_field() -> SelectField:
    choices = [SelectChoice("", _("Choose a reason"))]
    choices += [SelectChoice(reason.value, words) for reason, words in _REASONS.items()]
    return SelectField(_("Reason"), [InputRequired(_("Please choose a reason."))], choices=choices)


class HoldForm(Form):
    reason = _reason_field()


class RemoveForm(Form):
    reason = _reason_field()


def _any_of(kind: type[StrEnum]) -> list[SelectChoice]:
    return [SelectChoice("", _("Any")), *(SelectChoice(member.value, label(member)) for member in kind)]


def employer_choices(names: Mapping[str, str]) -> list[SelectChoice]:
    """Any, none, or one of `names`, which are given by their value in the form."""
    usual = [SelectChoice("", _("Any")), SelectChoice(NO_EMPLOYER_GIVEN, _("None given"))]
    return [*usual, *(SelectChoice(value, name) for value, name in names.items())]


def _printable(form: Form, field: Field) -> None:
    if not (field.data or "").isprintable():
        raise ValidationError(_("Please search for letters, digits and signs only."))


class _Day(DateField):
    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Please give a day, such as 2026-11-22.")) from error


class SearchForm(Form):
    """All of it stands in the address, so that a search can be kept. `employer` gets its choices per petition."""

    q = StringField(_("Search"), [Length(max=100, message=_("Please search for at most 100 characters.")), _printable])
    status = SelectField(_("Status"), choices=_any_of(Status), default="")
    employer = SelectField(_("Employer"), choices=[], default="")
    relation = SelectField(_("Relation"), choices=_any_of(Relation), default="")
    proof = SelectField(_("Proof"), choices=_any_of(Proof), default="")
    display = SelectField(_("How they appear"), choices=_any_of(DisplayMode), default="")
    since = _Day(_("Signed from"), [Optional()])
    until = _Day(_("Signed until"), [Optional()])
