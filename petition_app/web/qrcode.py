"""QR codes: as files, and as the path of a drawing within a page, whose policy allows no picture made on the spot."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from petition_app.later import Later

if TYPE_CHECKING:
    import segno
else:
    segno = Later("segno")

# Squares of white around the code, as ISO/IEC 18004 asks; in a file ten points or more to each square.
_QUIET_ZONE = 4
_LOOK = {"border": _QUIET_ZONE, "scale": 10, "dark": "#000", "light": "#fff"}


@dataclass(frozen=True)
class QrDrawing:
    """`path` draws the dark squares in a field of `size` by `size`, the quiet zone included."""

    size: int
    path: str


def qr_file(text: str, kind: str) -> bytes:
    """The same code as a file of this kind: svg or png."""
    file = io.BytesIO()
    segno.make(text, error="m", micro=False).save(file, kind=kind, **_LOOK)
    return file.getvalue()


def qr_drawing(text: str) -> QrDrawing:
    rows = list(segno.make(text, error="m", micro=False).matrix_iter(border=_QUIET_ZONE))
    runs: list[str] = []
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                runs.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return QrDrawing(len(rows), "".join(runs))
