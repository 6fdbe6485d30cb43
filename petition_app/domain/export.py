"""What can be exported: the kinds, the forms a file may have, the right each kind takes, and its columns, which
docs/exports.md repeats."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from petition_app.domain.access import Right
from petition_app.domain.exportprofile import Profile
from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said
from petition_app.domain.signature import Purpose, Status

#: So many rows a part may have: whatever stands in them, each part stays below 2 GiB, which every program can unpack.
MOST_ROWS_A_PART = 200_000


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"
    JSON = "json"


class ExportKind(StrEnum):
    ROSTER = "roster"
    TALLIES = "tallies"
    SIGNATORIES = "signatories"

    @property
    def right(self) -> Right:
        return _RIGHTS[self]

    @property
    def is_private(self) -> bool:
        """True where private fields are opened: a purpose and a fresh second factor are asked for."""
        return self is ExportKind.SIGNATORIES

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(COLUMNS[self])

    @property
    def formats(self) -> tuple[Format, ...]:
        """A table of figures is one JSON document; lists, which may be long, have a line for each entry."""
        return (Format.CSV, Format.XLSX, Format.JSON if self is ExportKind.TALLIES else Format.JSONL)


_RIGHTS = {
    ExportKind.ROSTER: Right.EXPORT_PUBLIC,
    ExportKind.TALLIES: Right.SEE_TALLIES,
    ExportKind.SIGNATORIES: Right.EXPORT_PRIVATE,
}

#: Signatures that can be in the list of all signatories.
LISTED = (Status.CONFIRMED, Status.HELD)

#: Each kind's columns in order, with what stands in them.
COLUMNS: dict[ExportKind, dict[str, str]] = {
    ExportKind.ROSTER: {
        "name": "The name, where the signer chose to show it.",
        "title": "The title, where the signer chose to show it.",
        "employer": "The employer.",
    },
    ExportKind.TALLIES: {
        "employer": "The employer, or a text nobody has matched to one; empty for signers who gave none.",
        "employer_slug": "The employer's short name, as in the public JSON; empty where none is matched.",
        "employer_known": "yes for an employer on file, no for a text nobody has matched to one yet.",
        "relation": "How the signers stand to the employer: current, former, contractor or supporter.",
        "proof": "How that is known: none, mailbox, work_address, document, vouched or paper.",
        "status": "pending, confirmed, held, invalidated or withdrawn; only confirmed ones are counted in public.",
        "signatures": "How many, exactly.",
        "recognisable": "How many of them chose to be recognisable in public.",
    },
    ExportKind.SIGNATORIES: {
        "signature_id": "The signature's key, as in the organisers' list.",
        "petition": "The petition's short name, as in its address.",
        "status": "confirmed or held.",
        "email": "The address the signer gave; empty for a signature from paper without one.",
        "name": "The name, only where the signer chose to show it in public.",
        "title": "The title, only where the signer chose to show it in public.",
        "employer": "The employer as on file.",
        "employer_slug": "The employer's short name; empty for a text nobody has matched to one.",
        "employer_group": "The employer under which it is counted in public: its parent, or itself.",
        "employer_raw": "The employer as the signer typed it.",
        "relation": "current, former, contractor or supporter.",
        "proof": "none, mailbox, work_address, document, vouched or paper.",
        "employment_shown": "yes for a current employee who has shown it by work address, document or voucher.",
        "display": "How the signer appears: counted, anonymous, anonymous_role, title, name or name_title.",
        "role_band": "The kind of work.",
        **{f"consent_{purpose}": f"yes where the signer agreed to this purpose: {purpose}." for purpose in Purpose},
        "consent_version": "The version of the consent texts the signer read.",
        "text_version": "The version of the petition's text the signer read.",
        "source": "form for who signed on the site, import for who came from a file.",
        "over_limit": "yes where unusually many signed from one network within the hour.",
        "signed_on": "The day of signing.",
        "confirmed_on": "The day of confirming.",
        "mail_ended_on": "The day on which letters came back; do not write to it. Empty where none has.",
    },
}


#: Columns of the list of all signatories that say yes or no.
FLAGS = frozenset({"employment_shown", "over_limit", *(f"consent_{purpose}" for purpose in Purpose)})


class FormatIsNotOffered(Refusal):
    status = 422
    sentence = said(
        "This export is not made in that form. Files for other tools are CSV; tallies are CSV, XLSX or JSON."
    )


class CannotBeSplit(Refusal):
    status = 422
    sentence = said("Only CSV and JSON lines can be split, into parts of 1 to %(most)s rows.", most=MOST_ROWS_A_PART)


@dataclass(frozen=True)
class Wanted:
    """What an export is to hold, and in which form.

    `employer` is a slug, and takes the employers counted with it as well; `since` is a day of confirming; `only_new`
    means since the day of the last such export. `rows_a_part`: none for what suits the profile, 0 for one file.
    """

    kind: ExportKind
    profile: Profile = Profile.OWN
    format: Format = Format.CSV
    employer: str = ""
    status: Status | None = None
    since: date | None = None
    only_new: bool = False
    rows_a_part: int | None = None

    def check(self) -> None:
        """Raises FormatIsNotOffered and CannotBeSplit."""
        suits_a_tool = self.kind is ExportKind.SIGNATORIES and self.format is Format.CSV
        if self.format not in self.kind.formats or (self.is_of_tool and not suits_a_tool):
            raise FormatIsNotOffered
        if self.rows_a_part and not (self.can_be_split and 0 < self.rows_a_part <= MOST_ROWS_A_PART):
            raise CannotBeSplit

    @property
    def scope(self) -> str:
        """What a second owner agrees to: everybody, or those who agreed to letters, for this tool."""
        return f"{self.kind}:{self.profile}"

    @property
    def can_be_split(self) -> bool:
        return self.format in (Format.CSV, Format.JSONL)

    @property
    def is_of_tool(self) -> bool:
        return self.profile is not Profile.OWN

    @property
    def statuses(self) -> tuple[Status, ...]:
        """A tool is told only of signatures that count."""
        if self.is_of_tool:
            return (Status.CONFIRMED,)
        return (self.status,) if self.status else LISTED

    @property
    def columns(self) -> tuple[str, ...]:
        return self.kind.columns if self.profile is Profile.OWN else self.profile.columns


def file_stem(slug: str, wanted: Wanted, day: date) -> str:
    """A name without ending that every system and every header takes as it is."""
    name = wanted.kind if wanted.profile is Profile.OWN else wanted.profile
    return f"{re.sub(r'[^a-z0-9-]+', '-', slug.lower())[:80].strip('-') or 'petition'}-{name}-{day.isoformat()}"
