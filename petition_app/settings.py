"""The settings: what they are called, what they mean, and which values are refused.

Each is read from `PETITION_<NAME>`, or from the file named by `PETITION_<NAME>_FILE`; a few have the usual names
too (`PORT`, `DATABASE_URL`, `EMAIL_HOST` …). docs/settings.md is checked against this file.
"""

from __future__ import annotations

import dataclasses
import difflib
import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from petition_app import folders

PREFIX = "PETITION_"
_TEST_PREFIX = "PETITION_TEST_"
# With the "+" and 52 characters behind it, it must stay within the 64 that an address may have before its @.
LONGEST_BOUNCE_MAILBOX = 11
# Beyond this a slow phone would work for longer than the ten minutes a challenge lives.
MOST_TRIES = 10_000


class SettingError(ValueError):
    """A setting that cannot be used: `name` as the operator wrote it, and one sentence that says what to do."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(f"{name}: {sentence}")
        self.name = name


def setting(default: Any, help: str, *names: str) -> Any:
    """A field of `Settings` with its help line and the usual names it answers to besides its own."""
    return dataclasses.field(default=default, metadata={"help": help, "names": names})


def _default_data_dir() -> Path:
    if (folders.ROOT / "pyproject.toml").is_file():
        return folders.ROOT / "data"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "petition"


@dataclass(frozen=True)
class Settings:
    data_dir: Path = setting(_default_data_dir(), "The folder of the database, the secrets and unsent letters.")
    database_url: str = setting("", "PostgreSQL address; empty means SQLite in the data folder.", "DATABASE_URL")
    read_database_url: str = setting("", "Address of a PostgreSQL replica that public pages and exports are read from.")
    most_lag: int = setting(5, "Seconds a replica may be behind; beyond, all is read from the database itself.")
    database_pooler: bool = setting(False, "Whether the addresses lead to pgbouncer in transaction mode.")
    host: str = setting("127.0.0.1", "The address the server listens on.")
    port: int = setting(8000, "The port the server listens on.", "PORT")
    base_url: str = setting("", "The address people type; links in letters start with it.")
    site_name: str = setting("Workplace petition", "The name at the top of every page.")
    secret_key: str = setting("", "Signs forms. 32 bytes or more; made on first start if not given.")
    instance_key: str = setting("", "Opens private fields: 64 hexadecimal digits; made on first start if not given.")
    trusted_proxies: int = setting(0, "How many reverse proxies in front add X-Forwarded-For.")
    workers: int = setting(1, "Server processes. More of them serve more readers where there are more cores.")
    threads: int = setting(128, "Requests served at once by each; most of them wait for the disk or for an even time.")
    mail_worker: bool = setting(True, "Whether `petition serve` also sends letters and publishes due releases.")
    email_host: str = setting(
        "", "Mail server; empty means letters are kept as files in the data folder.", "EMAIL_HOST"
    )
    email_port: int = setting(587, "Port of the mail server.", "EMAIL_PORT")
    email_host_user: str = setting("", "User at the mail server.", "EMAIL_HOST_USER")
    email_host_password: str = setting("", "Password at the mail server.", "EMAIL_HOST_PASSWORD")
    email_use_tls: bool = setting(True, "Whether to start TLS on the mail connection.", "EMAIL_USE_TLS")
    email_use_ssl: bool = setting(False, "Whether the mail connection is TLS from the start.", "EMAIL_USE_SSL")
    default_from_email: str = setting("", "The sender of letters; choose a neutral one.", "DEFAULT_FROM_EMAIL")
    letters_an_hour: int = setting(2000, "How many letters of mailings leave in an hour, at most.")
    confirmations_an_hour: int = setting(2000, "How many letters that visitors ask for leave in an hour; others wait.")
    challenge_tries: int = setting(800, "Work for a browser where very many sign from one network; see docs/limits.md.")
    bounce_address: str = setting("", "Where letters come back to, if not to the sender; takes “+” addresses.")
    bounce_dir: str = setting("", "A Maildir of letters that came back, read by the worker; empty means none.")
    webhooks: bool = setting(False, "Whether owners may have other sites told of what happens (webhooks).")
    debug: bool = setting(False, "Flask's debugger; refused on a public address.")
    demo: bool = setting(False, "Set by `petition demo`; refused on a public address.")

    @property
    def is_sqlite(self) -> bool:
        return not self.database_url

    @property
    def sqlalchemy_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'petition.db'}"

    @property
    def names_several_databases(self) -> bool:
        """Whether another server is to take over where one fails."""
        return self.database_url.count("host=") > 1

    @property
    def site_url(self) -> str:
        """The public address without a final slash."""
        return (self.base_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @property
    def site_host(self) -> str:
        return urlsplit(self.site_url).hostname or ""

    @property
    def is_https(self) -> bool:
        return self.site_url.startswith("https://")

    @property
    def is_public(self) -> bool:
        """Whether anybody but this machine can reach the server."""
        return not (_is_loopback(self.host) and _is_loopback(self.site_host))

    @property
    def sender(self) -> str:
        return self.default_from_email or f"no-reply@{self.site_host or 'localhost'}"


def load_settings(env: Mapping[str, str]) -> Settings:
    """The settings in `env`, checked. Raises SettingError for the first that is unknown, malformed or unsafe."""
    fields = {field.name: field for field in dataclasses.fields(Settings)}
    _refuse_unknown(env, fields)
    values: dict[str, Any] = {}
    for name, field in fields.items():
        found = _find(env, name, field.metadata["names"])
        if found:
            values[name] = _parse(found[0], found[1], str(field.type))
    for name in ("database_url", "read_database_url"):
        if name in values:
            values[name] = _psycopg_url(
                values[name], f"{PREFIX}{name.upper()}".replace(f"{PREFIX}DATABASE", "DATABASE")
            )
    settings = Settings(**values)
    refuse_unsafe(settings)
    return settings


def _refuse_unknown(env: Mapping[str, str], fields: Mapping[str, Any]) -> None:
    known = {f"{PREFIX}{name.upper()}{end}" for name in fields for end in ("", "_FILE")}
    for key in sorted(env):
        if key.startswith(PREFIX) and not key.startswith(_TEST_PREFIX) and key not in known:
            near = difflib.get_close_matches(key, known, 1)
            hint = f" Did you mean {near[0]}?" if near else " docs/settings.md lists them all."
            raise SettingError(key, f"there is no such setting.{hint}")


def _find(env: Mapping[str, str], name: str, usual: tuple[str, ...]) -> tuple[str, str] | None:
    """The name under which a setting is given, and its text; our own name before the usual ones."""
    for key in (f"{PREFIX}{name.upper()}", *usual):
        if f"{key}_FILE" in env:
            path = env[f"{key}_FILE"]
            try:
                return f"{key}_FILE", Path(path).read_text(encoding="utf-8-sig").strip()
            except (OSError, UnicodeDecodeError) as error:
                raise SettingError(f"{key}_FILE", f"the file {path} cannot be read.") from error
        if key in env:
            return key, env[key].strip()
    return None


def _parse(key: str, text: str, kind: str) -> Any:
    if kind == "int":
        if not text.isascii() or not text.isdigit() or len(text) > 9:
            raise SettingError(key, f"must be a whole number, not {text[:40]!r}.")
        return int(text)
    if kind == "bool":
        if text.lower() not in ("1", "0", "true", "false", "yes", "no", "on", "off"):
            raise SettingError(key, f"must be true or false, not {text[:40]!r}.")
        return text.lower() in ("1", "true", "yes", "on")
    if kind == "Path":
        if not text:
            raise SettingError(key, "must name a folder.")
        return Path(text).expanduser().resolve()
    return text


def _psycopg_url(url: str, setting: str) -> str:
    scheme, parted, rest = url.partition("://")
    if url and (not parted or scheme not in ("postgresql", "postgres", "postgresql+psycopg")):
        raise SettingError(setting, "must start with postgresql:// (leave it out to use SQLite).")
    return f"postgresql+psycopg://{_hosts_apart(rest)}" if url else ""


def _hosts_apart(rest: str) -> str:
    """Several hosts, as libpq has them (`one:5432,two:5432`), in the form that SQLAlchemy takes."""
    place, _, query = rest.partition("?")
    access, slash, database = place.partition("/")
    who, at, hosts = access.rpartition("@")
    if "," not in hosts:
        return rest
    named = [f"host={host}" for host in hosts.split(",")]
    return f"{who}{at}{slash}{database}?{'&'.join([*named, *([query] if query else [])])}"


def refuse_unsafe(settings: Settings) -> None:
    """Raise SettingError where the values together would put signers at risk."""
    _refuse_odd_numbers(settings)
    _refuse_odd_mail(settings)
    _refuse_half_of_postgresql(settings)
    scheme = urlsplit(settings.site_url).scheme
    if scheme not in ("http", "https") or not settings.site_host:
        raise SettingError("PETITION_BASE_URL", "must be a full address such as https://petition.example.org.")
    if settings.debug and settings.is_public:
        raise SettingError("PETITION_DEBUG", "the debugger is never switched on at a public address.")
    if settings.demo and settings.is_public:
        raise SettingError("PETITION_DEMO", "the demo, whose sign-in everybody knows, runs on this machine only.")
    if not _is_loopback(settings.host) and not settings.base_url:
        raise SettingError("PETITION_BASE_URL", "must be set when the server listens beyond this machine.")
    encrypted = settings.is_https or _is_loopback(settings.site_host) or settings.site_host.endswith(".onion")
    if not encrypted:
        raise SettingError("PETITION_BASE_URL", "must begin with https://, or signers could be read on the way.")
    _refuse_weak_secrets(settings)


def _refuse_odd_numbers(settings: Settings) -> None:
    if not 1 <= settings.port <= 65535:
        raise SettingError("PORT", "must be from 1 to 65535.")
    if not 1 <= settings.challenge_tries <= MOST_TRIES:
        raise SettingError("PETITION_CHALLENGE_TRIES", f"must be from 1 to {MOST_TRIES:,}.")
    for name in ("workers", "threads", "letters_an_hour", "confirmations_an_hour"):
        if getattr(settings, name) < 1:
            raise SettingError(f"PETITION_{name.upper()}", "must be 1 or more.")


def _refuse_half_of_postgresql(settings: Settings) -> None:
    if settings.read_database_url and settings.is_sqlite:
        raise SettingError("PETITION_READ_DATABASE_URL", "names a replica of PostgreSQL, but there is no DATABASE_URL.")
    if settings.database_pooler and settings.is_sqlite:
        raise SettingError("PETITION_DATABASE_POOLER", "is for PostgreSQL, but there is no DATABASE_URL.")


def _refuse_odd_mail(settings: Settings) -> None:
    mailbox, at, domain = settings.bounce_address.partition("@")
    if settings.bounce_address and not (at and domain and 0 < len(mailbox) <= LONGEST_BOUNCE_MAILBOX):
        raise SettingError("PETITION_BOUNCE_ADDRESS", "must be an address with at most 11 characters before the @.")


def _refuse_weak_secrets(settings: Settings) -> None:
    key = settings.secret_key
    if key and (len(key.encode()) < 32 or len(set(key)) < 8):
        raise SettingError("PETITION_SECRET_KEY", "is too weak: give 32 random bytes or more, or leave it out.")
    hexadecimal = set(settings.instance_key.lower()) <= set("0123456789abcdef")
    if settings.instance_key and (len(settings.instance_key) != 64 or not hexadecimal):
        raise SettingError("PETITION_INSTANCE_KEY", "must be 64 hexadecimal digits.")


def _is_loopback(host: str) -> bool:
    if host in ("localhost", "localhost.localdomain"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
