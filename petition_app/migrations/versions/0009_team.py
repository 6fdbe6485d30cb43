"""Invitations, approvals and other things of the team."""

import sqlalchemy as sa
from alembic import op

from petition_app.migrations.columns import word

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _invitation()
    _team_rule()
    _approval()
    _password_reset()


def _invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("role", word("role", "viewer", "moderator", "exporter", "owner"), nullable=False),
        sa.Column("may_found", sa.Boolean(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed_address", sa.LargeBinary(), nullable=False),
        sa.Column("address_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["invited_by"], ["organiser.id"], name=op.f("fk_invitation_invited_by")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_invitation_petition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_invitation_secret_hash")),
    )
    key = ["petition_id", "address_key"]
    op.create_index("uq_invitation_petition_id_address_key", "invitation", key, unique=True)


def _team_rule() -> None:
    op.create_table(
        "team_rule",
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("two_owners", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_team_rule_petition_id")),
        sa.PrimaryKeyConstraint("petition_id", name=op.f("pk_team_rule")),
    )


def _approval() -> None:
    op.create_table(
        "approval",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column(
            "deed",
            word("deed", "change role", "remove", "transfer", "export", "erase earlier", "switch off"),
            nullable=False,
        ),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("state", word("state", "waiting", "approved", "done", "refused", "withdrawn"), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(params) <= 4000", name=op.f("ck_approval_params_length")),
        sa.ForeignKeyConstraint(["asked_by"], ["organiser.id"], name=op.f("fk_approval_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["organiser.id"], name=op.f("fk_approval_decided_by")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_approval_petition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    op.create_index("ix_approval_petition_id_state", "approval", ["petition_id", "state"], unique=False)


def _password_reset() -> None:
    op.create_table(
        "password_reset",
        sa.Column("organiser_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organiser_id"], ["organiser.id"], name=op.f("fk_password_reset_organiser_id")),
        sa.PrimaryKeyConstraint("organiser_id", name=op.f("pk_password_reset")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_password_reset_secret_hash")),
    )
