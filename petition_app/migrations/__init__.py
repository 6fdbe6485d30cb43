"""The schema's history, applied in one transaction: after a crash it is the old schema or the new one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

from petition_app.later import Later

if TYPE_CHECKING:
    from alembic import command, config
else:
    command, config = Later("alembic.command"), Later("alembic.config")

_LOCK = 7_038_184_116  # any number that nobody else uses in this database
_TABLE = "alembic_version"
_FOLDER = Path(__file__).resolve().parent


def _config() -> config.Config:
    made = config.Config()
    made.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return made


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the schema of `engine` to a revision, or leave it as it was."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            # Two first starts at once: the second waits, then finds nothing left to do.
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        where = _config()
        where.attributes["connection"] = connection
        command.upgrade(where, to)


def current(engine: Engine) -> str | None:
    """The revision of the database; None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(_TABLE):
            return None
        return connection.execute(text(f"SELECT version_num FROM {_TABLE}")).scalar()  # noqa: S608  # our own name


def newest() -> str:
    """The revision this program works with: the history is one line of files, numbered in their order."""
    return max(path.stem for path in (_FOLDER / "versions").glob("[0-9]*.py")).partition("_")[0]
