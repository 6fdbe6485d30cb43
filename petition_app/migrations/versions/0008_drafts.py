"""What is kept of how a petition was written."""

import sqlalchemy as sa
from alembic import op

from petition_app.migrations.columns import word

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "petition_revision",
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("part", word("part", "text", "addressees", "consents", "settings"), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(actor) <= 80", name=op.f("ck_petition_revision_actor_length")),
        sa.CheckConstraint("length(content) <= 100000", name=op.f("ck_petition_revision_content_length")),
        sa.CheckConstraint("length(reason) <= 500", name=op.f("ck_petition_revision_reason_length")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_petition_revision_petition_id")),
        sa.PrimaryKeyConstraint("petition_id", "part", "number", name=op.f("pk_petition_revision")),
    )
