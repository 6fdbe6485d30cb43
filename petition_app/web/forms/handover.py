"""The forms of the hand-over room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from flask_babel import format_date
from flask_babel import gettext as _now
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Form, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired

from petition_app.domain.handover import Audience, Delivery, Paper, Way, problems
from petition_app.services.handoverpackages import Made
from petition_app.services.petitions import Addressee
from petition_app.services.publishable import Wish
from petition_app.web.forms.checking import fits, passes
from petition_app.web.forms.day import DayField
from petition_app.web.forms.wording import WordingForm
from petition_app.web.labels import label

_PRESS, _NOTHING = "press", ""


class PackageForm(Form):
    """`whom` is empty for all addressees, the press, or the key of one addressee."""

    whom = SelectField(_("For whom"), choices=[])
    paper = RadioField(
        _("Paper"),
        [InputRequired(_("Please choose a paper."))],
        choices=[SelectChoice(paper.value, label(paper)) for paper in Paper],
        default=Paper.A4.value,
    )

    def offer(self, addressees: Iterable[Addressee]) -> None:
        self.whom.choices = [
            SelectChoice(_NOTHING, _("All addressees")),
            SelectChoice(_PRESS, _("The press and the record")),
            *(SelectChoice(str(a.target.id), f"{a.target.name}, {a.target.organisation}") for a in addressees),
        ]

    def wish(self) -> Wish:
        """What was asked for, once its shape was found right."""
        whom = self.whom.data or _NOTHING
        audience = Audience.PRESS if whom == _PRESS else Audience.ADDRESSEES
        return Wish(audience, None if whom in (_NOTHING, _PRESS) else UUID(whom), Paper(self.paper.data))


class CoverForm(Form):
    cover = TextAreaField(_("Cover letter"))


class LetterForm(Form):
    letter = TextAreaField(_("Letter"))


class SendForm(Form):
    office = StringField(_("E-mail address of the office"))
    is_public = BooleanField(_("Say on the public page that it was handed over"))


class DeliveryForm(WordingForm):
    """One line of the ledger."""

    on = DayField(_("Day"), [InputRequired(_("Please give a day, such as 2026-11-22."))])
    way = RadioField(
        _("How"),
        [InputRequired(_("Please choose how it was handed over."))],
        choices=[SelectChoice(way.value, label(way)) for way in Way],
    )
    package = SelectField(_("What was handed over"), choices=[], default=_NOTHING)
    by_whom = StringField(_("By whom"))
    note = TextAreaField(_("Note"))
    evidence_url = StringField(_("Link to evidence"))
    is_public = BooleanField(_("Say on the public page that it was handed over"))

    def offer(self, packages: Iterable[Made], known: Mapping[UUID, str]) -> None:
        """The newest packages, and those that lines name already (`known`)."""
        recent = {each.id: _words(each) for each in packages}
        self.package.choices = [
            SelectChoice(_NOTHING, _("Nothing made here")),
            *(SelectChoice(str(key), words) for key, words in {**recent, **known, **recent}.items()),
        ]

    def delivery(self) -> Delivery:
        """What was typed, once its shape was found right."""
        assert self.on.data
        return Delivery(
            self.on.data,
            Way(self.way.data),
            self.by_whom.data or "",
            self.note.data or "",
            self.evidence_url.data,
            UUID(self.package.data) if self.package.data else None,
            bool(self.is_public.data),
        ).tidied()

    def passes(self, purpose: str, bound_to: str, today: date) -> bool:
        """Whether it may stand in the ledger. What keeps it from that stands in `errors`, at its field."""
        is_well_formed = passes(self, purpose, bound_to)
        if {"on", "way", "package"} & self.errors.keys():
            return False
        return fits(self, problems(self.delivery(), today)) and is_well_formed


def filled(delivery: Delivery, number: int) -> DeliveryForm:
    """The form with what stands in the ledger."""
    values = {field: getattr(delivery, field) for field in ("on", "by_whom", "note", "evidence_url", "is_public")}
    form = DeliveryForm(data=values | {"way": delivery.way.value, "package": str(delivery.package or "")})
    form.is_about(number)
    return form


def _words(made: Made) -> str:
    whom = made.target.organisation if made.target else _now("all addressees")
    if made.audience is Audience.PRESS:
        whom = _now("the press")
    words: str = _now(
        "Package of %(day)s for %(whom)s, release %(number)s (%(digest)s…)",
        day=format_date(made.made_at.date()), whom=whom, number=made.release, digest=made.digest[:8],
    )  # fmt: skip
    return words
