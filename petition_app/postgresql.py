"""How this program talks to PostgreSQL: what each connection is told, with or without a pgbouncer in between."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, event

from petition_app.settings import Settings

# Whatever the server's own default: what has been answered must have been written.
_SESSION = {
    "synchronous_commit": "on",
    "statement_timeout": "10000",
    "lock_timeout": "5000",
    "idle_in_transaction_session_timeout": "30000",
}
_AS_OPTIONS = " ".join(f"-c {name}={value}" for name, value in _SESSION.items())
_IN_TRANSACTION = "SELECT " + ", ".join(f"set_config('{name}', '{value}', true)" for name, value in _SESSION.items())
# A host that went away without a word is noticed after some 25 s, and not after a quarter of an hour.
_WATCHFUL = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}


def connection_options(settings: Settings) -> dict[str, Any]:
    """Behind a pooler a connection is somebody else's in the next transaction: nothing may be kept in it."""
    return _how(settings) | ({} if settings.database_pooler else {"options": _AS_OPTIONS})


def patient_options(settings: Settings) -> dict[str, Any]:
    """For what may take long, such as changing the schema."""
    return _how(settings)


def _how(settings: Settings) -> dict[str, Any]:
    return {**_WATCHFUL, "prepare_threshold": None} if settings.database_pooler else dict(_WATCHFUL)


def set_each_transaction(engine: Engine) -> None:
    """What else the connection is told once, behind a pooler each transaction is told."""

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(_IN_TRANSACTION)
