"""The form of a site that may show the widget. Its shape only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import Form, StringField
from wtforms.validators import DataRequired, Length

from petition_app.domain.embedding import LONGEST_SITE
from petition_app.web.forms.texts import one_line


class SiteForm(Form):
    site = StringField(
        _("Site"),
        [
            DataRequired(_("Please enter the site that is to show the widget.")),
            Length(max=LONGEST_SITE, message=_("Please keep this to %(max)d characters or fewer.")),
        ],
        filters=[one_line],
    )
