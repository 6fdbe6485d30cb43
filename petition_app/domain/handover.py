"""Handing over: for whom a package is made, and what may be said of how a petition reached an addressee."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from petition_app.domain.petition import ResponseKind
from petition_app.domain.response import (
    FIRST_DAY,
    Problem,
    Wording,
    is_web_address,
    problems_of_day,
    problems_of_length,
    tidy,
)

LONGEST_TEXT = 3_000
LONGEST_NOTE = 1_000
LONGEST_NAME = 120
LONGEST_ADDRESS = 254

#: What counts as an answer; "no public statement" is the lack of one.
ANSWERS = frozenset(ResponseKind) - {ResponseKind.NONE}


class Audience(StrEnum):
    """Whom a package is for. Addressees are shown only signatories who agreed to that; the press reads the public
    page, and is given what stands there."""

    ADDRESSEES = "addressees"
    PRESS = "press"


class Paper(StrEnum):
    A4 = "a4"
    LETTER = "letter"


class Way(StrEnum):
    """How a petition was handed over."""

    EMAIL = "email"
    POST = "post"
    IN_PERSON = "in_person"
    PRESS = "press"
    OTHER = "other"


@dataclass(frozen=True)
class Delivery:
    """One line of the ledger. `package` is what was handed over, where it was made here. In public only `on`, `way`,
    the package and `evidence_url` are shown, and these only where `is_public`. `sent_to` and `letter` are those of a
    letter that was sent from here."""

    on: date
    way: Way
    by_whom: str = ""
    note: str = ""
    evidence_url: str | None = None
    package: UUID | None = None
    is_public: bool = False
    sent_to: str = ""
    letter: str = ""

    def tidied(self) -> Delivery:
        """The same without characters that show nothing or turn others around."""
        return replace(
            self,
            by_whom=" ".join(tidy(self.by_whom).split()),
            note=tidy(self.note),
            evidence_url=(self.evidence_url or "").strip() or None,
        )


def problems(delivery: Delivery, today: date) -> list[Problem]:
    """Everything that keeps this line, tidied, out of the ledger; nothing where it may stand there."""
    found = [
        *problems_of_day(delivery.on, FIRST_DAY, today),
        *problems_of_length("by_whom", delivery.by_whom, LONGEST_NAME),
        *problems_of_length("note", delivery.note, LONGEST_NOTE),
    ]
    if delivery.evidence_url and not is_web_address(delivery.evidence_url):
        found.append(Problem("evidence_url", "Please give the whole address of a page, beginning with https://."))
    return found


def days_without_answer(handed_over: Iterable[date], answers: Iterable[Wording], today: date) -> int | None:
    """How many days the addressee has had the petition without an answer; None where they never got it, or where
    they have answered since."""
    since = min(handed_over, default=None)
    if since is None or any(each.kind in ANSWERS and each.on >= since for each in answers):
        return None
    return (today - since).days
