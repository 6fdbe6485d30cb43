"""What the worker carries out in batches."""

import sqlalchemy as sa
from alembic import op

from petition_app.migrations.columns import word

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind", word("kind", "import", "import undone", "bulk change", "mailing", "hand-over"), nullable=False
        ),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column(
            "state", word("state", "waiting", "running", "paused", "done", "cancelled", "failed"), nullable=False
        ),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.CheckConstraint("length(actor) <= 80", name=op.f("ck_job_actor_length")),
        sa.CheckConstraint("length(note) <= 300", name=op.f("ck_job_note_length")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_job_petition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index("ix_job_state_due_at", "job", ["state", "due_at"], unique=False)
    op.create_index("ix_job_petition_id_subject", "job", ["petition_id", "subject"], unique=False)
