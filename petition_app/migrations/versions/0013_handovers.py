"""How the petition was handed over."""

import sqlalchemy as sa
from alembic import op

from petition_app.migrations.columns import word

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _package()
    _text()
    _line()


def _package() -> None:
    op.create_table(
        "handover_package",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("audience", word("audience", "addressees", "press"), nullable=False),
        sa.Column("paper", word("paper", "a4", "letter"), nullable=False),
        sa.Column("release", sa.Integer(), nullable=False),
        sa.Column("signatories", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("file_digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(actor) <= 80", name=op.f("ck_handover_package_actor_length")),
        sa.CheckConstraint("length(digest) <= 64", name=op.f("ck_handover_package_digest_length")),
        sa.CheckConstraint("length(file_digest) <= 64", name=op.f("ck_handover_package_file_digest_length")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_handover_package_petition_id")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_handover_package_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_package")),
    )
    op.create_index(op.f("ix_handover_package_petition_id"), "handover_package", ["petition_id"], unique=False)


def _text() -> None:
    op.create_table(
        "handover_text",
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.Uuid(), nullable=False),
        sa.Column("cover", sa.Text(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("office", sa.String(length=254), nullable=False),
        sa.CheckConstraint("length(cover) <= 3000", name=op.f("ck_handover_text_cover_length")),
        sa.CheckConstraint("length(letter) <= 3000", name=op.f("ck_handover_text_letter_length")),
        sa.CheckConstraint("length(office) <= 254", name=op.f("ck_handover_text_office_length")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_handover_text_petition_id")),
        sa.PrimaryKeyConstraint("petition_id", "about", name=op.f("pk_handover_text")),
    )


def _line() -> None:
    op.create_table(
        "handover_line",
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("handed_over_on", sa.Date(), nullable=False),
        sa.Column("way", word("way", "email", "post", "in_person", "press", "other"), nullable=False),
        sa.Column("by_whom", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("evidence_url", sa.String(length=500), nullable=True),
        sa.Column("package_id", sa.Uuid(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("sent_to", sa.String(length=254), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(actor) <= 80", name=op.f("ck_handover_line_actor_length")),
        sa.CheckConstraint("length(by_whom) <= 120", name=op.f("ck_handover_line_by_whom_length")),
        sa.CheckConstraint("length(evidence_url) <= 500", name=op.f("ck_handover_line_evidence_url_length")),
        sa.CheckConstraint("length(letter) <= 3000", name=op.f("ck_handover_line_letter_length")),
        sa.CheckConstraint("length(note) <= 1000", name=op.f("ck_handover_line_note_length")),
        sa.CheckConstraint("length(sent_to) <= 254", name=op.f("ck_handover_line_sent_to_length")),
        sa.ForeignKeyConstraint(["package_id"], ["handover_package.id"], name=op.f("fk_handover_line_package_id")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_handover_line_target_id")),
        sa.PrimaryKeyConstraint("line_id", "number", name=op.f("pk_handover_line")),
    )
    op.create_index(op.f("ix_handover_line_target_id"), "handover_line", ["target_id"], unique=False)
