"""What is kept of an imported file until it counts."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


_WORDS = ("relation", "display", "role_band", "proof")


def upgrade() -> None:
    _import_row()
    _import_employer()
    _import_fault()


def _import_row() -> None:
    op.create_table(
        "import_row",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("domain_key", sa.LargeBinary(length=16), nullable=True),
        sa.Column("employer", sa.String(length=200), nullable=True),
        *(sa.Column(name, sa.String(length=24), nullable=False) for name in _WORDS),
        sa.Column("public_name", sa.String(length=120), nullable=True),
        sa.Column("public_title", sa.String(length=120), nullable=True),
        sa.Column("search_text", sa.String(length=300), nullable=True),
        sa.Column("consents", sa.String(length=100), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("consent_version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["import_batch.id"], name=op.f("fk_import_row_import_id")),
        sa.PrimaryKeyConstraint("import_id", "line", name=op.f("pk_import_row")),
        sqlite_with_rowid=False,
    )


def _import_employer() -> None:
    op.create_table(
        "import_employer",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("spelling_id", sa.Uuid(), nullable=True),
        sa.Column("is_former", sa.Boolean(), nullable=False),
        sa.Column("shown", sa.String(length=200), nullable=True),
        sa.CheckConstraint("length(text) <= 200", name=op.f("ck_import_employer_text_length")),
        sa.CheckConstraint("length(shown) <= 200", name=op.f("ck_import_employer_shown_length")),
        sa.ForeignKeyConstraint(["spelling_id"], ["spelling.id"], name=op.f("fk_import_employer_spelling_id")),
        sa.ForeignKeyConstraint(["import_id"], ["import_batch.id"], name=op.f("fk_import_employer_import_id")),
        sa.PrimaryKeyConstraint("import_id", "text", name=op.f("pk_import_employer")),
    )
    op.create_index(op.f("ix_import_employer_spelling_id"), "import_employer", ["spelling_id"], unique=False)


def _import_fault() -> None:
    op.create_table(
        "import_fault",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.CheckConstraint("length(reason) <= 400", name=op.f("ck_import_fault_reason_length")),
        sa.ForeignKeyConstraint(["import_id"], ["import_batch.id"], name=op.f("fk_import_fault_import_id")),
        sa.PrimaryKeyConstraint("import_id", "line", name=op.f("pk_import_fault")),
        sqlite_with_rowid=False,
    )
