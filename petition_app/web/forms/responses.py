"""The form of one response. What each kind needs is a rule of the domain."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired

from petition_app.domain.petition import ResponseKind
from petition_app.domain.response import Wording, problems
from petition_app.web.forms.checking import fits, passes
from petition_app.web.forms.day import DayField
from petition_app.web.forms.wording import WordingForm
from petition_app.web.labels import label


class EntryForm(WordingForm):
    """`number` says which wording the organiser saw when they began to write; a new response has none."""

    kind = RadioField(
        _("What did they say?"),
        [InputRequired(_("Please choose what they said, or that they said nothing."))],
        choices=[SelectChoice(kind.value, label(kind)) for kind in ResponseKind],
    )
    on = DayField(_("Day"), [InputRequired(_("Please give a day, such as 2026-11-22."))])
    summary = TextAreaField(_("Our summary"))
    quotation = TextAreaField(_("Quotation"))
    source_url = StringField(_("Link to the source"))

    def wording(self) -> Wording:
        """What was typed, once its shape was found right."""
        assert self.on.data
        return Wording(
            ResponseKind(self.kind.data),
            self.on.data,
            self.summary.data or "",
            self.quotation.data,
            self.source_url.data,
        ).tidied()

    def passes(self, purpose: str, bound_to: str, today: date) -> bool:
        """Whether it may be shown as it is. What keeps it from that stands in `errors`, at its field."""
        is_well_formed = passes(self, purpose, bound_to)
        if "kind" in self.errors or "on" in self.errors:
            return False
        return fits(self, problems(self.wording(), today)) and is_well_formed


def entry_form(wording: Wording, number: int) -> EntryForm:
    """The form filled with what is shown now."""
    form = EntryForm(data={field: getattr(wording, field) for field in wording.__dataclass_fields__})
    form.is_about(number)
    return form
