"""Letters to signers."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _mailing()
    _mailing_receipt()
    _letter_option()


def _mailing() -> None:
    op.create_table(
        "mailing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("update_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(length=150), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reached", sa.Uuid(), nullable=True),
        sa.Column("access", sa.LargeBinary(), nullable=True),
        sa.Column("delivered", sa.Integer(), nullable=False),
        sa.Column("bounced", sa.Integer(), nullable=False),
        sa.Column("complaints", sa.Integer(), nullable=False),
        sa.Column("delivered_before", sa.Integer(), nullable=False),
        sa.Column("bounced_before", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(actor) <= 80", name=op.f("ck_mailing_actor_length")),
        sa.CheckConstraint("length(body) <= 6000", name=op.f("ck_mailing_body_length")),
        sa.CheckConstraint("length(subject) <= 150", name=op.f("ck_mailing_subject_length")),
        sa.CheckConstraint("length(title) <= 150", name=op.f("ck_mailing_title_length")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_mailing_petition_id")),
        sa.ForeignKeyConstraint(["update_id"], ["petition_update.id"], name=op.f("fk_mailing_update_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
    )
    op.create_index(op.f("ix_mailing_petition_id"), "mailing", ["petition_id"], unique=False)
    op.create_index(op.f("ix_mailing_update_id"), "mailing", ["update_id"], unique=False)


def _mailing_receipt() -> None:
    op.create_table(
        "mailing_receipt",
        sa.Column("update_id", sa.Uuid(), nullable=False),
        sa.Column("signer_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("mailing_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["mailing_id"], ["mailing.id"], name=op.f("fk_mailing_receipt_mailing_id")),
        sa.ForeignKeyConstraint(["update_id"], ["petition_update.id"], name=op.f("fk_mailing_receipt_update_id")),
        sa.PrimaryKeyConstraint("update_id", "signer_key", name=op.f("pk_mailing_receipt")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_mailing_receipt_mailing_id"), "mailing_receipt", ["mailing_id"], unique=False)


def _letter_option() -> None:
    op.create_table(
        "letter_option",
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("reminders", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_letter_option_petition_id")),
        sa.PrimaryKeyConstraint("petition_id", name=op.f("pk_letter_option")),
    )
