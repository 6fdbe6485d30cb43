"""What a signature is: the words for relation, proof, status, role and appearance, and the rules over them."""

from __future__ import annotations

from enum import StrEnum


class Relation(StrEnum):
    """How the signer stands to the employer they name."""

    CURRENT = "current"
    FORMER = "former"
    CONTRACTOR = "contractor"
    SUPPORTER = "supporter"


class Proof(StrEnum):
    """How we know what the signer said of their employer."""

    NONE = "none"
    MAILBOX = "mailbox"
    WORK_ADDRESS = "work_address"
    DOCUMENT = "document"
    VOUCHED = "vouched"
    PAPER = "paper"


#: Proofs that show employment. A confirmed mailbox shows only that somebody reads that mailbox.
EMPLOYMENT_PROOFS = frozenset({Proof.WORK_ADDRESS, Proof.DOCUMENT, Proof.VOUCHED})


class Status(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    HELD = "held"
    INVALIDATED = "invalidated"
    WITHDRAWN = "withdrawn"


#: Signatures that count or still may: there is at most one for each petition and address.
LIVE = (Status.PENDING, Status.CONFIRMED, Status.HELD)


class RoleBand(StrEnum):
    """Broad kinds of work, published instead of titles because titles identify people."""

    UNSAID = "unsaid"
    ENGINEERING = "engineering"
    RESEARCH = "research"
    DESIGN = "design"
    OPERATIONS = "operations"
    COMMERCIAL = "commercial"
    SUPPORT = "support"
    CORPORATE = "corporate"
    MANAGER = "manager"
    EXECUTIVE = "executive"


class DisplayMode(StrEnum):
    """How a signer appears in public, safest first. The first is the default."""

    COUNTED = "counted"
    ANONYMOUS = "anonymous"
    ANONYMOUS_ROLE = "anonymous_role"
    TITLE = "title"
    NAME = "name"
    NAME_TITLE = "name_title"

    @property
    def shows_name(self) -> bool:
        return self in (DisplayMode.NAME, DisplayMode.NAME_TITLE)

    @property
    def shows_title(self) -> bool:
        return self in (DisplayMode.TITLE, DisplayMode.NAME_TITLE)

    @property
    def is_identified(self) -> bool:
        """True where the signer chose to be recognisable: such rows are public one by one."""
        return self.shows_name or self.shows_title


IDENTIFIED = tuple(mode for mode in DisplayMode if mode.is_identified)


class Purpose(StrEnum):
    """What a signer may consent to; each is a tick box of its own (GDPR Art. 7 and 9(2)(a))."""

    COUNT = "count"
    PUBLISH = "publish"
    UPDATES = "updates"
    DELIVER = "deliver"
    PRESS = "press"
    WITNESS = "witness"
