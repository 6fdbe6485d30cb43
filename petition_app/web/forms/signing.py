"""The form to sign with, and the part of it that says how a signer appears. Shape only; the rules are elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, EmailField, Field, Form, HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import DataRequired, InputRequired, Length, StopValidation

from petition_app.domain.signature import DisplayMode, Purpose, Relation, RoleBand
from petition_app.services.crowds import Effort
from petition_app.services.signing import SigningRequest
from petition_app.web.forms.texts import (
    LONGEST_ADDRESS,
    LONGEST_EMPLOYER,
    LONGEST_NAME,
    has_letter,
    no_link,
    one_line,
    reachable_address,
)
from petition_app.web.labels import label

Word = TypeVar("Word", bound=StrEnum)

# Nobody reads and fills in the form faster.
LEAST_TIME_TO_SIGN = timedelta(seconds=2)

_TOO_LONG = _("Please keep this to %(max)d characters or fewer.")


def choices(kind: type[Word]) -> list[SelectChoice]:
    return [SelectChoice(member.value, label(member)) for member in kind]


class _WhereShown:
    """A name or title counts only where the chosen appearance shows it; otherwise whatever was typed is ignored."""

    def __init__(self, shows: str, message: Any) -> None:
        self.shows = shows
        self.message = message

    def __call__(self, form: Form, field: Field) -> None:
        display = form["display"].data
        shown = display in list(DisplayMode) and getattr(DisplayMode(display), self.shows)
        if not shown:
            raise StopValidation
        if not field.data:
            raise StopValidation(self.message)


class AppearanceForm(Form):
    """How somebody appears in public, and as what."""

    role_band = SelectField(
        _("Your kind of work"), choices=choices(RoleBand), default=RoleBand.UNSAID, validate_choice=True
    )
    display = RadioField(_("How should you appear?"), choices=choices(DisplayMode), default=DisplayMode.COUNTED)
    name = StringField(
        _("Your name"),
        [
            _WhereShown("shows_name", _("Please give the name that should appear, or choose another appearance.")),
            Length(max=LONGEST_NAME, message=_TOO_LONG),
            no_link,
            has_letter,
        ],
        filters=[one_line],
    )
    title = StringField(
        _("Your title"),
        [
            _WhereShown("shows_title", _("Please give the title that should appear, or choose another appearance.")),
            Length(max=LONGEST_NAME, message=_TOO_LONG),
            no_link,
            has_letter,
        ],
        filters=[one_line],
    )

    @property
    def mode(self) -> DisplayMode:
        return DisplayMode(self.display.data)

    @property
    def shown_name(self) -> str:
        return (self.name.data or "") if self.mode.shows_name else ""

    @property
    def shown_title(self) -> str:
        return (self.title.data or "") if self.mode.shows_title else ""


def versions_in(read: str) -> tuple[int, int] | None:
    """The versions of the text and of the consent texts that a form says were read."""
    text, _dot, consent = read.partition(".")
    is_right = text.isdecimal() and consent.isdecimal() and len(text + consent) < 12
    return (int(text), int(consent)) if is_right else None


def _agrees_to_appear(form: Form, field: Field) -> None:
    if form["display"].data != DisplayMode.COUNTED and not field.data:
        raise StopValidation(_("To appear as you have chosen, please tick this box; or choose “Counted only”."))


class SignForm(AppearanceForm):
    """The labels of the tick boxes are the petition's own consent texts: see `speak`."""

    email = EmailField(
        _("Your private e-mail address"),
        [
            InputRequired(_("Please give an e-mail address: your signature counts once you have confirmed it.")),
            Length(max=LONGEST_ADDRESS, message=_TOO_LONG),
            reachable_address,
        ],
        filters=[one_line],
    )
    employer = StringField(
        _("Your employer"), [Length(max=LONGEST_EMPLOYER, message=_TOO_LONG), no_link], filters=[one_line]
    )
    relation = RadioField(
        _("How do you stand to this employer?"),
        [InputRequired(_("Please say how you stand to the employer."))],
        choices=choices(Relation),
    )
    consent_count = BooleanField("", [DataRequired(_("Without your agreement here we cannot count you."))])
    consent_publish = BooleanField("", [_agrees_to_appear])
    consent_updates = BooleanField("")
    consent_deliver = BooleanField("")
    consent_press = BooleanField("")
    consent_witness = BooleanField("")
    website = StringField(_("Leave this field empty"))
    read = HiddenField()
    # What the challenge page adds, where very many sign from one network.
    solution = HiddenField()
    review = HiddenField()

    def is_about(self, text_version: int, consent_version: int) -> None:
        """Which versions the page shows beside the form, for a form that does not say it yet."""
        if not self.read.data:
            self.read.data = f"{text_version}.{consent_version}"

    def ask_again(self) -> None:
        """Forget which versions were read, and what was agreed to."""
        self.read.data = ""
        for box in self.consents:
            box.data = False

    def speak(self, texts: Iterable[tuple[Purpose, str]]) -> None:
        """Give each tick box its text; a box the petition has no text for is not asked."""
        known = dict(texts)
        for purpose in Purpose:
            if purpose in known:
                self[f"consent_{purpose}"].label.text = known[purpose]
            else:
                del self[f"consent_{purpose}"]

    @property
    def consents(self) -> list[Field]:
        return [self[name] for name in (f"consent_{purpose}" for purpose in Purpose) if name in self]

    @property
    def is_filled_by_machine(self) -> bool:
        return bool(self.website.data)

    def request(self, network: str, language: str) -> SigningRequest:
        """What was sent, once it has passed."""
        given = {purpose for purpose in Purpose if self[f"consent_{purpose}"].data}
        if self.mode is DisplayMode.COUNTED:
            given.discard(Purpose.PUBLISH)
        return SigningRequest(
            email=self.email.data or "",
            employer=self.employer.data or "",
            relation=Relation(self.relation.data),
            role_band=RoleBand(self.role_band.data),
            display=self.mode,
            name=self.shown_name,
            title=self.shown_title,
            consents=frozenset(given),
            network=network,
            versions=versions_in(self.read.data or ""),
            language=language,
            effort=Effort(self.solution.data or "", is_declined=bool(self.review.data)),
        )
