"""The forms of the imports' room: how a file is read, what is stated of it, and what an undoing takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Form, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from petition_app.domain.importing import LONGEST_NOTE, MOST_COLUMNS, Column, Plan, Source
from petition_app.domain.importlines import ENCODINGS
from petition_app.domain.signature import DisplayMode, Purpose, Relation
from petition_app.web.forms.signing import choices
from petition_app.web.labels import label

_DELIMITERS = {",": _("Comma"), ";": _("Semicolon"), "\t": _("Tab"), "|": _("Vertical bar")}
# A tab at the end of a value does not survive every browser.
_NAMES = {"\t": "tab"}
_PREFIX = "column-"


class PlanForm(Form):
    """How a file is read. The columns are read apart: see `columns_in`."""

    encoding = SelectField(_("Encoding"), choices=[SelectChoice(*each) for each in ENCODINGS.items()])
    delimiter = SelectField(
        _("Between two cells stands"),
        choices=[SelectChoice(_NAMES.get(sign, sign), words) for sign, words in _DELIMITERS.items()],
    )
    has_header = BooleanField(_("The first row names the columns"))
    relation = SelectField(_("Relation to the employer"), choices=choices(Relation))
    display = SelectField(_("How they appear in public"), choices=choices(DisplayMode))
    consents = SelectMultipleField(
        _("What the signers agreed to"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    source = RadioField(_("Where the file is from"), choices=choices(Source))
    asks = BooleanField(_("Ask each signer by e-mail to confirm, and count them only then"))

    def speak(self, texts: Mapping[Purpose, str]) -> None:
        """Offer the consents this petition asks for, in its own words; being counted is not a choice."""
        self.consents.choices = [
            SelectChoice(purpose.value, texts[purpose])
            for purpose in Purpose
            if purpose in texts and purpose is not Purpose.COUNT
        ]

    def show(self, plan: Plan) -> None:
        """Fill in what the plan says."""
        self.encoding.data, self.has_header.data, self.asks.data = plan.encoding, plan.has_header, plan.asks
        self.delimiter.data = _NAMES.get(plan.delimiter, plan.delimiter)
        self.relation.data, self.display.data, self.source.data = plan.relation, plan.display, plan.source
        self.consents.data = [each.value for each in plan.consents]

    def plan(self, columns: Sequence[Column | None]) -> Plan:
        """What was sent, once it has passed."""
        signs = {_NAMES.get(sign, sign): sign for sign in _DELIMITERS}
        return Plan(
            encoding=self.encoding.data,
            delimiter=signs[self.delimiter.data],
            has_header=bool(self.has_header.data),
            columns=tuple(columns),
            relation=Relation(self.relation.data),
            display=DisplayMode(self.display.data),
            consents=frozenset({Purpose.COUNT, *map(Purpose, self.consents.data or ())}),
            source=Source(self.source.data),
            asks=bool(self.asks.data),
        )


def columns_in(fields: Mapping[str, str]) -> tuple[Column | None, ...]:
    """What was chosen for each column, by its place."""
    known = {each.value: each for each in Column}
    found = {
        int(name.removeprefix(_PREFIX)): known.get(value)
        for name, value in fields.items()
        if name.removeprefix(_PREFIX).isdecimal() and len(name) < len(_PREFIX) + 3
    }
    width = min(max(found, default=-1) + 1, MOST_COLUMNS)
    return tuple(found.get(place) for place in range(width))


def column_choices() -> list[tuple[str, str]]:
    return [("", _("not used")), *((each.value, label(each)) for each in Column)]


class StatementForm(Form):
    """What organisers state before anything counts. It is kept in the audit log."""

    stated = BooleanField(
        _("I state that these people signed, and that they read and agreed to the consent words chosen here."),
        [InputRequired(_("Please state this: without it nothing is counted."))],
    )
    note = StringField(
        _("Note"), [Length(max=LONGEST_NOTE, message=_("Please keep this to %(max)d characters or fewer."))]
    )


class UndoForm(Form):
    sure = BooleanField(_("Take this import back"), [InputRequired(_("Please tick this box if you mean it."))])
    with_changed = BooleanField(_("Also those that organisers have held or removed since"))
