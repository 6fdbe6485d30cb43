"""The forms that ask for signatories: which of them, in which form, what for and, under organiser custody, the
passphrase."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Form, IntegerField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from petition_app.domain.export import LISTED, MOST_ROWS_A_PART, ExportKind, Format, Wanted
from petition_app.domain.exportprofile import TOOLS, Profile
from petition_app.domain.signature import Status
from petition_app.services.exports import MOST_PURPOSE
from petition_app.web.forms.day import DayField
from petition_app.web.labels import label

_FORMS = (
    SelectChoice(Format.CSV, _("CSV, for most programs")),
    SelectChoice(Format.XLSX, _("Workbook for Excel or LibreOffice")),
    SelectChoice(Format.JSONL, _("JSON lines, for programs of your own")),
)


class PartNumberField(IntegerField):
    """A whole number that says what is wrong in words of ours."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Please give a whole number, such as 10000.")) from error


class PrivateExportForm(Form):
    """What both ask for. `employer` gets its choices per petition."""

    employer = SelectField(_("Employer"), choices=[], default="")
    since = DayField(_("Confirmed since"), [Optional()])
    rows_a_part = PartNumberField(
        _("Split into files of so many rows"),
        [
            Optional(),
            NumberRange(
                1, MOST_ROWS_A_PART, message=_("Please give a number from %(min)d to %(max)d, or leave it empty.")
            ),
        ],
    )
    purpose = StringField(
        _("What is this export for?"),
        [Length(max=MOST_PURPOSE, message=_("Please say it in %(max)d characters or fewer."))],
    )
    passphrase = PasswordField(
        _("Passphrase of this petition"), [Length(max=1_000, message=_("That is longer than a passphrase may be."))]
    )

    def offer(self, employers: Mapping[str, str]) -> None:
        """Let one of these employers be chosen: names by slug."""
        everybody = SelectChoice("", _("All employers"))
        self.employer.choices = [everybody, *(SelectChoice(slug, name) for slug, name in employers.items())]


class SignatoriesForm(PrivateExportForm):
    format = RadioField(_("Which form?"), [InputRequired()], choices=[*_FORMS], default=Format.CSV)
    status = SelectField(
        _("Which signatures?"),
        choices=[SelectChoice("", _("Confirmed and held")), *(SelectChoice(each, label(each)) for each in LISTED)],
        default="",
    )

    def wanted(self) -> Wanted:
        return Wanted(
            ExportKind.SIGNATORIES,
            format=Format(self.format.data),
            employer=self.employer.data,
            status=Status(self.status.data) if self.status.data else None,
            since=self.since.data,
            rows_a_part=self.rows_a_part.data,
        )


class ToolForm(PrivateExportForm):
    profile = RadioField(
        _("Which tool?"),
        [InputRequired(_("Please choose the tool."))],
        choices=[SelectChoice(each, label(each)) for each in TOOLS],
    )
    only_new = BooleanField(_("Only who is new since the last export for this tool"))

    def wanted(self) -> Wanted:
        return Wanted(
            ExportKind.SIGNATORIES,
            profile=Profile(self.profile.data),
            employer=self.employer.data,
            since=self.since.data,
            only_new=self.only_new.data,
            rows_a_part=self.rows_a_part.data,
        )
