"""The tables that other tools take: for each its exact header and what stands under it, which docs/exports.md repeats.

Such a file leaves our hands, so it holds what that tool needs to write to people who asked for letters, and no more:
the address, and what the signer shows in public anyway.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from petition_app.domain.exportperson import Person


class Profile(StrEnum):
    OWN = "own"
    ACTION_NETWORK = "action-network"
    NATIONBUILDER = "nationbuilder"
    CIVICRM = "civicrm"
    MAILCHIMP = "mailchimp"
    GHOST = "ghost"
    LISTMONK = "listmonk"

    @property
    def columns(self) -> tuple[str, ...]:
        """Of the tools' profiles; our own has those of its kind."""
        return tuple(PROFILES[self].columns)

    @property
    def rows_a_file(self) -> int:
        """How many rows the tool takes in one file; 0 for no such limit."""
        return PROFILES[self].rows_a_file if self in PROFILES else 0


#: The profiles of other tools.
TOOLS = tuple(profile for profile in Profile if profile is not Profile.OWN)


Cell = Callable[[Person], str]


@dataclass(frozen=True)
class ToolTable:
    """`columns`: header → (what stands under it, for the documentation; how it comes about)."""

    columns: dict[str, tuple[str, Cell]]
    rows_a_file: int

    def row(self, of: Person) -> tuple[str, ...]:
        return tuple(cell(of) for _, cell in self.columns.values())


def _empty(_: Person) -> str:
    return ""


def _always(text: str) -> tuple[str, Cell]:
    return f"Always `{text}`.", lambda _: text


def _bytes(text: str, most: int = 255) -> str:
    return text.encode()[:most].decode(errors="ignore")


def _attributes(of: Person) -> str:
    told = {"petition": of.petition, "employer": of.employer, "title": of.title, "relation": of.relation}
    return json.dumps({name: text for name, text in told.items() if text}, ensure_ascii=False)


_EMAIL = ("The address.", lambda of: of.email)
_GIVEN = ("The given names.", lambda of: of.given)
_FAMILY = ("The family name.", lambda of: of.family)
_EMPLOYER = ("The employer.", lambda of: of.employer)
_TITLE = ("The title, where it is shown.", lambda of: of.title)
_KEY = ("The signature's key.", lambda of: of.key)
_DAY = ("The day of confirming, as `2026-11-22T00:00:00Z`.", lambda of: of.moment)
_NOTE = ("Signed, and the petition's short name.", lambda of: f"Signed {of.petition}")
_NOT_KEPT = ("Empty: it is not asked for.", _empty)
_TAGS = ("The petition's short name, and the relation, with a comma between.", lambda of: ",".join(of.tags))

PROFILES: dict[Profile, ToolTable] = {
    Profile.ACTION_NETWORK: ToolTable(
        {
            "email": _EMAIL,
            "first_name": _GIVEN,
            "last_name": _FAMILY,
            "zip_code": _NOT_KEPT,
            "can2_phone": _NOT_KEPT,
            "can2_user_city": _NOT_KEPT,
            "can2_state_abbreviated": _NOT_KEPT,
            "can2_user_tags": (
                "The petition's short name, and the relation, with comma and blank between.",
                lambda of: ", ".join(of.tags),
            ),
            "employer": _EMPLOYER,
        },
        rows_a_file=50_000,
    ),
    # 20 MB a file: a row has 1.9 kB at the most.
    Profile.NATIONBUILDER: ToolTable(
        {
            "email": _EMAIL,
            "email_opt_in": _always("Y"),
            "first_name": _GIVEN,
            "last_name": _FAMILY,
            "employer": _EMPLOYER,
            "occupation": _TITLE,
            "tag_list": _TAGS,
            "external_id": _KEY,
            "created_at": _DAY,
            "note": _NOTE,
            "language": _NOT_KEPT,
        },
        rows_a_file=10_000,
    ),
    Profile.CIVICRM: ToolTable(
        {
            "External Identifier": _KEY,
            "First Name": _GIVEN,
            "Last Name": _FAMILY,
            "Email": _EMAIL,
            "Current Employer": _EMPLOYER,
            "Job Title": _TITLE,
            "Contact Source": ("Petition, and its short name.", lambda of: f"Petition {of.petition}"),
            "Preferred Language": _NOT_KEPT,
            "No Bulk Emails (User Opt Out)": _always("0"),
            "Do Not Email": _always("0"),
        },
        rows_a_file=10_000,
    ),
    Profile.MAILCHIMP: ToolTable(
        {
            "Email Address": _EMAIL,
            "First Name": ("The given names, 255 bytes at the most.", lambda of: _bytes(of.given)),
            "Last Name": ("The family name, 255 bytes at the most.", lambda of: _bytes(of.family)),
            "Company": ("The employer, 255 bytes at the most.", lambda of: _bytes(of.employer)),
            "Tags": _TAGS,
        },
        rows_a_file=50_000,
    ),
    Profile.GHOST: ToolTable(
        {
            "email": _EMAIL,
            "name": ("The name.", lambda of: of.name),
            "note": _NOTE,
            "subscribed_to_emails": _always("true"),
            "labels": _TAGS,
            "created_at": _DAY,
        },
        rows_a_file=50_000,
    ),
    Profile.LISTMONK: ToolTable(
        {
            "email": _EMAIL,
            "name": ("The name.", lambda of: of.name),
            "attributes": ("A JSON object with petition, employer, title and relation; what is empty is left out.",
                           _attributes),
        },
        rows_a_file=0,
    ),
}  # fmt: skip
