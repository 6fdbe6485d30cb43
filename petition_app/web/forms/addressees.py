"""The form of those who must answer."""

from __future__ import annotations

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, StringField

from petition_app.domain.drafting import Office
from petition_app.domain.response import Problem
from petition_app.web.forms.drafts import ListForm


class OfficeForm(Form):
    key = HiddenField()
    name = StringField(_("Office"))
    organisation = StringField(_("Organisation"))
    employer = StringField(_("Employer in the tables"))
    retired = BooleanField(_("No longer addressed"))


class OfficesForm(ListForm):
    BLANKS: ClassVar[dict[str, Any]] = {"offices": {}}
    NEVER_EMPTY: ClassVar[frozenset[str]] = frozenset({"offices"})

    offices = FieldList(FormField(OfficeForm))

    def offices_named(self, slugs: dict[str, str]) -> tuple[list[Office], list[Problem]]:
        """What was typed, and the employers among it that are not known. `slugs` leads from name to slug."""
        found: list[Office] = []
        unknown: list[Problem] = []
        for each in self.offices.data:
            employer = (each["employer"] or "").strip()
            office = Office(
                each["name"] or "", each["organisation"] or "", employer, each["retired"], each["key"] or ""
            )
            if office.tidied().is_blank:
                continue
            if employer and employer.casefold() not in slugs:
                sentence = "This petition knows no employer of this name. Please choose one of the list, or leave it."
                unknown.append(Problem(f"offices-{len(found)}-employer", sentence))
            found.append(Office(office.name, office.organisation, slugs.get(employer.casefold(), ""), office.retired,
                                office.key).tidied())  # fmt: skip
        return found, unknown
