"""Signatures that came from a file: the file's import, and what is kept only until it counts."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.domain.importing import ImportState, Source
from petition_app.models.base import Base, UtcDateTime, at_most, word


class ImportBatch(Base):
    """One file that organisers imported. `plan` says how it is read, `place` and `line` how far the dry pass is (in
    bytes and lines), `file_key` is the key of the file in the data folder, wrapped; null once the file is gone."""

    __tablename__ = "import_batch"
    __table_args__ = (
        at_most("name", 120),
        at_most("actor", 80),
        at_most("note", 200),
        at_most("problem", 300),
        at_most("plan", 4_000),
        Index("ix_import_batch_state_expires_at", "state", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    state: Mapped[ImportState] = mapped_column(word(ImportState, "state"), default=ImportState.UPLOADED)
    actor: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    size: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    file_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    header_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    plan: Mapped[str | None] = mapped_column(Text)
    place: Mapped[int] = mapped_column(BigInteger, default=0)
    line: Mapped[int] = mapped_column(default=1)
    records: Mapped[int] = mapped_column(default=0)
    good: Mapped[int] = mapped_column(default=0)
    duplicates: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str | None] = mapped_column(String(300))
    source: Mapped[Source | None] = mapped_column(word(Source, "source"))
    note: Mapped[str | None] = mapped_column(String(200))
    stated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    counted_on: Mapped[date | None]
    counted: Mapped[int] = mapped_column(default=0)
    late: Mapped[int] = mapped_column(default=0)
    undone: Mapped[int] = mapped_column(default=0)
    undoes_changed: Mapped[bool] = mapped_column(default=False)


class ImportRow(Base):
    """A signature to be. It counts nowhere and is in no list until one transaction makes a signature of all of them;
    what may stand in it is checked then, so that a million of them are staged fast.
    `sealed` is what the signature will hold; where signers are asked by letter, it opens with the file's key."""

    __tablename__ = "import_row"
    __table_args__ = ({"sqlite_with_rowid": False},)

    import_id: Mapped[UUID] = mapped_column(ForeignKey("import_batch.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[UUID]
    email_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    domain_key: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    employer: Mapped[str | None] = mapped_column(String(200))
    relation: Mapped[str] = mapped_column(String(24))
    display: Mapped[str] = mapped_column(String(24))
    role_band: Mapped[str] = mapped_column(String(24))
    proof: Mapped[str] = mapped_column(String(24))
    public_name: Mapped[str | None] = mapped_column(String(120))
    public_title: Mapped[str | None] = mapped_column(String(120))
    search_text: Mapped[str | None] = mapped_column(String(300))
    consents: Mapped[str] = mapped_column(String(100))
    signed_on: Mapped[date]
    text_version: Mapped[int]
    consent_version: Mapped[int]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class ImportEmployer(Base):
    """What an employer's text in the file leads to: its spelling, which this row keeps from being forgotten until the
    rows are signatures, and how it is shown. Worked out once for all rows with that text."""

    __tablename__ = "import_employer"
    __table_args__ = (at_most("text", 200), at_most("shown", 200))

    import_id: Mapped[UUID] = mapped_column(ForeignKey("import_batch.id"), primary_key=True)
    text: Mapped[str] = mapped_column(String(200), primary_key=True)
    spelling_id: Mapped[UUID | None] = mapped_column(ForeignKey("spelling.id"), index=True)
    is_former: Mapped[bool]
    shown: Mapped[str | None] = mapped_column(String(200))


class ImportFault(Base):
    """A record that was not taken, by its line in the file, and why: a sentence as `said.kept` writes it. Its cells are
    in the file alone."""

    __tablename__ = "import_fault"
    __table_args__ = (at_most("reason", 400), {"sqlite_with_rowid": False})

    import_id: Mapped[UUID] = mapped_column(ForeignKey("import_batch.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(String(400))
