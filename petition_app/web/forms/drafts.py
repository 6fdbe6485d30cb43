"""The forms in which a petition is written. Lists in them grow, shrink and change their order without a script: every
button posts the whole form, which comes back with all that was typed. What may be saved is a rule of the domain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Self, TypeVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    StringField,
    TextAreaField,
)

from petition_app.domain.drafting import Precedent, Text
from petition_app.domain.response import Problem, tidy
from petition_app.web.forms.wording import WordingForm

Row = TypeVar("Row")


class DraftForm(WordingForm):
    """A part of a petition. `do` is the button pressed."""

    do = HiddenField()
    reason = TextAreaField(_("Why is it changed?"))

    @property
    def leaves(self) -> Leaves:
        return Leaves(self)

    def tell(self, problems: Iterable[Problem]) -> None:
        """Put each problem to its field; one that has none to the form."""
        fields = {each.name: each for each in self.leaves}
        for problem in problems:
            if problem.field in fields:
                field = fields[problem.field]
                field.errors = [*field.errors, problem.sentence]
            else:
                self.form_errors.append(problem.sentence)


class Leaves:
    """Every field of a form that people fill in, those within lists too, as the summary of errors wants them."""

    def __init__(self, form: DraftForm) -> None:
        self.form_errors = form.form_errors
        self._fields = list(_leaves(form))

    def __iter__(self) -> Iterator[Field]:
        return iter(self._fields)

    @property
    def errors(self) -> list[Any]:
        return [*self.form_errors, *(each for each in self._fields if each.errors)]


def _leaves(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        if isinstance(field, FieldList | FormField):
            yield from _leaves(field)
        else:
            yield field


class ListForm(DraftForm):
    """A form with lists. `BLANKS` has what a new row of each holds, `NEVER_EMPTY` those that keep one row."""

    BLANKS: ClassVar[dict[str, Any]] = {}
    NEVER_EMPTY: ClassVar[frozenset[str]] = frozenset()

    def rearranged(self) -> tuple[Self, str]:
        """The form after the button that was pressed, such as `demands-up-2` or `demands-add`, and the name of the row
        to go on at. What is no such button changes nothing."""
        values = {**self.data}
        name, _dash, deed = (self.do.data or "").partition("-")
        if name not in self.BLANKS:
            return self, ""
        rows, at = _moved(list(values[name]), deed, self.BLANKS[name])
        values[name] = rows or ([self.BLANKS[name]] if name in self.NEVER_EMPTY else [])
        return self._again(values), f"{name}-{at}"

    def compacted(self) -> Self:
        """The form without rows in which nothing was typed."""
        values = {**self.data}
        for name, blank in self.BLANKS.items():
            rows = [row for row in values[name] if not _is_empty(row)]
            values[name] = rows or ([blank] if name in self.NEVER_EMPTY else [])
        return self._again(values)

    def _again(self, values: dict[str, Any]) -> Self:
        made = type(self)(data=values)
        made.is_about(self.number.data or 0)
        return made


def _is_empty(row: Any) -> bool:
    return not any(map(_is_typed, row.values() if isinstance(row, dict) else (row,)))


def _is_typed(value: Any) -> bool:
    return bool(tidy(value) if isinstance(value, str) else value)


def _moved(rows: list[Row], deed: str, blank: Row) -> tuple[list[Row], int]:
    step, _dash, at_text = deed.partition("-")
    if step == "add":
        return [*rows, blank], len(rows)
    at = int(at_text) if at_text.isdecimal() and len(at_text) < 4 else len(rows)
    if at >= len(rows):
        return rows, 0
    row = rows.pop(at)
    if step == "drop":
        return rows, max(at - 1, 0)
    to = max(at - 1, 0) if step == "up" else min(at + 1, len(rows))
    rows.insert(to, row)
    return rows, to


class PrecedentForm(Form):
    title = StringField(_("What was done"))
    summary = TextAreaField(_("In a few sentences"))
    source_url = StringField(_("Link to the source"))


class TextForm(ListForm):
    BLANKS: ClassVar[dict[str, Any]] = {"demands": "", "precedents": {}}
    NEVER_EMPTY: ClassVar[frozenset[str]] = frozenset({"demands"})

    title = StringField(_("Title"))
    summary = TextAreaField(_("Summary"))
    body = TextAreaField(_("Text"))
    demands = FieldList(TextAreaField(_("Demand")))
    precedents = FieldList(FormField(PrecedentForm))

    def process(self, *sent: Any, **values: Any) -> None:
        super().process(*sent, **values)
        for n, demand in enumerate(self.demands, 1):
            demand.label.text = gettext("Demand %(n)s", n=n)

    def text(self) -> Text:
        """What was typed; rows that hold nothing are left out."""
        return Text(
            self.title.data or "",
            self.summary.data or "",
            self.body.data or "",
            tuple(each or "" for each in self.demands.data),
            tuple(Precedent(*(each[name] or "" for name in _PRECEDENT)) for each in self.precedents.data),
        ).tidied()


_PRECEDENT = ("title", "summary", "source_url")


def text_form(text: Text, number: int) -> TextForm:
    """The form filled with a text; at least one demand can be typed."""
    precedents = [{name: getattr(each, name) for name in _PRECEDENT} for each in text.precedents]
    form = TextForm(data={
        "title": text.title, "summary": text.summary, "body": text.body, "demands": list(text.demands) or [""],
        "precedents": precedents,
    })  # fmt: skip
    form.is_about(number)
    return form
