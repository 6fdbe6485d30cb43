"""Settings as they are read: from `PETITION_<NAME>`, or from the file named by `PETITION_<NAME>_FILE`; a few have the
usual names too (`PORT`, `DATABASE_URL`, `EMAIL_HOST` …)."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from petition_app.settings.declared import Settings
from petition_app.settings.error import SettingError
from petition_app.settings.unsafe import refuse_unsafe

PREFIX = "PETITION_"
_TEST_PREFIX = "PETITION_TEST_"


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
