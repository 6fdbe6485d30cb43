"""What only the demo has: an organiser whose sign-in everybody may know, and a mailbox everybody may read."""

from __future__ import annotations

from sqlalchemy import select

from petition_app.domain.access import Role
from petition_app.mail.transport import FolderTransport, StoredLetter
from petition_app.models import Instance
from petition_app.services import organisers, petitions
from petition_app.services.posting import transport_for
from petition_app.services.work import Work
from petition_app.settings import Settings

EMAIL = "olu@demo.invalid"
# No secret: the sign-in page of a demo shows it, and a demo is refused at any public address.
PASSPHRASE = "every voice in this house counts"  # noqa: S105


def is_demo(work: Work) -> bool:
    """Whether this database was made for a demo."""
    return bool(work.session.scalar(select(Instance.is_demo)))


def add_organiser(work: Work, slug: str) -> bool:
    """Olu, who owns the seeded petition; False where she is there already."""
    if organisers.by_email(work, EMAIL):
        return False
    olu = organisers.add(work, EMAIL, "Olu Example", PASSPHRASE, is_demo=True)
    organisers.give_role(work, olu, petitions.by_slug(work, slug).id, Role.OWNER)
    return True


def letters(settings: Settings) -> list[StoredLetter] | None:
    """The newest letters first; None where they leave through a real mail server."""
    transport = transport_for(settings)
    return transport.letters() if isinstance(transport, FolderTransport) else None
