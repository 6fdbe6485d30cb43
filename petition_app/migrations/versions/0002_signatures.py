"""Signatures, their keys and proofs."""

import sqlalchemy as sa
from alembic import op

from petition_app.migrations.columns import word

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


_ROLE_BANDS = (
    "unsaid", "engineering", "research", "design", "operations", "commercial", "support", "corporate", "manager",
    "executive",
)  # fmt: skip
_IMPORT_STATES = (
    "uploaded", "reading", "resolving", "comparing", "checked", "counting", "asking", "tidying", "done", "undoing",
    "undone", "discarded",
)  # fmt: skip
_IMPORT_FIGURES = ("line", "records", "good", "duplicates", "rejected")


def upgrade() -> None:
    _import_batch()
    _signature()
    _confirmation()
    _work_proof()
    _petition_key()
    _epoch()
    _petition_secret()


def _import_batch() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("state", word("state", *_IMPORT_STATES), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("file_key", sa.LargeBinary(), nullable=True),
        sa.Column("header_digest", sa.LargeBinary(length=32), nullable=True),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("place", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _IMPORT_FIGURES),
        sa.Column("problem", sa.String(length=300), nullable=True),
        sa.Column("source", word("source", "paper", "tool"), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted_on", sa.Date(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("counted", "late", "undone")),
        sa.Column("undoes_changed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(name) <= 120", name=op.f("ck_import_batch_name_length")),
        sa.CheckConstraint("length(actor) <= 80", name=op.f("ck_import_batch_actor_length")),
        sa.CheckConstraint("length(note) <= 200", name=op.f("ck_import_batch_note_length")),
        sa.CheckConstraint("length(problem) <= 300", name=op.f("ck_import_batch_problem_length")),
        sa.CheckConstraint("length(plan) <= 4000", name=op.f("ck_import_batch_plan_length")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_import_batch_petition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_index(op.f("ix_import_batch_petition_id"), "import_batch", ["petition_id"], unique=False)
    op.create_index("ix_import_batch_state_expires_at", "import_batch", ["state", "expires_at"], unique=False)


def _signature() -> None:
    op.create_table(
        "signature",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("email_key", sa.LargeBinary(length=32), nullable=True),
        sa.Column("domain_key", sa.LargeBinary(length=16), nullable=True),
        sa.Column("status", word("status", "pending", "confirmed", "held", "invalidated", "withdrawn"), nullable=False),
        sa.Column("relation", word("relation", "current", "former", "contractor", "supporter"), nullable=False),
        sa.Column(
            "proof", word("proof", "none", "mailbox", "work_address", "document", "vouched", "paper"), nullable=False
        ),
        sa.Column(
            "display",
            word("display", "counted", "anonymous", "anonymous_role", "title", "name", "name_title"),
            nullable=False,
        ),
        sa.Column("role_band", word("role_band", *_ROLE_BANDS), nullable=False),
        sa.Column("spelling_id", sa.Uuid(), nullable=True),
        sa.Column("employer_raw", sa.String(length=200), nullable=True),
        sa.Column("public_name", sa.String(length=120), nullable=True),
        sa.Column("public_title", sa.String(length=120), nullable=True),
        sa.Column("search_text", sa.String(length=300), nullable=True),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("consent_version", sa.Integer(), nullable=False),
        sa.Column("consents", sa.String(length=100), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.Column("over_limit", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("mail_ended_on", sa.Date(), nullable=True),
        sa.Column("receipt_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("own_copy", sa.LargeBinary(), nullable=True),
        *_signature_constraints(),
        sqlite_with_rowid=False,
    )
    _signature_indexes()
    _signature_list_indexes()


def _signature_indexes() -> None:
    op.create_index(
        "ix_signature_petition_id_spelling_id_id", "signature", ["petition_id", "spelling_id", "id"], unique=False
    )
    _index_where_set("ix_signature_import_id_id", ["import_id", "id"])
    _index_where_set("uq_signature_receipt_hash", ["receipt_hash"], unique=True)
    op.create_index(
        "ix_signature_petition_id_domain_key_id", "signature", ["petition_id", "domain_key", "id"], unique=False
    )
    op.create_index("ix_signature_petition_id_status_id", "signature", ["petition_id", "status", "id"], unique=False)
    op.create_index("uq_signature_petition_id_email_key", "signature", ["petition_id", "email_key"], unique=True)


def _index_where_set(name: str, columns: list[str], unique: bool = False) -> None:
    condition = sa.text(f"{columns[0]} IS NOT NULL")
    op.create_index(name, "signature", columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def _signature_list_indexes() -> None:
    op.create_index("ix_signature_list", "signature", ["petition_id", "signed_on", "id"], unique=False)
    _index_of_some("ix_signature_confirmed_on", ["confirmed_on", "id"], "confirmed_on IS NOT NULL")
    _index_of_some("ix_signature_over_limit", ["over_limit", "signed_on", "id"], "over_limit")
    _index_of_some("ix_signature_mail_ended_on", ["mail_ended_on", "id"], "mail_ended_on IS NOT NULL")
    _index_of_some("ix_signature_changed", ["revision", "id"], "revision <> 0")
    _index_of_some("ix_signature_relation", ["relation", "id"], "relation <> 'current'")
    _index_of_some("ix_signature_proof", ["proof", "id"], "proof <> 'mailbox'")
    _index_of_some("ix_signature_display", ["display", "id"], "display <> 'counted'")
    _index_of_some("ix_signature_role_band", ["role_band", "id"], "role_band <> 'unsaid'")


def _index_of_some(name: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(
        name, "signature", ["petition_id", *columns], unique=False, sqlite_where=where, postgresql_where=where
    )


def _signature_constraints() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "display IN ('name', 'name_title') OR public_name IS NULL", name=op.f("ck_signature_name_only_where_shown")
        ),
        sa.CheckConstraint(
            "display IN ('title', 'name_title') OR public_title IS NULL",
            name=op.f("ck_signature_title_only_where_shown"),
        ),
        sa.CheckConstraint("length(email_key) = 32", name=op.f("ck_signature_email_key_length")),
        sa.CheckConstraint("length(domain_key) = 16", name=op.f("ck_signature_domain_key_length")),
        sa.CheckConstraint("length(employer_raw) <= 200", name=op.f("ck_signature_employer_raw_length")),
        sa.CheckConstraint("length(public_name) <= 120", name=op.f("ck_signature_public_name_length")),
        sa.CheckConstraint("length(search_text) <= 300", name=op.f("ck_signature_search_text_length")),
        sa.CheckConstraint("length(public_title) <= 120", name=op.f("ck_signature_public_title_length")),
        sa.ForeignKeyConstraint(["import_id"], ["import_batch.id"], name=op.f("fk_signature_import_id")),
        sa.ForeignKeyConstraint(["spelling_id"], ["spelling.id"], name=op.f("fk_signature_spelling_id")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_signature_petition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
    ]


def _confirmation() -> None:
    op.create_table(
        "confirmation",
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("signature_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("receipt", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signature.id"], name=op.f("fk_confirmation_signature_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_confirmation")),
        sa.UniqueConstraint("signature_id", name=op.f("uq_confirmation_signature_id")),
        sqlite_with_rowid=False,
    )


def _work_proof() -> None:
    op.create_table(
        "work_proof",
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("address_key", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_work_proof_petition_id")),
        sa.PrimaryKeyConstraint("petition_id", "address_key", name=op.f("pk_work_proof")),
        sqlite_with_rowid=False,
    )


def _petition_key() -> None:
    op.create_table(
        "petition_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("public_check", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped_private", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_petition_key_petition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_key")),
    )
    op.create_index(op.f("ix_petition_key_petition_id"), "petition_key", ["petition_id"], unique=False)


def _epoch() -> None:
    op.create_table(
        "epoch",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["petition_key.id"], name=op.f("fk_epoch_key_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_epoch")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_epoch_key_id"), "epoch", ["key_id"], unique=False)


def _petition_secret() -> None:
    op.create_table(
        "petition_secret",
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_petition_secret_petition_id")),
        sa.PrimaryKeyConstraint("petition_id", "purpose", name=op.f("pk_petition_secret")),
    )
