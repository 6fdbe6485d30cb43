"""What `petition doctor` looks at: each finding says what is so, and what to do where it should be otherwise."""

from __future__ import annotations

import shutil
import smtplib
import sqlite3
import stat
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import func, select, text

from petition_app.mail.transport import SmtpTransport
from petition_app.models import AuditLine
from petition_app.services import instance, outbox, searchindex
from petition_app.services.posting import transport_for
from petition_app.services.work import Work
from petition_app.settings import SettingError, Settings


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Check:
    level: Level
    what: str
    sentence: str


# Before this version a crash at the wrong moment could leave a write-ahead log that is read wrongly afterwards.
SOUND_SQLITE = (3, 51, 3)
_MEGABYTE = 1024 * 1024
_PRAGMAS = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1"}
_DURABLE = {"fsync": {"on"}, "full_page_writes": {"on"}, "synchronous_commit": {"on", "remote_apply", "local"}}


def settings_in_use(settings: Settings) -> list[Check]:
    what = "Settings"
    found = [Check(Level.OK, what, f"{settings.site_url}, {'SQLite' if settings.is_sqlite else 'PostgreSQL'}")]
    if settings.is_public and not settings.trusted_proxies:
        sentence = "no proxy is trusted, so behind one all visitors look like one: set PETITION_TRUSTED_PROXIES."
        found.append(Check(Level.WARN, what, sentence))
    if settings.debug:
        found.append(Check(Level.WARN, what, "the debugger is on: unset PETITION_DEBUG."))
    return found


def folder(settings: Settings) -> list[Check]:
    """Who can read the data folder and the keys."""
    places = [(settings.data_dir, 0o700), (instance.secrets_folder(settings), 0o700)]
    places += [(path, 0o600) for path in sorted(instance.secrets_folder(settings).glob("*.key"))]
    wrong = [check for path, mode in places if (check := _rights(path, mode))]
    return wrong or [Check(Level.OK, "Folder", f"{settings.data_dir} is its owner's alone")]


def _rights(path: Path, mode: int) -> Check | None:
    if not path.exists():
        return None
    actual = stat.S_IMODE(path.stat().st_mode)
    if actual & ~mode & 0o077:
        return Check(Level.FAIL, "Folder", f"{path} is open to other users. Run: chmod {mode:o} {path}")
    return None


def keys(settings: Settings) -> list[Check]:
    try:
        instance.open_keyring(settings)
    except SettingError as error:
        return [Check(Level.FAIL, "Keys", str(error))]
    place = "the environment" if settings.instance_key else str(instance.secrets_folder(settings))
    return [Check(Level.OK, "Keys", f"from {place}")]


def database(work: Work) -> list[Check]:
    return _sqlite(work) if work.is_sqlite else _postgresql(work)


def _sqlite(work: Work) -> list[Check]:
    found = []
    if sqlite3.sqlite_version_info < SOUND_SQLITE:
        sentence = (
            f"SQLite {sqlite3.sqlite_version} has a rare fault in its write-ahead log (mended in 3.51.3): keep "
            "backups, and use a newer Python or SQLite when there is one."
        )
        found.append(Check(Level.WARN, "Database", sentence))
    for name, wanted in _PRAGMAS.items():
        actual = str(work.session.scalar(text(f"PRAGMA {name}")))
        if actual != wanted:
            found.append(Check(Level.FAIL, "Database", f"{name} is {actual} and should be {wanted}."))
    return found or [Check(Level.OK, "Database", f"SQLite {sqlite3.sqlite_version}, durable")]


def _postgresql(work: Work) -> list[Check]:
    found = []
    for name, wanted in _DURABLE.items():
        actual = str(work.session.scalar(text(f"SHOW {name}")))
        if actual not in wanted:
            sentence = f"{name} is {actual}: signatures that were acknowledged could be lost. Set it to on."
            found.append(Check(Level.FAIL, "Database", sentence))
    if work.settings.names_several_databases and not work.session.scalar(text("SHOW synchronous_standby_names")):
        sentence = "synchronous_standby_names is empty: what was just signed is lost if another server takes over."
        found.append(Check(Level.WARN, "Database", sentence))
    version = str(work.session.scalar(text("SHOW server_version"))).split()[0]
    return found or [Check(Level.OK, "Database", f"PostgreSQL {version}, durable")]


def search(work: Work) -> list[Check]:
    """How far the index of the organisers' search is."""
    return [Check(Level.OK, "Search", f"{searchindex.waiting(work):,} names wait to be indexed")]


def clock(work: Work) -> list[Check]:
    """Time must not run backwards: links, limits and releases go by it."""
    newest = work.session.scalar(select(func.max(AuditLine.at)))
    if newest and newest > work.now + timedelta(minutes=1):
        sentence = f"it shows {work.now:%Y-%m-%d %H:%M} UTC, before the newest line of the audit log: set it right."
        return [Check(Level.FAIL, "Clock", sentence)]
    return [Check(Level.OK, "Clock", f"{work.now:%Y-%m-%d %H:%M} UTC")]


def letters(work: Work) -> list[Check]:
    state = outbox.state(work)
    if state.is_slow:
        sentence = (
            f"{state.waiting:,} wait for the next hour: in this one as many confirmation letters have left as "
            "PETITION_CONFIRMATIONS_AN_HOUR allows. Is it a flood? If not, allow more."
        )
        return [Check(Level.WARN, "Letters", sentence)]
    if state.undelivered:
        return [Check(Level.WARN, "Letters", f"{state.waiting:,} wait, {state.undelivered:,} could not be delivered.")]
    return [Check(Level.OK, "Letters", f"{state.waiting:,} wait, none was given up")]


def mail(settings: Settings) -> list[Check]:
    """Signs in at the mail server, and sends nothing."""
    transport = transport_for(settings)
    if not isinstance(transport, SmtpTransport):
        level = Level.FAIL if settings.is_public else Level.OK
        advice = " Nobody gets them: set EMAIL_HOST." if settings.is_public else ""
        return [Check(level, "Mail", f"letters are kept as files in {settings.data_dir / 'mail'}.{advice}")]
    try:
        with transport.connect() as server:
            server.noop()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        sentence = f"{settings.email_host}:{settings.email_port} cannot be used ({type(error).__name__}): check EMAIL_…"
        return [Check(Level.FAIL, "Mail", sentence)]
    return [Check(Level.OK, "Mail", f"{settings.email_host}:{settings.email_port} answers")]


def disk(settings: Settings) -> list[Check]:
    free = shutil.disk_usage(settings.data_dir).free // _MEGABYTE
    level = Level.FAIL if free < 100 else Level.WARN if free < 1024 else Level.OK
    advice = "" if level is Level.OK else ": make room, a full disk takes no signatures."
    return [Check(level, "Disk", f"{free:,} MB are free{advice}")]
