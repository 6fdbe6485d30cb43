"""The shape of the form that plans releases."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import Form, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from petition_app.domain.rhythm import Plan, Rhythm

_RHYTHMS = (
    SelectChoice(Rhythm.BY_HAND, _("By hand: an owner looks at the change and publishes it")),
    SelectChoice(Rhythm.DAILY, _("Every day")),
    SelectChoice(Rhythm.WEEKLY, _("Every week")),
)
_DAYS = tuple(
    SelectChoice(number, name)
    for number, name in enumerate(
        (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
    )
)
_HOURS = tuple(SelectChoice(hour, f"{hour:02}:00") for hour in range(24))


class ScheduleForm(Form):
    rhythm = RadioField(_("When a new table is published"), choices=[*_RHYTHMS])
    weekday = SelectField(_("Day, for every week"), choices=[*_DAYS], coerce=int)
    hour = SelectField(_("Hour (UTC)"), choices=[*_HOURS], coerce=int)

    def plan(self) -> Plan:
        return Plan(Rhythm(self.rhythm.data), self.weekday.data, self.hour.data)
