"""What can be looked for: a search is a row of terms, each with the key that says what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from petition_app.domain.signature import DisplayMode, Proof, Relation, RoleBand, Status

LONGEST = 500
MOST_TERMS = 20
#: Stands for "no employer given".
NO_EMPLOYER = "none"
#: Before a mail domain that is known by its key alone.
KEYED = "#"


class Key(StrEnum):
    TEXT = "text"
    DOMAIN = "domain"
    EMPLOYER = "employer"
    STATE = "state"
    PROOF = "proof"
    RELATION = "relation"
    ROLE = "role"
    SHOWN = "shown"
    SIGNED = "signed"
    CONFIRMED = "confirmed"
    IMPORT = "import"
    OVER_LIMIT = "over-limit"
    CHANGED = "changed"
    ID = "id"


class Answer(StrEnum):
    YES = "yes"
    NO = "no"


#: Keys whose values are words of a list.
WORDS: Mapping[Key, type[StrEnum]] = {
    Key.STATE: Status,
    Key.PROOF: Proof,
    Key.RELATION: Relation,
    Key.ROLE: RoleBand,
    Key.SHOWN: DisplayMode,
    Key.OVER_LIMIT: Answer,
    Key.CHANGED: Answer,
}
DAYS = frozenset({Key.SIGNED, Key.CONFIRMED})


@dataclass(frozen=True)
class Term:
    """One condition. `value` is in its canonical form: a member's word, a domain, a name, a day or range of days, of
    which `low` and `high` are the ends."""

    key: Key
    value: str
    is_not: bool = False
    low: date | None = None
    high: date | None = None

    def __str__(self) -> str:
        return ("-" if self.is_not else "") + self._words()

    def _words(self) -> str:
        if self.key is Key.TEXT:
            return self.value if _is_bare(self.value) else quoted(self.value)
        if self.key is Key.DOMAIN and not self.value.startswith(KEYED):
            return f"@{self.value}"
        is_name = self.key in (Key.EMPLOYER, Key.IMPORT)
        return f"{self.key}:{quoted(self.value) if is_name and not _is_bare(self.value) else self.value}"


@dataclass(frozen=True)
class Search:
    """Terms about the same key are alternatives, except words and days; all keys together narrow the list."""

    terms: tuple[Term, ...] = ()

    def __str__(self) -> str:
        return " ".join(map(str, self.terms))

    def of(self, key: Key, *, is_not: bool = False) -> list[Term]:
        return [each for each in self.terms if each.key is key and each.is_not == is_not]

    def without(self, term: Term) -> Search:
        return Search(tuple(each for each in self.terms if each != term))

    def instead(self, new: Iterable[Term]) -> Search:
        """With these terms in the place of those that ask for something else about the same."""
        added = tuple(new)
        replaced = {each.key for each in added}
        kept = (each for each in self.terms if each.is_not or each.key not in replaced)
        return Search(tuple(dict.fromkeys((*kept, *added))))


_BARE = re.compile(r"\w[\w.'’&+%/-]*")
ID_SHAPE = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


def _is_bare(text: str) -> bool:
    """Whether a text means itself without quotation marks."""
    return bool(_BARE.fullmatch(text)) and not ID_SHAPE.fullmatch(text)


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
