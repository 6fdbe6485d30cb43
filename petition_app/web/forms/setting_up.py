"""The forms of the first hour: the first account, a code out of a letter, and the end of the key. Their shape only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import EmailField, Form, StringField
from wtforms.validators import InputRequired, Length

from petition_app.web.forms.team import JoinForm
from petition_app.web.forms.texts import LONGEST_ADDRESS, one_line, reachable_address

_TOO_LONG = _("Please keep this to %(max)d characters or fewer.")
_MOST = 64


class SetUpForm(JoinForm):
    """The first organiser of a site."""

    email = EmailField(
        _("E-mail address"),
        [
            InputRequired(_("Please enter your e-mail address.")),
            Length(max=LONGEST_ADDRESS, message=_TOO_LONG),
            reachable_address,
        ],
        filters=[one_line],
    )


class MailCodeForm(Form):
    mail_code = StringField(
        _("Code in the letter"),
        [InputRequired(_("Please type the code of the letter.")), Length(max=_MOST, message=_TOO_LONG)],
    )


class KeyEndForm(Form):
    key_end = StringField(
        _("Last 6 characters of the key"),
        [InputRequired(_("Please type the last 6 characters of your copy.")), Length(max=_MOST, message=_TOO_LONG)],
    )
