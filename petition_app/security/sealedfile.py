"""A file on the disk that opens only with its own key: sealed piece by piece, so that it can be written as it comes and
read from any place. Each piece is bound to its number and says whether it is the last: none can be left out, moved or
cut off unnoticed."""

from __future__ import annotations

import io
import os
import secrets
from pathlib import Path
from types import TracebackType

from petition_app.security.boxes import KEY_BYTES, Kind, VaultError, close_box, open_box

PIECE = 256 * 1024
_HEADER = bytes((Kind.PIECE,))
_SEALED_PIECE = len(_HEADER) + 12 + PIECE + 16


def new_file_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


class SealedWriter:
    """Writes a new file for its owner's eyes only. `close` completes it; until then it cannot be read."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._key, self._waiting, self._number = key, bytearray(), 0

    def write(self, data: bytes) -> int:
        self._waiting += data
        while len(self._waiting) > PIECE:
            self._seal(bytes(self._waiting[:PIECE]), is_last=False)
            del self._waiting[:PIECE]
        return len(data)

    def close(self) -> None:
        """The last piece, and all of it on the disk for good."""
        self._seal(bytes(self._waiting), is_last=True)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        self._file.close()

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        self._file.write(close_box(self._key, piece, header=_HEADER, place=_place(self._number, is_last=is_last)))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Reads such a file from the start or from a place. Raises VaultError where it is not whole."""

    def __init__(self, path: Path, key: bytes, start: int = 0) -> None:
        self._file = path.open("rb")
        self._pieces = -(-path.stat().st_size // _SEALED_PIECE)
        self._key, self._number = key, start // PIECE
        self._opened = memoryview(b"")
        self._file.seek(self._number * _SEALED_PIECE)
        if start % PIECE:
            self._opened = self._next()[start % PIECE :]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if not self._opened and self._number < self._pieces:
            self._opened = self._next()
        count = min(len(buffer), len(self._opened))
        buffer[:count] = self._opened[:count]
        self._opened = self._opened[count:]
        return count

    def close(self) -> None:
        self._file.close()
        super().close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _next(self) -> memoryview:
        sealed = self._file.read(_SEALED_PIECE)
        if not sealed:
            raise VaultError("This cannot be opened: a part of it is missing.")
        place = _place(self._number, is_last=self._number == self._pieces - 1)
        self._number += 1
        return memoryview(open_box(self._key, sealed, header_length=len(_HEADER), place=place))


def _place(number: int, *, is_last: bool) -> bytes:
    return b"piece:%d:%d" % (number, is_last)
