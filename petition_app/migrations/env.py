"""Run by Alembic: the caller has opened the connection and its transaction."""

from alembic import context
from sqlalchemy import MetaData

context.configure(
    connection=context.config.attributes["connection"],
    # Words that a column checks carry short names in the migrations; this gives them the names they have in the models.
    target_metadata=MetaData(naming_convention={"ck": "ck_%(table_name)s_%(constraint_name)s"}),
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
