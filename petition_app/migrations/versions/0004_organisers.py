"""Organisers, the outbox, the audit log and the instance."""

import sqlalchemy as sa
from alembic import op

from petition_app.migrations.columns import word

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _organiser()
    _recovery_code()
    _membership()
    _organiser_session()
    _outbox_letter()
    _audit_line()
    _audit_head()
    _hit()
    _instance()
    _checklist_mark()


def _organiser() -> None:
    op.create_table(
        "organiser",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("totp_wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("totp_confirmed", sa.Boolean(), nullable=False),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("may_found", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("last_seen_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(email) <= 254", name=op.f("ck_organiser_email_length")),
        sa.CheckConstraint("length(name) <= 120", name=op.f("ck_organiser_name_length")),
        sa.CheckConstraint("length(language) <= 20", name=op.f("ck_organiser_language_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organiser")),
        sa.UniqueConstraint("email", name=op.f("uq_organiser_email")),
    )


def _recovery_code() -> None:
    op.create_table(
        "recovery_code",
        sa.Column("organiser_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["organiser_id"], ["organiser.id"], name=op.f("fk_recovery_code_organiser_id")),
        sa.PrimaryKeyConstraint("organiser_id", "code_hash", name=op.f("pk_recovery_code")),
    )


def _membership() -> None:
    op.create_table(
        "membership",
        sa.Column("organiser_id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("role", word("role", "viewer", "moderator", "exporter", "owner"), nullable=False),
        sa.ForeignKeyConstraint(["organiser_id"], ["organiser.id"], name=op.f("fk_membership_organiser_id")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_membership_petition_id")),
        sa.PrimaryKeyConstraint("organiser_id", "petition_id", name=op.f("pk_membership")),
    )


def _organiser_session() -> None:
    op.create_table(
        "organiser_session",
        sa.Column("id_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("organiser_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_factor_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("browser", sa.String(length=40), nullable=False),
        sa.CheckConstraint("length(browser) <= 40", name=op.f("ck_organiser_session_browser_length")),
        sa.ForeignKeyConstraint(["organiser_id"], ["organiser.id"], name=op.f("fk_organiser_session_organiser_id")),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_organiser_session")),
    )
    op.create_index(op.f("ix_organiser_session_organiser_id"), "organiser_session", ["organiser_id"], unique=False)


def _outbox_letter() -> None:
    op.create_table(
        "outbox_letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=True),
        sa.Column("mailing_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("signer_key", sa.LargeBinary(length=32), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered", sa.Boolean(), nullable=False),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.CheckConstraint("length(last_error) <= 200", name=op.f("ck_outbox_letter_last_error_length")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_outbox_letter_petition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_letter")),
    )
    op.create_index("ix_outbox_letter_due_at", "outbox_letter", ["due_at"], unique=False)
    op.create_index("ix_outbox_letter_signer_key", "outbox_letter", ["signer_key"], unique=False)
    of_a_mailing = sa.text("mailing_id IS NOT NULL")
    op.create_index(
        "ix_outbox_letter_mailing_id",
        "outbox_letter",
        ["mailing_id"],
        unique=False,
        sqlite_where=of_a_mailing,
        postgresql_where=of_a_mailing,
    )


def _audit_line() -> None:
    op.create_table(
        "audit_line",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_line")),
    )
    op.create_index("ix_audit_line_petition_id_number", "audit_line", ["petition_id", "number"], unique=False)


def _audit_head() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )


def _hit() -> None:
    op.create_table(
        "hit",
        sa.Column("key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("window_start", sa.BigInteger(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", "window_start", name=op.f("pk_hit")),
        sqlite_with_rowid=False,
    )


def _instance() -> None:
    op.create_table(
        "instance",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key_check", sa.LargeBinary(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_up_nonce", sa.LargeBinary(length=32), nullable=True),
        sa.Column("set_up_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("set_up_by", sa.Uuid(), nullable=True),
        sa.Column("key_shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["set_up_by"], ["organiser.id"], name=op.f("fk_instance_set_up_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instance")),
    )


def _checklist_mark() -> None:
    items = ("address", "mail", "key", "review", "threshold", "deadline", "contact", "letter", "second-owner")
    op.create_table(
        "checklist_mark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=True),
        sa.Column("item", word("item", *items, "second-factors"), nullable=False),
        sa.Column("mark", word("mark", "done", "left out", "wanted again"), nullable=False),
        sa.Column("subject", sa.LargeBinary(length=32), nullable=True),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(actor) <= 80", name=op.f("ck_checklist_mark_actor_length")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_checklist_mark_petition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_mark")),
    )
    op.create_index("ix_checklist_mark_petition_id_at", "checklist_mark", ["petition_id", "at"], unique=False)
