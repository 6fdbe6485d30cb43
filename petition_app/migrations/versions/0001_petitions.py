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
    _company()
    _employer()
    _rulebook()
    _spelling()


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
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_until", sa.Integer(), nullable=True),
        sa.Column("launched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_days", sa.Integer(), nullable=False),
        sa.Column("erase_on", sa.Date(), nullable=True),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.CheckConstraint("length(slug) <= 80", name=op.f("ck_petition_slug_length")),
        sa.CheckConstraint("length(contact) <= 200", name=op.f("ck_petition_contact_length")),
        sa.CheckConstraint("length(title) <= 150", name=op.f("ck_petition_title_length")),
        sa.CheckConstraint("threshold >= 5", name=op.f("ck_petition_threshold_at_least_five")),
        sa.CheckConstraint("hidden_until >= 5", name=op.f("ck_petition_hidden_until_at_least_five")),
        sa.CheckConstraint("kept_days BETWEEN 0 AND 365", name=op.f("ck_petition_kept_a_year_at_most")),
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
        sa.CheckConstraint("length(text) <= 1000", name=op.f("ck_consent_text_text_length")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_consent_text_petition_id")),
        sa.PrimaryKeyConstraint("petition_id", "version", "purpose", name=op.f("pk_consent_text")),
    )


def _petition_update() -> None:
    op.create_table(
        "petition_update",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(length=150), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(body) <= 6000", name=op.f("ck_petition_update_body_length")),
        sa.CheckConstraint("length(subject) <= 150", name=op.f("ck_petition_update_subject_length")),
        sa.CheckConstraint("length(title) <= 150", name=op.f("ck_petition_update_title_length")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_petition_update_petition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_update")),
        sa.UniqueConstraint("petition_id", "number", name=op.f("uq_petition_update_petition_id_number")),
    )
    op.create_index(op.f("ix_petition_update_petition_id"), "petition_update", ["petition_id"], unique=False)


def _company() -> None:
    op.create_table(
        "company",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("parent", sa.String(length=80), nullable=True),
        sa.CheckConstraint("length(name) <= 120", name=op.f("ck_company_name_length")),
        sa.ForeignKeyConstraint(["parent"], ["company.slug"], name=op.f("fk_company_parent")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_company")),
    )
    for table, key, length in (("company_alias", "name_key", 200), ("company_domain", "domain", 253)):
        op.create_table(
            table,
            sa.Column(key, sa.String(length=length), nullable=False),
            sa.Column("company", sa.String(length=80), nullable=False),
            sa.ForeignKeyConstraint(["company"], ["company.slug"], name=op.f(f"fk_{table}_company")),
            sa.PrimaryKeyConstraint(key, name=op.f(f"pk_{table}")),
        )
        op.create_index(op.f(f"ix_{table}_company"), table, ["company"], unique=False)


def _employer() -> None:
    op.create_table(
        "employer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("company", sa.String(length=80), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("headcount_on", sa.Date(), nullable=True),
        sa.Column("headcount_source", sa.String(length=500), nullable=True),
        sa.CheckConstraint("length(name) <= 120", name=op.f("ck_employer_name_length")),
        sa.CheckConstraint("length(headcount_source) <= 500", name=op.f("ck_employer_headcount_source_length")),
        sa.ForeignKeyConstraint(["company"], ["company.slug"], name=op.f("fk_employer_company")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["employer.id"], name=op.f("fk_employer_merged_into_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["employer.id"], name=op.f("fk_employer_parent_id")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_employer_petition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer")),
    )
    op.create_index("uq_employer_petition_id_slug", "employer", ["petition_id", "slug"], unique=True)
    op.create_index("ix_employer_petition_id_company", "employer", ["petition_id", "company"], unique=False)
    op.create_table(
        "employer_alias",
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_employer_alias_employer_id")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_employer_alias_petition_id")),
        sa.PrimaryKeyConstraint("petition_id", "name_key", name=op.f("pk_employer_alias")),
    )
    op.create_index(op.f("ix_employer_alias_employer_id"), "employer_alias", ["employer_id"], unique=False)


def _rulebook() -> None:
    op.create_table(
        "rulebook",
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_rulebook_petition_id")),
        sa.PrimaryKeyConstraint("petition_id", name=op.f("pk_rulebook")),
    )
    op.create_table(
        "employer_rule",
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", word("kind", "assign", "separate", "nobody", "merge", "rename", "parent"), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("target", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(length=80), nullable=True),
        sa.CheckConstraint("length(name) <= 120", name=op.f("ck_employer_rule_name_length")),
        sa.ForeignKeyConstraint(["petition_id"], ["rulebook.petition_id"], name=op.f("fk_employer_rule_petition_id")),
        sa.PrimaryKeyConstraint("petition_id", "number", name=op.f("pk_employer_rule")),
    )
    op.create_index("ix_employer_rule_petition_id_subject", "employer_rule", ["petition_id", "subject"], unique=False)


def _spelling() -> None:
    op.create_table(
        "spelling",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("text", sa.String(length=120), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("is_former", sa.Boolean(), nullable=False),
        sa.Column(
            "reason",
            word("reason", "blank", "name", "alias", "part", "domain", "unknown", "ambiguous", "rule"),
            nullable=False,
        ),
        sa.Column("detail", sa.String(length=120), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(detail) <= 120", name=op.f("ck_spelling_detail_length")),
        sa.CheckConstraint("length(text) <= 120", name=op.f("ck_spelling_text_length")),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_spelling_employer_id")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_spelling_petition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spelling")),
    )
    key = ["petition_id", "name_key", "owner"]
    op.create_index("uq_spelling_petition_id_name_key_owner", "spelling", key, unique=True)
    op.create_index("ix_spelling_petition_id_employer_id", "spelling", ["petition_id", "employer_id"], unique=False)
    op.create_index("ix_spelling_employer_id", "spelling", ["employer_id"], unique=False)
    undecided = sa.text("employer_id IS NULL AND reason <> 'rule' AND owner = ''")
    op.create_index(
        "ix_spelling_queue",
        "spelling",
        ["petition_id", "waiting", "id"],
        unique=False,
        sqlite_where=undecided,
        postgresql_where=undecided,
    )
