"""The instance: its secrets and its one row. A database and its instance key belong together, and this is checked."""

from __future__ import annotations

import secrets
from pathlib import Path

from sqlalchemy import select

from petition_app.domain.events import Action
from petition_app.models import Instance
from petition_app.security.boxes import VaultError
from petition_app.security.custody import unwrap_with_key, wrap_with_key
from petition_app.security.keyfile import KeyFileError, make_key, read_key
from petition_app.security.keyring import Keyring
from petition_app.services import audit
from petition_app.services.custody import KEY_CHECK
from petition_app.services.work import Work
from petition_app.settings import SettingError, Settings


def secrets_folder(settings: Settings) -> Path:
    return settings.data_dir / "secrets"


def make_secrets(settings: Settings) -> None:
    """Make the keys that are neither set nor there yet, readable by their owner only."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    secrets_folder(settings).mkdir(mode=0o700, exist_ok=True)
    for name, given in (("instance", settings.instance_key), ("form", settings.secret_key)):
        path = _key_path(settings, name)
        if not given and not path.exists():
            make_key(path)


def open_keyring(settings: Settings) -> Keyring:
    """The keys from the settings or their files. Raises SettingError naming the one that is missing or unusable."""
    return Keyring(
        instance=bytes.fromhex(settings.instance_key) or _read(settings, "instance", "PETITION_INSTANCE_KEY"),
        form=settings.secret_key.encode() or _read(settings, "form", "PETITION_SECRET_KEY"),
    )


def _key_path(settings: Settings, name: str) -> Path:
    return secrets_folder(settings) / f"{name}.key"


def is_kept_in_file(settings: Settings) -> bool:
    """Whether the instance key is in our own file, rather than in a setting."""
    return not settings.instance_key


def draft_instance_key(settings: Settings) -> bytes:
    """A new instance key beside the one in use; the draft of a rotation that broke off is taken up again."""
    draft = _draft_path(settings)
    return read_key(draft) if draft.exists() else make_key(draft)


def adopt_instance_key(settings: Settings) -> None:
    """Put the draft in the place of the key in use, which is kept beside it for older copies of the database."""
    path = _key_path(settings, "instance")
    path.rename(path.with_name("instance.key.old"))
    _draft_path(settings).rename(path)


def _draft_path(settings: Settings) -> Path:
    return secrets_folder(settings) / "instance.key.new"


def _read(settings: Settings, name: str, setting: str) -> bytes:
    try:
        return read_key(_key_path(settings, name))
    except KeyFileError as error:
        raise SettingError(setting, f"is not set and its file cannot be used: {error}") from error


def claim_database(work: Work, *, is_demo: bool) -> None:
    """Make this database ours: done once, when it is new."""
    check = wrap_with_key(secrets.token_bytes(32), work.keys.instance, context=KEY_CHECK)
    work.session.add(Instance(id=1, key_check=check, is_demo=is_demo, created_at=work.now))
    audit.record(work, Action.DATABASE_UPGRADED, demo=is_demo)


def is_claimed(work: Work) -> bool:
    return work.session.scalar(select(Instance.id)) is not None


def refuse_foreign_database(work: Work) -> None:
    """Raise SettingError where the instance key is not the one this database was made with, or where a demo's
    database, whose sign-in everybody knows, would be served to the public."""
    row = work.session.scalars(select(Instance)).one()
    try:
        unwrap_with_key(row.key_check, work.keys.instance, context=KEY_CHECK)
    except VaultError as error:
        sentence = "is not the key this database was made with; put the right one back."
        raise SettingError("PETITION_INSTANCE_KEY", sentence) from error
    if row.is_demo and work.settings.is_public:
        raise SettingError("PETITION_DATA_DIR", "holds the demo's data; choose another folder for a public site.")
    if row.is_demo != work.settings.demo:
        kind = "a demo" if row.is_demo else "a real petition"
        raise SettingError("PETITION_DATA_DIR", f"holds {kind}; the demo and real petitions are kept apart.")
