"""Addressees and what they said."""

import sqlalchemy as sa
from alembic import op

from petition_app.migrations.columns import word

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _target()
    _response()
    _response_revision()


def _target() -> None:
    op.create_table(
        "target",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("organisation", sa.String(length=150), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.CheckConstraint("length(name) <= 150", name=op.f("ck_target_name_length")),
        sa.CheckConstraint("length(organisation) <= 150", name=op.f("ck_target_organisation_length")),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_target_employer_id")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_target_petition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint("petition_id", "position", name=op.f("uq_target_petition_id_position")),
    )


def _response() -> None:
    op.create_table(
        "response",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("kind", word("kind", "none", "private", "public", "commented", "commitment", "met"), nullable=False),
        sa.Column("responded_on", sa.Date(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("quotation", sa.Text(), nullable=True),
        sa.Column("source_url", sa.String(length=500), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(quotation) <= 2000", name=op.f("ck_response_quotation_length")),
        sa.CheckConstraint("length(source_url) <= 500", name=op.f("ck_response_source_url_length")),
        sa.CheckConstraint("length(summary) <= 2000", name=op.f("ck_response_summary_length")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_response_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
    )
    op.create_index(op.f("ix_response_target_id"), "response", ["target_id"], unique=False)


def _response_revision() -> None:
    op.create_table(
        "response_revision",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("kind", word("kind", "none", "private", "public", "commented", "commitment", "met"), nullable=False),
        sa.Column("responded_on", sa.Date(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("quotation", sa.Text(), nullable=True),
        sa.Column("source_url", sa.String(length=500), nullable=True),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(actor) <= 80", name=op.f("ck_response_revision_actor_length")),
        sa.CheckConstraint("length(quotation) <= 2000", name=op.f("ck_response_revision_quotation_length")),
        sa.CheckConstraint("length(source_url) <= 500", name=op.f("ck_response_revision_source_url_length")),
        sa.CheckConstraint("length(summary) <= 2000", name=op.f("ck_response_revision_summary_length")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_response_revision_target_id")),
        sa.PrimaryKeyConstraint("response_id", "number", name=op.f("pk_response_revision")),
    )
    op.create_index(op.f("ix_response_revision_target_id"), "response_revision", ["target_id"], unique=False)
