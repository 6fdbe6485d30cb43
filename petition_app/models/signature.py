"""Signatures and what belongs to each: the waiting confirmation and the proofs of work addresses."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, TextClause, text
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.domain.signature import DisplayMode, Proof, Relation, RoleBand, Status
from petition_app.models.base import UNORDERED, Base, UtcDateTime, at_most, word

#: The values that most signatures have: whoever looks for them finds many at once, so that no index holds them.
USUAL = {
    "relation": Relation.CURRENT, "proof": Proof.MAILBOX, "display": DisplayMode.COUNTED, "role_band": RoleBand.UNSAID,
}  # fmt: skip


def unusual(column: str) -> TextClause:
    """The rows that the index of a column holds. It stands in queries as in the index, or the index is of no use."""
    return text(f"signature.{column} <> '{USUAL[column]}'")


#: The same for those that came when many came from one network.
FROM_ONE_NETWORK = text("signature.over_limit")
#: And for those that organisers have changed.
CHANGED = text("signature.revision <> 0")


def _where_set(name: str, column: str, *columns: str, unique: bool = False) -> Index:
    """An index of the rows in which the column is set: new signatures need not touch it."""
    condition = text(f"{column} IS NOT NULL")
    return Index(name, column, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def _only(name: str, columns: tuple[str, ...], condition: str) -> Index:
    return Index(name, "petition_id", *columns, sqlite_where=text(condition), postgresql_where=text(condition))


#: For the list of signatories, which is ordered by day and key.
_LISTED = (
    Index("ix_signature_list", "petition_id", "signed_on", "id"),
    _only("ix_signature_confirmed_on", ("confirmed_on", "id"), "confirmed_on IS NOT NULL"),
    _only("ix_signature_over_limit", ("over_limit", "signed_on", "id"), "over_limit"),
    _only("ix_signature_mail_ended_on", ("mail_ended_on", "id"), "mail_ended_on IS NOT NULL"),
    _only("ix_signature_changed", ("revision", "id"), "revision <> 0"),
    *(_only(f"ix_signature_{name}", (name, "id"), f"{name} <> '{value}'") for name, value in USUAL.items()),
)


class Signature(Base):
    """One person's support. Names and titles stand here only where the signer chose to publish them; all else
    that could identify somebody is in `sealed`, and once more in `own_copy` for the holder of the receipt.

    `search_text` is the published name and title as searches compare them. `revision` counts what organisers have
    changed, so that nobody changes what they have not seen.
    """

    __tablename__ = "signature"
    __table_args__ = (
        # Null once withdrawn: several nulls are not equal, so a person may sign again.
        Index("uq_signature_petition_id_email_key", "petition_id", "email_key", unique=True),
        Index("ix_signature_petition_id_status_id", "petition_id", "status", "id"),
        Index("ix_signature_petition_id_spelling_id_id", "petition_id", "spelling_id", "id"),
        _where_set("ix_signature_import_id_id", "import_id", "id"),
        _where_set("uq_signature_receipt_hash", "receipt_hash", unique=True),
        Index("ix_signature_petition_id_domain_key_id", "petition_id", "domain_key", "id"),
        *_LISTED,
        at_most("search_text", 300),
        at_most("employer_raw", 200),
        at_most("public_name", 120),
        at_most("public_title", 120),
        CheckConstraint(
            "display IN ('name', 'name_title') OR public_name IS NULL",
            name="name_only_where_shown",
        ),
        CheckConstraint(
            "display IN ('title', 'name_title') OR public_title IS NULL",
            name="title_only_where_shown",
        ),
        CheckConstraint("length(email_key) = 32", name="email_key_length"),
        CheckConstraint("length(domain_key) = 16", name="domain_key_length"),
        UNORDERED,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"))
    email_key: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    domain_key: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    status: Mapped[Status] = mapped_column(word(Status, "status"))
    relation: Mapped[Relation] = mapped_column(word(Relation, "relation"))
    proof: Mapped[Proof] = mapped_column(word(Proof, "proof"))
    display: Mapped[DisplayMode] = mapped_column(word(DisplayMode, "display"))
    role_band: Mapped[RoleBand] = mapped_column(word(RoleBand, "role_band"))
    spelling_id: Mapped[UUID | None] = mapped_column(ForeignKey("spelling.id"))
    employer_raw: Mapped[str | None] = mapped_column(String(200))
    public_name: Mapped[str | None] = mapped_column(String(120))
    public_title: Mapped[str | None] = mapped_column(String(120))
    search_text: Mapped[str | None] = mapped_column(String(300))
    text_version: Mapped[int]
    consent_version: Mapped[int]
    consents: Mapped[str] = mapped_column(String(100))
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("import_batch.id"))
    over_limit: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    signed_on: Mapped[date]
    confirmed_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    reminded_on: Mapped[date | None]
    mail_ended_on: Mapped[date | None]
    receipt_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    own_copy: Mapped[bytes | None] = mapped_column(LargeBinary)


class Confirmation(Base):
    """A letter's one-time secret, hashed. At most one per signature; gone when replaced, and minutes after its use:
    until then it keeps the receipt, sealed under that secret, for a button that was pressed twice."""

    __tablename__ = "confirmation"
    __table_args__ = (UNORDERED,)

    # One index for both: the code is the beginning of the link.
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    signature_id: Mapped[UUID] = mapped_column(ForeignKey("signature.id", ondelete="CASCADE"), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    receipt: Mapped[bytes | None] = mapped_column(LargeBinary)


class WorkProof(Base):
    """A work address that has proved one signature, as a keyed hash with nothing that leads to the signature."""

    __tablename__ = "work_proof"
    __table_args__ = (UNORDERED,)

    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    address_key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
