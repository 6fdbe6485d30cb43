"""The sites that may show a petition's widget."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "widget_site",
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("site", sa.String(length=280), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(site) <= 280", name=op.f("ck_widget_site_site_length")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_widget_site_petition_id")),
        sa.PrimaryKeyConstraint("petition_id", "site", name=op.f("pk_widget_site")),
    )
