"""The forms of signing in and of an organiser's own account: their shape only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import Form, HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

_LONGEST_PASSWORD = 256
_LONGEST_CODE = 64


class SignInForm(Form):
    email = StringField(
        _("E-mail address"),
        [InputRequired(_("Please enter your e-mail address.")), Length(max=254, message=_("This is too long."))],
    )
    password = PasswordField(
        _("Password"),
        [
            InputRequired(_("Please enter your password.")),
            Length(max=_LONGEST_PASSWORD, message=_("A password has at most 256 characters.")),
        ],
    )


class CodeForm(Form):
    code = StringField(
        _("Code"),
        [
            InputRequired(_("Please enter the code your app shows now.")),
            Length(max=_LONGEST_CODE, message=_("This is too long for a code.")),
        ],
    )


class AuthenticatorForm(CodeForm):
    offered = HiddenField(validators=[InputRequired(_("This form is incomplete. Please start again."))])


class PasswordForm(Form):
    current = PasswordField(
        _("Your password until now"),
        [InputRequired(_("Please enter your present password.")), Length(max=_LONGEST_PASSWORD)],
    )
    new = PasswordField(_("New password"), [InputRequired(_("Please enter a new password."))])
    again = PasswordField(_("New password once more"), [EqualTo("new", _("The two new passwords are not the same."))])


class SessionForm(Form):
    handle = HiddenField(validators=[InputRequired(), Length(max=32)])
