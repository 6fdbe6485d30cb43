"""The forms of a petition's consent texts and settings, and of a new petition."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Form, IntegerField, PasswordField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Length, Optional

from petition_app.domain.drafting import LONGEST_TITLE
from petition_app.domain.petition import Custody
from petition_app.domain.petitionsettings import Settings
from petition_app.domain.signature import Purpose
from petition_app.web.forms.drafts import DraftForm
from petition_app.web.forms.texts import one_line

_LONGEST_PASSPHRASE = 1_000


class ConsentsForm(DraftForm):
    count = TextAreaField(_("To be counted"))
    publish = TextAreaField(_("To appear in public"))
    updates = TextAreaField(_("To get letters about the petition"))
    deliver = TextAreaField(_("To be shown to the addressees"))
    press = TextAreaField(_("To be asked for the press"))
    witness = TextAreaField(_("To be asked by a witness"))

    def texts(self) -> dict[Purpose, str]:
        return {purpose: (self[purpose.value].data or "").strip() for purpose in Purpose}


class SettingsForm(DraftForm):
    threshold = IntegerField(
        _("Unnamed signers an employer needs for a line of its own"),
        [InputRequired(_("Please give a number, such as 10."))],
    )
    employment_proof = BooleanField(_("Count an employer's signers only where their employment was shown"))
    live_total = BooleanField(_("Show the total as it is at any moment"))
    goal = IntegerField(_("Goal"), [Optional()])
    contact = StringField(_("How signers reach you"))

    def settings(self) -> Settings:
        return Settings(
            self.threshold.data or 0, self.employment_proof.data, self.live_total.data, self.goal.data,
            self.contact.data or "",
        ).tidied()  # fmt: skip


class NewPetitionForm(Form):
    start = RadioField(_("Begin with"), [InputRequired(_("Please choose what to begin with."))])
    title = StringField(
        _("Title"),
        [InputRequired(_("Please give the petition a title. You can change it later.")), Length(max=LONGEST_TITLE)],
        filters=[one_line],
    )
    slug = StringField(_("Short name"), filters=[one_line])
    custody = RadioField(
        _("Who keeps the key to private data?"),
        [InputRequired(_("Please choose who keeps the key."))],
        choices=[
            SelectChoice(Custody.INSTANCE.value, _("The server")),
            SelectChoice(Custody.ORGANISERS.value, _("We do, with a passphrase")),
        ],
    )
    passphrase = PasswordField(_("Passphrase"), [Length(max=_LONGEST_PASSPHRASE)])
    again = PasswordField(_("The same passphrase once more"), [Length(max=_LONGEST_PASSPHRASE)])

    @property
    def kept_by(self) -> Custody:
        return Custody(self.custody.data)

    def offer(self, starts: list[tuple[str, str]]) -> None:
        """The beginnings to choose from: (value, words)."""
        self.start.choices = [SelectChoice(value, words) for value, words in starts]

    def is_twice_the_same(self) -> bool:
        """Whether the passphrase, where one is needed, was typed twice. What is wrong stands at its field."""
        if self.kept_by is Custody.INSTANCE:
            return True
        if not self.passphrase.data:
            self.passphrase.errors = [_("Please choose a passphrase: without it nobody could ever open the data.")]
        elif self.passphrase.data != self.again.data:
            self.again.errors = [_("The two are not the same. Please type both again.")]
        return not (self.passphrase.errors or self.again.errors)
