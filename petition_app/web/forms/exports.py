"""The form that asks for every signature: what for and, under organiser custody, the passphrase."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import Form, PasswordField, StringField
from wtforms.validators import Length

from petition_app.services.exports import MOST_PURPOSE


class PrivateExportForm(Form):
    purpose = StringField(
        _("What is this export for?"),
        [Length(max=MOST_PURPOSE, message=_("Please say it in %(max)d characters or fewer."))],
    )
    passphrase = PasswordField(
        _("Passphrase of this petition"), [Length(max=1_000, message=_("That is longer than a passphrase may be."))]
    )
