"""The form of a headcount. What makes sense is a rule of the domain."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form, IntegerField, StringField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput, TextInput

from petition_app.domain.headcount import Headcount, problems
from petition_app.web.forms.checking import fits, passes
from petition_app.web.forms.day import DayField

_BETWEEN_DIGITS = re.compile(r"[\s,’']")


class _Number(IntegerField):
    """A whole number as people write it: "180,000" and "180 000" too."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        digits = _BETWEEN_DIGITS.sub("", valuelist[0]) if valuelist else ""
        if not re.fullmatch(r"[0-9]{1,12}", digits):
            self.data = None
            raise ValueError(_("Please give a whole number, such as 180,000."))
        self.data = int(digits)


class HeadcountForm(Form):
    """`seen` is the number whose effect the organiser has been shown."""

    number = _Number(
        _("How many people work there"), [InputRequired(_("Please give a whole number, such as 180,000."))]
    )
    on = DayField(_("The day it is of"), [InputRequired(_("Please give a day, such as 2026-11-22."))])
    source = StringField(_("Who says so"))
    seen = StringField(widget=HiddenInput())

    def headcount(self) -> Headcount:
        """What was typed, once its shape was found right."""
        assert self.number.data is not None
        assert self.on.data
        return Headcount(self.number.data, self.on.data, self.source.data or "").tidied()

    def passes(self, purpose: str, bound_to: str, today: date) -> bool:
        """Whether it may be used as it is. What keeps it from that stands in `errors`, at its field."""
        is_well_formed = passes(self, purpose, bound_to)
        if "number" in self.errors or "on" in self.errors:
            return False
        return fits(self, list(problems(self.headcount(), today))) and is_well_formed

    @property
    def effect_was_seen(self) -> bool:
        return self.seen.data == str(self.number.data)

    def has_shown_effect(self) -> None:
        """From now on the form says that the effect of its number was shown."""
        self.seen.data = str(self.number.data)


def headcount_form(headcount: Headcount | None) -> HeadcountForm:
    """The form filled with what holds now."""
    if headcount is None:
        return HeadcountForm()
    return HeadcountForm(data={"number": headcount.number, "on": headcount.on, "source": headcount.source})
