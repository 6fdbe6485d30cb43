"""The instance key: 32 random bytes in a file of their own, kept apart from the data they open."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

KEY_BYTES = 32
_HEX_LENGTH = 2 * KEY_BYTES


class KeyFileError(ValueError):
    """The key file cannot be made or used. The sentence names its path and what to do; never what is in it."""


def make_key(path: Path) -> bytes:
    """A new key, on disk for good before this returns. Never replaces a file, and never leaves half of one."""
    key = secrets.token_bytes(KEY_BYTES)
    try:
        _write_new(path, key.hex() + "\n")
    except FileExistsError:
        raise KeyFileError(
            f"There is already a key file at {path}. Keep it: what it sealed opens with no other."
        ) from None
    except OSError as problem:
        raise KeyFileError(f"The key file {path} cannot be made: {problem.strerror}.") from None
    return key


def read_key(path: Path) -> bytes:
    """The key. Raises KeyFileError when it is missing, open to other users, or not a key."""
    text = _private_text(path)
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyFileError(
            f"The key file {path} does not hold a key ({_HEX_LENGTH} hexadecimal digits). Put back your copy of it."
        )
    return key


def _write_new(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        # A link, unlike a rename, fails where a file already is: of two first starts, one makes the key.
        os.link(draft, path)
    finally:
        with suppress(OSError):
            draft.unlink()
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _private_text(path: Path) -> str:
    try:
        # Not blocking: a named pipe in the key's place must be refused rather than waited for.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        raise KeyFileError(
            f"There is no key file at {path}. Put back your copy of it, or run `petition init` if this is a new site."
        ) from None
    except OSError as problem:
        raise KeyFileError(f"The key file {path} cannot be read: {problem.strerror}.") from None
    try:
        _refuse_unless_private(path, os.fstat(descriptor).st_mode)
        return os.read(descriptor, _HEX_LENGTH + 16).decode("ascii", "replace")
    finally:
        os.close(descriptor)


def _refuse_unless_private(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise KeyFileError(f"{path} is not a file. Set the key file's path to the file that holds the key.")
    if mode & 0o077:
        raise KeyFileError(f"The key file {path} is open to other users of this machine. Run: chmod 600 {path}")
