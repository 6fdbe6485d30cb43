"""The forms of passkeys: their shape only. The browser's script fills in the answer of the device."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import Form, HiddenField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from petition_app.domain.passkey import LONGEST_NAME
from petition_app.web.forms.texts import one_line

_LONGEST_ANSWER = 16_000
_NO_ANSWER = _("Your device gave no answer. Please press the button once more.")


class PasskeyForm(Form):
    answer = HiddenField(
        validators=[InputRequired(_NO_ANSWER), Length(max=_LONGEST_ANSWER, message=_("That was no passkey."))]
    )


class NewPasskeyForm(PasskeyForm):
    name = StringField(
        _("A name for it"),
        [
            DataRequired(_("Please give it a name, to tell it from others.")),
            Length(max=LONGEST_NAME, message=_("This is too long.")),
        ],
        filters=[one_line],
    )
