"""The forms of an update: writing it, and sending it. What it may be is a rule of the domain."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Form, IntegerField, PasswordField, StringField, TextAreaField
from wtforms.validators import Length
from wtforms.widgets import HiddenInput

from petition_app.domain.update import Draft, problems
from petition_app.web.forms.checking import fits, passes


class UpdateForm(Form):
    """`edition` says which wording the organiser saw when they began to write; a new update has none."""

    title = StringField(_("Title"))
    body = TextAreaField(_("Text"))
    subject = StringField(_("Subject of the letter"))
    edition = IntegerField(widget=HiddenInput())

    def is_about(self, edition: int) -> None:
        """From now on the form changes this wording, whatever number came with it."""
        self.edition.data, self.edition.raw_data = edition, None

    def draft(self) -> Draft:
        return Draft(self.title.data or "", self.body.data or "", self.subject.data or "").tidied()

    def passes(self, purpose: str, bound_to: str) -> bool:
        """Whether it may be kept as it is. What keeps it from that stands in `errors`, at its field."""
        is_well_formed = passes(self, purpose, bound_to)
        return fits(self, problems(self.draft())) and is_well_formed


class SendingForm(Form):
    """`accepted` is asked for where the subject names what it should not; `passphrase` where the organisers keep the
    keys."""

    edition = IntegerField(widget=HiddenInput())
    accepted = BooleanField(_("Send it with this subject all the same"))
    passphrase = PasswordField(
        _("Passphrase of this petition"), [Length(max=1_000, message=_("That is longer than a passphrase may be."))]
    )


class ReminderForm(Form):
    passphrase = PasswordField(
        _("Passphrase of this petition"), [Length(max=1_000, message=_("That is longer than a passphrase may be."))]
    )
