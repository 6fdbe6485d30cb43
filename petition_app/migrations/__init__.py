"""The schema's history, applied in one transaction: after a crash it is the old schema or the new one."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

_LOCK = 7_038_184_116  # any number that nobody else uses in this database
_FOLDER = Path(__file__).resolve().parent


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return config


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the schema of `engine` to a revision, or leave it as it was."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            # Two first starts at once: the second waits, then finds nothing left to do.
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def current(engine: Engine) -> str | None:
    """The revision of the database; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """The revision this program works with."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""
