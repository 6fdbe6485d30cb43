"""What seals the signatures of one petition: kept in the process for an hour, so that a form can be made ready before
a transaction begins."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from petition_app.security.vault import EpochKey
from petition_app.services import custody
from petition_app.services.work import Desk, Work


@dataclass(frozen=True)
class Sealing:
    """`pepper` is the secret under which the petition's addresses are hashed, `epoch` the key in use now."""

    petition: UUID
    pepper: bytes = field(repr=False)
    epoch: EpochKey


def sealing(work: Work, petition: UUID) -> Sealing:
    """Raises NotFound where the petition's secret has been destroyed. A new epoch key is in use once it is durable."""
    return Sealing(petition, custody.pepper(work, petition), custody.epoch_for(work, petition))


def at_hand(desk: Desk, petition: UUID) -> Sealing | None:
    """The same without the database, where this process has both."""
    epoch, pepper = desk.keys.epoch(petition, desk.now), desk.keys.secret(petition, custody.PEPPER)
    return Sealing(petition, pepper, epoch) if epoch and pepper else None
