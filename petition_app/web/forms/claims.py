"""The form that takes a sentence to check."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import Form, TextAreaField
from wtforms.validators import DataRequired, Length

from petition_app.services.claims import MOST_CHARACTERS


def _counted_as_typed(text: str | None) -> str:
    # Browsers send two characters for a line end and count one.
    return (text or "").replace("\r\n", "\n")


class ClaimForm(Form):
    text = TextAreaField(
        _("What is said of the petition"),
        [
            DataRequired(_("Please type or paste a sentence.")),
            Length(max=MOST_CHARACTERS, message=_("Please take at most %(max)d characters at once.")),
        ],
        filters=[_counted_as_typed],
    )
