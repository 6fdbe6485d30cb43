"""What an export says of itself: how many rows in which files, their digests, and who was left out for what reason."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from petition_app.domain.export import Wanted


class LeftOut(StrEnum):
    """Why a signature is not in a file. The first that holds is the reason."""

    PENDING = "pending"
    HELD = "held"
    INVALIDATED = "invalidated"
    WITHDRAWN = "withdrawn"
    NO_UPDATES = "no_updates"
    MAIL_ENDED = "mail_ended"
    NO_ADDRESS = "no_address"
    UNSAFE_ADDRESS = "unsafe_address"


#: What stands in the file itself, which has one language.
WORDS = {
    LeftOut.PENDING: "waiting for confirmation",
    LeftOut.HELD: "held for review",
    LeftOut.INVALIDATED: "removed by organisers",
    LeftOut.WITHDRAWN: "withdrawn",
    LeftOut.NO_UPDATES: "did not agree to letters",
    LeftOut.MAIL_ENDED: "letters came back, or were complained of",
    LeftOut.NO_ADDRESS: "gave no address",
    LeftOut.UNSAFE_ADDRESS: "an address that a spreadsheet would run as a formula",
}


@dataclass(frozen=True)
class File:
    """One file as it left: `sha256` in hexadecimal."""

    name: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`since`, `employer` and `status` say what was asked for; they are empty where all was."""

    export: str
    petition: str
    kind: str
    profile: str
    format: str
    made_on: date
    since: date | None
    employer: str
    status: str
    rows: int
    left_out: Mapping[str, int]
    files: tuple[File, ...]

    @classmethod
    def of(
        cls, export: str, petition: str, day: date, wanted: Wanted, left_out: Mapping[LeftOut, int], *files: File
    ) -> Manifest:
        return cls(
            export, petition, wanted.kind, wanted.profile, wanted.format, day, wanted.since, wanted.employer,
            wanted.status or "", sum(file.rows for file in files),
            {str(reason): left_out[reason] for reason in LeftOut if left_out.get(reason)}, files,
        )  # fmt: skip

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=2, default=date.isoformat) + "\n"


def checksums(files: tuple[File, ...]) -> str:
    """As `sha256sum --check` reads them."""
    return "".join(f"{file.sha256}  {file.name}\n" for file in files)
