"""The team of a petition: invitations, what waits for a second owner, and links for a forgotten password."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.domain.access import Role
from petition_app.domain.approval import ApprovalState, Deed
from petition_app.models.base import Base, UtcDateTime, at_most, word


class Invitation(Base):
    """One that waits. The row, with the address, goes when it is accepted, revoked or over. `invited_by` is an
    organiser; none where the operator invited."""

    __tablename__ = "invitation"
    __table_args__ = (Index("uq_invitation_petition_id_address_key", "petition_id", "address_key", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"))
    role: Mapped[Role] = mapped_column(word(Role, "role"))
    may_found: Mapped[bool] = mapped_column(default=False)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    sealed_address: Mapped[bytes] = mapped_column(LargeBinary)
    address_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("organiser.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TeamRule(Base):
    """How a petition's team decides; no row means that one owner may do everything."""

    __tablename__ = "team_rule"

    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    two_owners: Mapped[bool]


class Approval(Base):
    """A deed that one asked for. `params` is JSON: ids, roles and, for an export, its purpose."""

    __tablename__ = "approval"
    __table_args__ = (at_most("params", 4_000), Index("ix_approval_petition_id_state", "petition_id", "state"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"))
    deed: Mapped[Deed] = mapped_column(word(Deed, "deed"))
    params: Mapped[str] = mapped_column(Text)
    state: Mapped[ApprovalState] = mapped_column(word(ApprovalState, "state"))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("organiser.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("organiser.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PasswordReset(Base):
    """The link of an organiser who forgot the password; a newer one takes its place."""

    __tablename__ = "password_reset"

    organiser_id: Mapped[UUID] = mapped_column(ForeignKey("organiser.id"), primary_key=True)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
