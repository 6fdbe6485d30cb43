"""A day, typed or picked."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField


class DayField(DateField):
    """A date field that says what is wrong in words of ours."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Please give a day, such as 2026-11-22.")) from error
