"""Importing signatures from a file: its states, where the file is from, and the plan by which it is read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from petition_app.domain.petition import State
from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said
from petition_app.domain.signature import DisplayMode, Proof, Purpose, Relation

MOST_BYTES = 100 * 1024 * 1024
MOST_COLUMNS = 60
#: Signers of one file who can be asked by letter: as many as leave within a day, well before their links expire.
MOST_ASKED = 20_000
LONGEST_NOTE = 200
KEPT_DAYS = 7


class ImportState(StrEnum):
    """UPLOADED: waits for its plan. READING, RESOLVING (its employers) and COMPARING: a dry pass. CHECKED: waits for
    the organisers' word. COUNTING: the one step that counts. ASKING: letters are written instead. TIDYING: what was
    only needed on the way is deleted."""

    UPLOADED = "uploaded"
    READING = "reading"
    RESOLVING = "resolving"
    COMPARING = "comparing"
    CHECKED = "checked"
    COUNTING = "counting"
    ASKING = "asking"
    TIDYING = "tidying"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    DISCARDED = "discarded"

    @property
    def waits_for_people(self) -> bool:
        """Whether no job is about it."""
        return self in _AT_REST


_AT_REST = (
    ImportState.UPLOADED, ImportState.CHECKED, ImportState.DONE, ImportState.UNDONE, ImportState.DISCARDED,
)  # fmt: skip


class Source(StrEnum):
    """Where the file is from, as its organisers state."""

    PAPER = "paper"
    TOOL = "tool"

    @property
    def proof(self) -> Proof:
        return Proof.PAPER if self is Source.PAPER else Proof.NONE


class Column(StrEnum):
    """What a column of a file can hold."""

    EMAIL = "email"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMPLOYER = "employer"
    TITLE = "title"
    RELATION = "relation"
    DISPLAY = "display"
    ROLE_BAND = "role_band"
    SIGNED_ON = "signed_on"
    PROOF = "proof"
    STATUS = "status"
    KEY = "key"
    CONSENT_PUBLISH = "consent_publish"
    CONSENT_UPDATES = "consent_updates"
    CONSENT_DELIVER = "consent_deliver"
    CONSENT_PRESS = "consent_press"
    CONSENT_WITNESS = "consent_witness"
    CONSENT_COUNT = "consent_count"
    TEXT_VERSION = "text_version"
    CONSENT_VERSION = "consent_version"


#: The consents that columns and fixed values may give.
CONSENT_COLUMNS: Mapping[Column, Purpose] = {Column(f"consent_{purpose}"): purpose for purpose in Purpose}


@dataclass(frozen=True)
class Plan:
    """How a file is read. `columns` says of each column what it holds, if anything; `relation`, `display` and
    `consents` stand for what no column gives. With `asks`, each signer is asked by letter, and counts only then."""

    encoding: str
    delimiter: str
    has_header: bool = True
    columns: tuple[Column | None, ...] = ()
    relation: Relation = Relation.CURRENT
    display: DisplayMode = DisplayMode.COUNTED
    consents: frozenset[Purpose] = field(default_factory=lambda: frozenset({Purpose.COUNT}))
    source: Source = Source.PAPER
    asks: bool = False

    def to_text(self) -> str:
        told: dict[str, Any] = asdict(self) | {"consents": sorted(self.consents)}
        return json.dumps(told)

    @classmethod
    def from_text(cls, text: str) -> Plan:
        told = json.loads(text)
        return cls(
            **{name: told[name] for name in ("encoding", "delimiter", "has_header", "asks")},
            columns=tuple(Column(each) if each else None for each in told["columns"]),
            relation=Relation(told["relation"]),
            display=DisplayMode(told["display"]),
            consents=frozenset(map(Purpose, told["consents"])),
            source=Source(told["source"]),
        )

    def problems(self) -> list[str]:
        """Why no row could be read by this plan; nothing where all is well."""
        found = []
        twice = [each for each in Column if self.columns.count(each) > 1]
        if twice:
            found.append(f"Two columns are set to the same thing ({', '.join(twice)}). Choose one of them.")
        if not {Column.EMAIL, Column.NAME, Column.LAST_NAME, Column.KEY} & {*self.columns}:
            found.append("Say which column holds the e-mail address or the name: without either nobody can be counted.")
        if self.asks and Column.EMAIL not in self.columns:
            found.append("To ask each signer by e-mail, say which column holds the address.")
        return found

    def with_columns(self, columns: Iterable[Column | None]) -> Plan:
        return replace(self, columns=tuple(columns))


class NothingIsImportedNow(Refusal):
    status = 409
    sentence = said("Signatures can be imported while a petition is open, paused or closed: not before, and not after.")


def takes_imports(state: State) -> bool:
    """Paper comes in late: also after closing, until the petition is handed over."""
    return state in (State.OPEN, State.PAUSED, State.CLOSED)
