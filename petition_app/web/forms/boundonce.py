"""A form whose fields are made once and copied for each request: making them is most of what a form costs.

This leans on one thing that WTForms does not promise: that fields and forms keep their state in attributes of their
own. A test compares such a form with one that was made anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from wtforms import Form

F = TypeVar("F", bound=Form)
T = TypeVar("T")


class BoundOnce(Generic[F]):
    """Copies of one empty form: good for reading and checking what was sent. To show it, make a form anew, because
    these share their labels and speak whatever language the first reader had."""

    def __init__(self, make: Callable[[], F]) -> None:
        self._make = make
        self._blank: F | None = None

    def read(self, formdata: Any) -> F:
        """The form with what was sent."""
        blank = self._blank = self._blank or self._make()
        fields = {name: _twin(field) for name, field in blank._fields.items()}
        form = _twin(blank)
        form.__dict__.update(fields, _fields=fields, form_errors=[])
        form.process(formdata)
        return form


def _twin(made: T) -> T:
    twin = object.__new__(type(made))
    twin.__dict__.update(made.__dict__)
    return twin
