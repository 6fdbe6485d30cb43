"""Imported files on the disk: they hold names and addresses, so each is sealed under a key of its own, and gone as soon
as it is not needed."""

from __future__ import annotations

import codecs
import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from petition_app.domain.importing import MOST_BYTES, Plan
from petition_app.domain.importlines import ENCODINGS, Lines, Record, records
from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said
from petition_app.later import Later
from petition_app.models import ImportBatch
from petition_app.security.boxes import VaultError
from petition_app.security.custody import unwrap_with_key
from petition_app.security.sealedfile import SealedReader, SealedWriter, new_file_key
from petition_app.services.custody import file_context
from petition_app.services.work import Work
from petition_app.settings import Settings

if TYPE_CHECKING:
    import charset_normalizer
else:
    charset_normalizer = Later("charset_normalizer")

SAMPLE = 64 * 1024
# Only those a guess tells apart: Western European text looks Central European to it, and is much more frequent here.
_GUESSED = ["windows-1252", "windows-1251", "windows-1253", "koi8-r", "mac-roman"]
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class FileIsTooLarge(Refusal):
    status = 413
    sentence = said(
        "A file may have %(most)s MB at most. Divide it and import the parts one by one.",
        most=MOST_BYTES // (1024 * 1024),
    )


class FileIsGone(Refusal):
    status = 410
    sentence = said("The file is not here any more. Upload it again.")


def folder(settings: Settings) -> Path:
    return settings.data_dir / "imports"


def path_of(settings: Settings, batch: UUID) -> Path:
    return folder(settings) / f"{batch}.sealed"


@dataclass(frozen=True)
class StoredFile:
    """A file that is on the disk, and belongs to no import yet."""

    id: UUID
    key: bytes
    size: int
    digest: bytes
    is_utf8: bool


class Upload:
    """A file on its way in. It has no name of ours before it is complete."""

    def __init__(self, settings: Settings, batch: UUID) -> None:
        folder(settings).mkdir(mode=0o700, parents=True, exist_ok=True)
        self._batch, self._key, self._path = batch, new_file_key(), path_of(settings, batch)
        self._writer = SealedWriter(self._path, self._key)
        self._digest, self._size = hashlib.sha256(), 0
        self._decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()

    def write(self, data: bytes) -> int:
        """Raises FileIsTooLarge."""
        self._size += len(data)
        if self._size > MOST_BYTES:
            raise FileIsTooLarge
        self._digest.update(data)
        self._decode(data)
        return self._writer.write(data)

    def finish(self) -> StoredFile:
        self._decode(b"", final=True)
        self._writer.close()
        is_utf8 = self._decoder is not None
        return StoredFile(self._batch, self._key, self._size, self._digest.digest(), is_utf8)

    def abandon(self) -> None:
        self._writer.abandon()
        self._path.unlink(missing_ok=True)

    def _decode(self, data: bytes, *, final: bool = False) -> None:
        """A file that can be read as UTF-8 is UTF-8: hardly any other text can."""
        if self._decoder:
            try:
                self._decoder.decode(data, final)
            except UnicodeDecodeError:
                self._decoder = None


def file_key(work: Work, batch: ImportBatch) -> bytes:
    """Raises FileIsGone."""
    if batch.file_key is None:
        raise FileIsGone
    return unwrap_with_key(batch.file_key, work.keys.instance, context=file_context(batch.id))


def remove(work: Work, batch: ImportBatch) -> None:
    """Once this is committed: until then the file may still be needed."""
    batch.file_key = None
    path = path_of(work.settings, batch.id)
    work.after_commit.append(partial(path.unlink, missing_ok=True))


@contextmanager
def opened(work: Work, batch: ImportBatch, start: int = 0) -> Iterator[SealedReader]:
    """The bytes of the file from a place. Raises FileIsGone."""
    try:
        with SealedReader(path_of(work.settings, batch.id), file_key(work, batch), start) as file:
            yield file
    except (FileNotFoundError, VaultError) as error:
        raise FileIsGone from error


@contextmanager
def records_of(
    work: Work, batch: ImportBatch, plan: Plan, line: int = 1, place: int = 0
) -> Iterator[tuple[Lines, Iterator[Record]]]:
    """The records from a line and place on (a header line counts as one). Raises FileIsGone and FileIsUnreadable."""
    start = place or mark_of(sample_of(work, batch))[1]
    with opened(work, batch, start) as file:
        text = io.TextIOWrapper(io.BufferedReader(file, 1024 * 1024), plan.encoding, newline="")
        lines = Lines(text.readline, plan.encoding, line, start)
        try:
            yield lines, records(lines, plan.delimiter)
        finally:
            with suppress(ValueError):
                text.detach()


def sample_of(work: Work, batch: ImportBatch) -> bytes:
    with opened(work, batch) as file:
        return io.BufferedReader(file).read(SAMPLE)


def mark_of(sample: bytes) -> tuple[str | None, int]:
    """The encoding that a byte order mark tells, and the length of the mark."""
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding, len(mark)
    return None, 0


def likely_encoding(sample: bytes, *, is_utf8: bool) -> str:
    """By its mark, by being UTF-8, by where its NULs are, or else by a guess, which the preview lets people check."""
    marked, _ = mark_of(sample)
    if marked:
        return marked
    if sample.count(0) > len(sample) // 4:
        return "utf-16-be" if sample[0] == 0 else "utf-16-le"
    if is_utf8:
        return "utf-8"
    best = charset_normalizer.from_bytes(sample, cp_isolation=_GUESSED).best()
    names = {codecs.lookup(name).name: name for name in ENCODINGS}
    return names.get(codecs.lookup(best.encoding).name, "windows-1252") if best else "windows-1252"
