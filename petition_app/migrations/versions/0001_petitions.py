"""Petitions and employers."""

import sqlalchemy as sa
from alembic import op

from petition_app.migrations.columns import word

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _petition()
    _petition_text()
    _demand()
    _precedent()
    _consent_text()
    _petition_update()
    _employer()
    _employer_alias()
    _employer_domain()
    _target()
    _response()


def _petition() -> None:
    op.create_table(
        "petition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column(
            "state",
            word("state", "draft", "review", "open", "paused", "closed", "delivered", "archived"),
            nullable=False,
        ),
        sa.Column("custody", word("custody", "instance", "organisers"), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("employment_proof", sa.Boolean(), nullable=False),
        sa.Column("live_total", sa.Boolean(), nullable=False),
        sa.Column("goal", sa.Integer(), nullable=True),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("consent_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erase_on", sa.Date(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(slug) <= 80", name=op.f("ck_petition_slug_length")),
        sa.CheckConstraint("length(title) <= 150", name=op.f("ck_petition_title_length")),
        sa.CheckConstraint("threshold >= 5", name=op.f("ck_petition_threshold_at_least_five")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition")),
        sa.UniqueConstraint("slug", name=op.f("uq_petition_slug")),
    )


def _petition_text() -> None:
    op.create_table(
        "petition_text",
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(body) <= 20000", name=op.f("ck_petition_text_body_length")),
        sa.CheckConstraint("length(summary) <= 600", name=op.f("ck_petition_text_summary_length")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_petition_text_petition_id")),
        sa.PrimaryKeyConstraint("petition_id", "version", name=op.f("pk_petition_text")),
    )


def _demand() -> None:
    op.create_table(
        "demand",
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("length(text) <= 1000", name=op.f("ck_demand_text_length")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_demand_petition_id")),
        sa.PrimaryKeyConstraint("petition_id", "text_version", "position", name=op.f("pk_demand")),
    )


def _precedent() -> None:
    op.create_table(
        "precedent",
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("source_url", sa.String(length=500), nullable=True),
        sa.CheckConstraint("length(summary) <= 2000", name=op.f("ck_precedent_summary_length")),
        sa.CheckConstraint("length(title) <= 150", name=op.f("ck_precedent_title_length")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_precedent_petition_id")),
        sa.PrimaryKeyConstraint("petition_id", "position", name=op.f("pk_precedent")),
    )


def _consent_text() -> None:
    op.create_table(
        "consent_text",
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "purpose", word("purpose", "count", "publish", "updates", "deliver", "press", "witness"), nullable=False
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_consent_text_petition_id")),
        sa.PrimaryKeyConstraint("petition_id", "version", "purpose", name=op.f("pk_consent_text")),
    )


def _petition_update() -> None:
    op.create_table(
        "petition_update",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(body) <= 6000", name=op.f("ck_petition_update_body_length")),
        sa.CheckConstraint("length(title) <= 150", name=op.f("ck_petition_update_title_length")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_petition_update_petition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_update")),
    )
    op.create_index(op.f("ix_petition_update_petition_id"), "petition_update", ["petition_id"], unique=False)


def _employer() -> None:
    op.create_table(
        "employer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=True),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("resolved", sa.Boolean(), nullable=False),
        sa.Column("small", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(name) <= 120", name=op.f("ck_employer_name_length")),
        sa.ForeignKeyConstraint(["parent_id"], ["employer.id"], name=op.f("fk_employer_parent_id")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_employer_petition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer")),
    )
    op.create_index("uq_employer_petition_id_name_key", "employer", ["petition_id", "name_key"], unique=True)
    op.create_index(
        "uq_employer_shared_name_key",
        "employer",
        ["name_key"],
        unique=True,
        sqlite_where=sa.text("petition_id IS NULL"),
        postgresql_where=sa.text("petition_id IS NULL"),
    )


def _employer_alias() -> None:
    op.create_table(
        "employer_alias",
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_employer_alias_employer_id")),
        sa.PrimaryKeyConstraint("name_key", name=op.f("pk_employer_alias")),
    )
    op.create_index(op.f("ix_employer_alias_employer_id"), "employer_alias", ["employer_id"], unique=False)


def _employer_domain() -> None:
    op.create_table(
        "employer_domain",
        sa.Column("domain", sa.String(length=253), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_employer_domain_employer_id")),
        sa.PrimaryKeyConstraint("domain", name=op.f("pk_employer_domain")),
    )
    op.create_index(op.f("ix_employer_domain_employer_id"), "employer_domain", ["employer_id"], unique=False)


def _target() -> None:
    op.create_table(
        "target",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("organisation", sa.String(length=150), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
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
        sa.CheckConstraint("length(quotation) <= 2000", name=op.f("ck_response_quotation_length")),
        sa.CheckConstraint("length(summary) <= 2000", name=op.f("ck_response_summary_length")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_response_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
    )
    op.create_index(op.f("ix_response_target_id"), "response", ["target_id"], unique=False)
