"""Files that are one text: CSV, JSON lines and JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass

from petition_app.domain.export import FLAGS, Format, Wanted
from petition_app.domain.spreadsheet import BOM, csv_lines
from petition_app.services.export_passing import Cells

Rows = Iterable[Cells]


@dataclass(frozen=True)
class Writing:
    """How a text is written: what comes before the rows, each batch of rows, and what comes after the last."""

    head: bytes
    rows: Callable[[Sequence[Cells]], bytes]
    tail: bytes = b""


def writing(wanted: Wanted) -> Writing:
    if wanted.format is Format.CSV:
        # Excel needs the mark to read accents; to other tools it would be a part of the first heading.
        mark = "" if wanted.is_of_tool else BOM
        return Writing((mark + csv_lines([wanted.columns])).encode(), lambda rows: csv_lines(rows).encode())
    if wanted.format is Format.JSONL:
        return Writing(b"", lambda rows: b"".join(line + b"\n" for line in _objects(wanted.columns, rows)))
    return Writing(b"[", _joined(wanted.columns), b"\n]\n")


def _objects(columns: tuple[str, ...], rows: Rows) -> Generator[bytes]:
    """Each row with its columns' names as keys, in their order; yes and no are true and false here."""
    flags = FLAGS.intersection(columns)
    for row in rows:
        line = dict(zip(columns, row, strict=True))
        line |= {name: line[name] == "yes" for name in flags}
        yield json.dumps(line, ensure_ascii=False).encode()


def _joined(columns: tuple[str, ...]) -> Callable[[Rows], bytes]:
    between = b"\n"

    def join(rows: Rows) -> bytes:
        nonlocal between
        text = b""
        for line in _objects(columns, rows):
            text += between + line
            between = b",\n"
        return text

    return join
