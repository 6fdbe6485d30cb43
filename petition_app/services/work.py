"""A unit of work: everything a service needs, opened at the edge by `database.begin_work` and committed as a whole."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from petition_app.security.keyring import Keyring
from petition_app.settings import Settings


class ActorKind(StrEnum):
    VISITOR = "visitor"
    ORGANISER = "organiser"
    OPERATOR = "operator"  # whoever runs the `petition` command on the server
    WORKER = "worker"


@dataclass(frozen=True)
class Actor:
    """Who does this; the audit log always knows."""

    kind: ActorKind
    id: UUID | None = None

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" if self.id else str(self.kind)

    @classmethod
    def parse(cls, written: str) -> Actor:
        """The actor that `str` wrote."""
        kind, _, key = written.partition(":")
        return cls(ActorKind(kind), UUID(key) if key else None)


VISITOR = Actor(ActorKind.VISITOR)
OPERATOR = Actor(ActorKind.OPERATOR)
WORKER = Actor(ActorKind.WORKER)

_DAY_MS = 86_400_000
_EPOCH_DAY = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Desk:
    """What can be worked with while no transaction is open."""

    now: datetime
    settings: Settings
    keys: Keyring

    @property
    def today(self) -> date:
        return self.now.astimezone(UTC).date()

    def new_id(self, day: date | None = None) -> UUID:
        """A key ordered by day, today's or another (UUIDv7 with the time of day left out: no row tells the hour it was
        made)."""
        days = (day or self.today).toordinal() - _EPOCH_DAY
        value = (days * _DAY_MS) << 80 | secrets.randbits(80)
        value = value & ~(0xF << 76) | 7 << 76
        return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


@dataclass(frozen=True)
class Work:
    """`session` is in a transaction. What must come last in it (counters, then the audit line, whose locks are the
    contended ones) is put into `before_commit` under its rank; `after_commit` runs only once all is durable."""

    session: Session
    now: datetime
    actor: Actor
    settings: Settings
    keys: Keyring
    before_commit: dict[int, Callable[[], None]] = field(default_factory=dict)
    after_commit: list[Callable[[], None]] = field(default_factory=list)

    @property
    def today(self) -> date:
        return self.now.astimezone(UTC).date()

    @property
    def connection(self) -> Connection:
        """For statements that need no objects: the signing path uses only these."""
        return self.session.connection()

    @property
    def is_sqlite(self) -> bool:
        return self.session.get_bind().dialect.name == "sqlite"

    @property
    def desk(self) -> Desk:
        return Desk(self.now, self.settings, self.keys)

    def new_id(self, day: date | None = None) -> UUID:
        """As `Desk.new_id`."""
        return self.desk.new_id(day)

    def finish(self) -> None:
        """Run what was left for the end of the transaction, lowest rank first."""
        while self.before_commit:
            self.before_commit.pop(min(self.before_commit))()
        self.session.flush()


#: How a transaction is opened, for the few services that need more than one.
Begin = Callable[[Actor], AbstractContextManager[Work]]
