"""A ZIP written piece by piece. Its list of contents comes last, so that one that broke off cannot be opened."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Generator, Iterable
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from petition_app.domain.exportmanifest import File, Manifest, checksums
from petition_app.services.export_passing import Cells
from petition_app.services.exporting.plain import Writing

MANIFEST, CHECKSUMS = "manifest.json", "SHA256SUMS"


class Pipe(io.RawIOBase):
    """What an archive is written to. It cannot be rewound, so the archive never asks for what has already left."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        view = memoryview(piece)
        self._waiting += view
        return view.nbytes

    def take(self) -> bytes:
        """What has been written since the last time."""
        piece = bytes(self._waiting)
        self._waiting.clear()
        return piece


def entry(name: str, day: date) -> zipfile.ZipInfo:
    """A file in an archive: for its owner's eyes only, dated to the day."""
    info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    return info


def parts(
    batches: Iterable[list[Cells]],
    writing: Writing,
    names: Callable[[int], str],
    most: int,
    day: date,
    manifest: Callable[[tuple[File, ...]], Manifest],
) -> Generator[bytes, None, tuple[File, ...]]:
    """Files of `most` rows each, with the manifest and the checksums. Returns the files once all has been taken."""
    pipe, files = Pipe(), list[File]()
    with zipfile.ZipFile(pipe, "w") as archive:
        for number, pieces in groupby(cut(batches, most), key=itemgetter(0)):
            digest, rows = hashlib.sha256(writing.head), 0
            with archive.open(entry(names(number), day), "w") as part:
                part.write(writing.head)
                yield pipe.take()
                for _, batch in pieces:
                    text = writing.rows(batch)
                    part.write(text)
                    digest.update(text)
                    rows += len(batch)
                    yield pipe.take()
            files.append(File(names(number), rows, digest.hexdigest()))
        told = manifest(tuple(files)).as_json()
        archive.writestr(entry(MANIFEST, day), told)
        digest = hashlib.sha256(told.encode())
        archive.writestr(entry(CHECKSUMS, day), checksums((*files, File(MANIFEST, 0, digest.hexdigest()))))
    yield pipe.take()
    return tuple(files)


def cut(batches: Iterable[list[Cells]], most: int) -> Generator[tuple[int, list[Cells]]]:
    """The rows with the number of the part they belong to. There is a first part even where there is no row."""
    number, room = 1, most
    yield number, []
    for batch in batches:
        at = 0
        while at < len(batch):
            if not room:
                number, room = number + 1, most
            rows = batch[at : at + room]
            yield number, rows
            at, room = at + len(rows), room - len(rows)
