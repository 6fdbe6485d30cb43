"""What can be exported: the kinds, the right each one takes, and its columns, which docs/exports.md repeats."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from petition_app.domain.access import Right
from petition_app.domain.signature import Purpose


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


_RIGHTS = {
    ExportKind.ROSTER: Right.EXPORT_PUBLIC,
    ExportKind.TALLIES: Right.SEE_TALLIES,
    ExportKind.SIGNATORIES: Right.EXPORT_PRIVATE,
}

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
        "status": "confirmed or held.",
        "email": "The address the signer confirmed.",
        "name": "The name, only where the signer chose to show it in public.",
        "title": "The title, only where the signer chose to show it in public.",
        "employer": "The employer as on file.",
        "employer_raw": "The employer as the signer typed it.",
        "relation": "current, former, contractor or supporter.",
        "proof": "none, mailbox, work_address, document, vouched or paper.",
        "display": "How the signer appears: counted, anonymous, anonymous_role, title, name or name_title.",
        "role_band": "The kind of work.",
        **{f"consent_{purpose}": f"yes where the signer agreed to this purpose: {purpose}." for purpose in Purpose},
        "consent_version": "The version of the consent texts the signer read.",
        "text_version": "The version of the petition's text the signer read.",
        "signed_on": "The day of signing.",
        "confirmed_on": "The day of confirming.",
    },
}


def file_name(slug: str, kind: ExportKind, day: date) -> str:
    """A name that every system and every header takes as it is."""
    return f"{re.sub(r'[^a-z0-9-]+', '-', slug.lower())[:80].strip('-') or 'petition'}-{kind}-{day.isoformat()}.csv"
