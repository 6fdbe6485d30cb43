"""The forms of the team: inviting, changing a role, handing over, and joining. Their shape only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, EmailField, Form, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import EqualTo, InputRequired, Length

from petition_app.domain.access import Role
from petition_app.web.forms.texts import LONGEST_ADDRESS, LONGEST_NAME, has_letter, no_link, one_line, reachable_address
from petition_app.web.labels import label

LEAVES = "leave"
_TOO_LONG = _("Please keep this to %(max)d characters or fewer.")
_ROLES = [SelectChoice(role.value, label(role)) for role in Role]
#: What each role may do, in the words of the forms that give one.
ROLE_HINTS = {
    Role.VIEWER.value: _("Sees exact figures and the team; exports what is public."),
    Role.MODERATOR.value: _("Also sees signatories, holds and removes signatures, decides about employers, writes."),
    Role.EXPORTER.value: _("Also opens private fields, imports, and makes the hand-over package."),
    Role.OWNER.value: _(
        "Also edits, opens and closes the petition, writes to signers, and decides who is in the team."
    ),
}


class InviteForm(Form):
    email = EmailField(
        _("E-mail address"),
        [
            InputRequired(_("Please enter an e-mail address.")),
            Length(max=LONGEST_ADDRESS, message=_TOO_LONG),
            reachable_address,
        ],
        filters=[one_line],
    )
    role = RadioField(_("Role"), choices=[*_ROLES], default=Role.VIEWER.value)
    may_found = BooleanField(_("They may begin petitions of their own"))


class RoleForm(Form):
    role = RadioField(_("Role"), choices=[*_ROLES])


class TransferForm(Form):
    then = RadioField(
        _("And you?"),
        choices=[
            *(SelectChoice(role.value, label(role)) for role in Role if role is not Role.OWNER),
            SelectChoice(LEAVES, _("Leave the team")),
        ],
        default=Role.VIEWER.value,
    )

    def role_then(self) -> Role | None:
        return None if self.then.data == LEAVES else Role(self.then.data)


class JoinForm(Form):
    """For somebody new."""

    name = StringField(
        _("Your name"),
        [
            InputRequired(_("Please enter the name that the others of the team should see.")),
            Length(max=LONGEST_NAME, message=_TOO_LONG),
            no_link,
            has_letter,
        ],
        filters=[one_line],
    )
    password = PasswordField(_("Password"), [InputRequired(_("Please choose a password."))])
    again = PasswordField(_("Password once more"), [EqualTo("password", _("The two passwords are not the same."))])


class AcceptForm(Form):
    """For somebody with an account; asked to tick where the invitation went to another mailbox than theirs."""

    sure = BooleanField(_("Yes, this account is to join"))


class ForgottenForm(Form):
    email = StringField(
        _("E-mail address"),
        [InputRequired(_("Please enter your e-mail address.")), Length(max=254, message=_("This is too long."))],
    )


class NewPasswordForm(Form):
    new = PasswordField(_("New password"), [InputRequired(_("Please enter a new password."))])
    again = PasswordField(_("New password once more"), [EqualTo("new", _("The two new passwords are not the same."))])
    code = StringField(_("Code of your second factor"), [Length(max=64, message=_("This is too long for a code."))])
