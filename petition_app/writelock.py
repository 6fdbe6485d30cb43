"""Whose turn it is to write to SQLite, and whether anybody may: not while a site is moved to PostgreSQL, nor after."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from petition_app.domain.refusals import SiteHasMoved, SiteIsMoving


class WriteLock:
    """SQLite has one writer. Queueing for it here is fair over threads and processes; its own waiting is not."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir, self._thread = data_dir, threading.Lock()
        self._file, self._process = 0, 0

    def __enter__(self) -> None:
        """Raises SiteIsMoving and SiteHasMoved."""
        self._thread.acquire()
        if self._process != os.getpid():
            # Opened before a fork, it would be locked by parent and child at the same time.
            path = self._data_dir / "write.lock"
            self._file, self._process = os.open(path, os.O_RDWR | os.O_CREAT, 0o600), os.getpid()
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            refuse_to_write(self._data_dir)
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        fcntl.flock(self._file, fcntl.LOCK_UN)
        self._thread.release()


def refuse_to_write(data_dir: Path) -> None:
    mark = _mark(data_dir)
    # Asked before each transaction: where no site was ever moved, all that it costs is a look for the file.
    if not mark.exists():
        return
    if has_moved(data_dir):
        raise SiteHasMoved
    if _is_held(mark):
        raise SiteIsMoving


@contextmanager
def standing_still(data_dir: Path) -> Iterator[None]:
    """Nobody writes to the SQLite database of this folder meanwhile: who would is told to come back. Should this
    process be killed, everybody writes again at once, for the lock dies with it. Raises SiteIsMoving where another
    one moves it."""
    descriptor = os.open(_mark(data_dir), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SiteIsMoving from error
        _let_writers_finish(data_dir)
        yield
    finally:
        os.close(descriptor)


def mark_as_moved(data_dir: Path, to: str) -> None:
    """Nobody writes any more, until the mark is taken back."""
    with _mark(data_dir).open("w") as file:
        file.write(to)
        file.flush()
        os.fsync(file.fileno())


def moved_to(data_dir: Path) -> str:
    """As it was marked; empty where the site was not moved."""
    try:
        return _mark(data_dir).read_text()
    except FileNotFoundError:
        return ""


def has_moved(data_dir: Path) -> bool:
    return bool(moved_to(data_dir))


def take_back_mark(data_dir: Path) -> None:
    _mark(data_dir).unlink(missing_ok=True)


def _mark(data_dir: Path) -> Path:
    return data_dir / "moved"


def _is_held(mark: Path) -> bool:
    """Whether whoever moves the site is alive: an empty file alone was left by one that was killed."""
    with mark.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _let_writers_finish(data_dir: Path) -> None:
    """The mark stands already, so whoever takes the lock after this sees it."""
    with (data_dir / "write.lock").open("a") as queue:
        fcntl.flock(queue, fcntl.LOCK_EX)
