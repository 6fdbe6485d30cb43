"""A form that writes something anew which is kept with all its wordings."""

from __future__ import annotations

from flask import request
from wtforms import Form, IntegerField
from wtforms.widgets import HiddenInput


class WordingForm(Form):
    """`number` says which wording the organiser saw when they began to write; what is new has none."""

    number = IntegerField(widget=HiddenInput())

    def is_about(self, number: int) -> None:
        """From now on the form changes this wording, whatever number came with it."""
        self.number.data, self.number.raw_data = number, None


def number_seen() -> int:
    """The same of a form that is only a button; 0, which no wording has, where it came without."""
    return request.form.get("number", 0, type=int)
