"""What is said of one column that holds or leads to personal data, and the words that are said again and again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a column is protected."""

    PUBLIC = "public by the signer's choice"
    SEALED = "sealed"
    HASH = "hash only"
    ORGANISERS = "organisers only"
    OPERATIONAL = "operational"
    OFFICE = "public office"


@dataclass(frozen=True)
class Holding:
    """One column, `table.column`, and what is promised of it."""

    column: str
    kind: Kind
    readers: str
    kept: str
    why: str


WITHDRAWN = "until withdrawn or erased"
ERASED = "until erased"
END = "until the petition's private data are erased"
WITHDRAWN_OR_END = "until withdrawn or erased, at the latest with the petition's private data"
MODERATORS = "moderators and above; the holder of the receipt"
TYPIST = f"{MODERATORS}; everybody, where its signer stands on the roster"
SERVER = "the server"
SITE = "as long as the site"
TYPED = "until the last who typed it is gone"
PETITION = "as long as the petition"
ACCOUNT = "as long as the account"
TEAM = "organisers of the same petition"
COPY = "the holder of the link, later of the receipt"


def of(table: str, *rows: tuple[str, Kind, str, str, str]) -> tuple[Holding, ...]:
    """The columns of one table: (column, kind, readers, kept, why) each."""
    return tuple(Holding(f"{table}.{row[0]}", *row[1:]) for row in rows)
