"""The keys a running process holds: the instance key, the form key, and caches of what was opened with them."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from petition_app.security.vault import EpochKey

EPOCH_LIFETIME = timedelta(hours=1)


@dataclass(frozen=True, repr=False)
class Keyring:
    """`instance` opens what the server may open; `form` signs forms. All others are forgotten after an hour."""

    instance: bytes
    form: bytes
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _epochs: dict[UUID, tuple[EpochKey, datetime]] = field(default_factory=dict)
    _secrets: dict[tuple[UUID, str], tuple[bytes, datetime]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return "Keyring(…)"

    def epoch(self, petition: UUID, now: datetime) -> EpochKey | None:
        """The key in use for `petition`, or None when there is none or its hour is over."""
        self.drop_expired(now)
        with self._lock:
            found = self._epochs.get(petition)
        return found[0] if found else None

    def keep_epoch(self, petition: UUID, key: EpochKey, now: datetime) -> None:
        with self._lock:
            self._epochs[petition] = (key, now)

    def drop_expired(self, now: datetime) -> None:
        """Forget the keys whose hour is over; called every minute too, so that an idle server keeps none."""
        with self._lock:
            for each in [each for each, (_, since) in self._epochs.items() if now - since >= EPOCH_LIFETIME]:
                del self._epochs[each]
            # What was destroyed in the database lives no longer than that in any process.
            for name in [name for name, (_, since) in self._secrets.items() if now - since >= EPOCH_LIFETIME]:
                del self._secrets[name]

    def drop_all(self) -> None:
        """Forget everything that was opened."""
        with self._lock:
            self._epochs.clear()
            self._secrets.clear()

    def drop_epoch(self, petition: UUID) -> None:
        with self._lock:
            self._epochs.pop(petition, None)

    def secret(self, petition: UUID, purpose: str) -> bytes | None:
        with self._lock:
            found = self._secrets.get((petition, purpose))
        return found[0] if found else None

    def keep_secret(self, petition: UUID, purpose: str, value: bytes, now: datetime) -> None:
        with self._lock:
            self._secrets[petition, purpose] = (value, now)

    def drop_petition(self, petition: UUID) -> None:
        """Forget all that belongs to this petition."""
        self.drop_epoch(petition)
        with self._lock:
            for name in [name for name in self._secrets if name[0] == petition]:
                del self._secrets[name]
