"""The forms that open a signature: by receipt, or by the code of a confirmation letter."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import Form, StringField
from wtforms.validators import InputRequired, Length

_LONGEST = 400


class ReceiptForm(Form):
    receipt = StringField(
        _("Your receipt"),
        [InputRequired(_("Please type or paste your receipt.")), Length(max=_LONGEST, message=_("This is too long."))],
    )


class CodeForm(Form):
    code = StringField(
        _("The code from your letter"),
        [
            InputRequired(_("Please type the code from the letter.")),
            Length(max=_LONGEST, message=_("This is too long.")),
        ],
    )
