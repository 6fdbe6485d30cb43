"""Each setting with its default and what it means. docs/settings.md is checked against this file."""

from __future__ import annotations

import dataclasses
import ipaddress
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from petition_app import folders


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
        return not (is_loopback(self.host) and is_loopback(self.site_host))

    @property
    def sender(self) -> str:
        return self.default_from_email or f"no-reply@{self.site_host or 'localhost'}"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach it."""
    if host in ("localhost", "localhost.localdomain"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
