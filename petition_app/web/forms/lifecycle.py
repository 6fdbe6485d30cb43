"""The shapes of the forms about a petition's life: its times, its launch, what is kept, its address, its review. What
may be planned is a rule of the domain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form, IntegerField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import TextInput

from petition_app.domain.lifecycle import Times
from petition_app.domain.response import Problem
from petition_app.web.forms.day import DayField

#: Where a problem of the rules is told in the form.
_FIELDS: Mapping[str, str] = {"opens": "opens_on", "closes": "closes_on"}


class _ClockField(TimeField):
    """A time of day that says what is wrong in words of ours."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Please give a time, such as 18:00.")) from error


class _NumberField(IntegerField):
    widget = TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        written = valuelist[0].strip() if valuelist else ""
        if not re.fullmatch(r"[0-9]{1,12}", written):
            self.data = None
            raise ValueError(_("Please give a whole number."))
        self.data = int(written)


class TimesForm(Form):
    opens_on = DayField(_("Opens on"), [Optional()])
    opens_time = _ClockField(_("Time of opening (UTC)"), [Optional()])
    closes_on = DayField(_("Closes on"), [Optional()])
    closes_time = _ClockField(_("Time of closing (UTC)"), [Optional()])

    def validate(self, extra_validators: Any = None) -> bool:
        is_well_formed = super().validate(extra_validators)
        for day, clock in ((self.opens_on, self.opens_time), (self.closes_on, self.closes_time)):
            if not (day.errors or clock.errors) and (day.data is None) != (clock.data is None):
                (clock if clock.data is None else day).errors = [
                    _("Please give both the day and the time, or neither.")
                ]
                is_well_formed = False
        return is_well_formed

    def times(self) -> Times:
        """What was typed, once its shape was found right."""
        return Times(
            _moment(self.opens_on.data, self.opens_time.data), _moment(self.closes_on.data, self.closes_time.data)
        )


class LaunchForm(Form):
    hidden_until = _NumberField(_("Hidden until so many have confirmed"), [Optional()])


class KeepingForm(Form):
    kept_days = _NumberField(_("Days after closing"), [InputRequired(_("Please give a whole number."))])


class AddressForm(Form):
    name = StringField(_("Short name"), [InputRequired(_("Please give a short name."))])


class NoteForm(Form):
    text = TextAreaField(_("Note to your team"))


def times_form(times: Times) -> TimesForm:
    """The form filled with what is planned."""
    opens, closes = _in_utc(times.opens_at), _in_utc(times.closes_at)
    return TimesForm(
        opens_on=opens and opens.date(),
        opens_time=opens and opens.time(),
        closes_on=closes and closes.date(),
        closes_time=closes and closes.time(),
    )


def tell(form: Form, problems: Iterable[Problem]) -> None:
    """Say in the form what the rules have found, at the fields it is about."""
    for each in problems:
        field = form[_FIELDS.get(each.field, each.field)]
        field.errors = [*field.errors, each.sentence]


def _moment(day: date | None, clock: time | None) -> datetime | None:
    return datetime.combine(day, clock, UTC) if day and clock else None


def _in_utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None
