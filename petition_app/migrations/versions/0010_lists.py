"""Kept searches, changes to many signatures at once, and the figures of the last hours."""

import sqlalchemy as sa
from alembic import op

from petition_app.migrations.columns import word

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_KINDS = ("all", "employer", "domain", "challenged", "held", "turned away")

_STATUSES = ("pending", "confirmed", "held", "invalidated", "withdrawn")
_PROOFS = ("none", "mailbox", "work_address", "document", "vouched", "paper")
_STEPS = ("hold", "restore", "remove", "proof document", "proof vouched", "proof none")
_REASONS = (
    "duplicate", "not a person", "wrong employer", "offensive", "impersonation", "asked by the signer", "other",
)  # fmt: skip


def upgrade() -> None:
    _saved_search()
    _bulk_change()
    _bulk_change_row()
    _hour_count()


def _saved_search() -> None:
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.String(length=500), nullable=False),
        sa.CheckConstraint("length(name) <= 60", name=op.f("ck_saved_search_name_length")),
        sa.CheckConstraint("length(query) <= 500", name=op.f("ck_saved_search_query_length")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_saved_search_petition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
    )
    op.create_index("uq_saved_search_petition_id_name", "saved_search", ["petition_id", "name"], unique=True)


def _bulk_change() -> None:
    op.create_table(
        "bulk_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("step", word("step", *_STEPS), nullable=False),
        sa.Column("reason", word("reason", *_REASONS), nullable=True),
        sa.Column("query", sa.String(length=500), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("undone", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(length=80), nullable=True),
        sa.CheckConstraint("length(query) <= 500", name=op.f("ck_bulk_change_query_length")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_bulk_change_petition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_change")),
    )
    op.create_index("uq_bulk_change_petition_id_number", "bulk_change", ["petition_id", "number"], unique=True)


def _bulk_change_row() -> None:
    op.create_table(
        "bulk_change_row",
        sa.Column("signature_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("state", word("state", "waiting", "changed", "left", "undone", "kept"), nullable=False),
        sa.Column("status", word("status", *_STATUSES), nullable=False),
        sa.Column("proof", word("proof", *_PROOFS), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["bulk_change.id"], name=op.f("fk_bulk_change_row_change_id")),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signature.id"], name=op.f("fk_bulk_change_row_signature_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("signature_id", "change_id", name=op.f("pk_bulk_change_row")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_bulk_change_row_change_id_state", "bulk_change_row", ["change_id", "state", "signature_id"], unique=False
    )


def _hour_count() -> None:
    op.create_table(
        "hour_count",
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("kind", word("kind", *_KINDS), nullable=False),
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("signatures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_hour_count_petition_id")),
        sa.PrimaryKeyConstraint("petition_id", "hour", "kind", "key", name=op.f("pk_hour_count")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_hour_count_hour", "hour_count", ["hour"], unique=False)
