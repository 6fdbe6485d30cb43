"""Counters, releases and exports."""

import sqlalchemy as sa
from alembic import op

from petition_app.migrations.columns import word

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _tally_counter()
    _tally_day()
    _published_release()
    _release_schedule()
    _export()


def _tally_counter() -> None:
    op.create_table(
        "tally_counter",
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("spelling_id", sa.Uuid(), nullable=False),
        sa.Column("status", word("status", "pending", "confirmed", "held", "invalidated", "withdrawn"), nullable=False),
        sa.Column("relation", word("relation", "current", "former", "contractor", "supporter"), nullable=False),
        sa.Column(
            "proof", word("proof", "none", "mailbox", "work_address", "document", "vouched", "paper"), nullable=False
        ),
        sa.Column("identified", sa.Boolean(), nullable=False),
        sa.Column("signatures", sa.Integer(), nullable=False),
        sa.CheckConstraint("signatures >= 0", name=op.f("ck_tally_counter_not_negative")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_tally_counter_petition_id")),
        sa.PrimaryKeyConstraint(
            "petition_id", "spelling_id", "status", "relation", "proof", "identified", name=op.f("pk_tally_counter")
        ),
    )


def _tally_day() -> None:
    op.create_table(
        "tally_day",
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("signatures", sa.Integer(), nullable=False),
        sa.CheckConstraint("signatures >= 0", name=op.f("ck_tally_day_not_negative")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_tally_day_petition_id")),
        sa.PrimaryKeyConstraint("petition_id", "day", name=op.f("pk_tally_day")),
    )


def _published_release() -> None:
    op.create_table(
        "published_release",
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_published_release_petition_id")),
        sa.PrimaryKeyConstraint("petition_id", "number", name=op.f("pk_published_release")),
    )


def _release_schedule() -> None:
    op.create_table(
        "release_schedule",
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("rhythm", word("rhythm", "by_hand", "daily", "weekly"), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("done_until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_release_schedule_weekday_is_one")),
        sa.CheckConstraint("hour BETWEEN 0 AND 23", name=op.f("ck_release_schedule_hour_is_one")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_release_schedule_petition_id")),
        sa.PrimaryKeyConstraint("petition_id", name=op.f("pk_release_schedule")),
    )


def _export() -> None:
    op.create_table(
        "export",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("profile", sa.String(length=32), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("employer", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=True),
        sa.Column("manifest", sa.Text(), nullable=True),
        sa.CheckConstraint("length(purpose) <= 500", name=op.f("ck_export_purpose_length")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_export_petition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
    )
    op.create_index(op.f("ix_export_petition_id"), "export", ["petition_id"], unique=False)
