"""The mail domain of a signature as a keyed hash: finds all with addresses at one domain, and names none."""

from __future__ import annotations

from uuid import UUID

from petition_app.domain.address import domain_of
from petition_app.security.tokens import one_way
from petition_app.services import custody
from petition_app.services.work import Work

BYTES = 16


def domain_key(work: Work, petition: UUID, domain: str) -> bytes:
    """16 bytes, the same for every spelling of a mail domain, keyed by the petition's address secret: without it nobody
    can try domains. Raises NotFound once that secret has been destroyed."""
    return keyed(custody.pepper(work, petition), domain_of(domain))


def keyed(pepper: bytes, domain: str) -> bytes:
    """The same, for who has the petition's secret at hand and the domain as `domain_of` gives it."""
    return one_way(pepper, f"domain:{domain}")[:BYTES]
