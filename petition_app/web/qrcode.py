"""QR codes as the path of a drawing: the content security policy allows no picture made on the spot."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import segno

_QUIET_ZONE = 4


@dataclass(frozen=True)
class QrDrawing:
    """`path` draws the dark squares in a field of `size` by `size`, the quiet zone included."""

    size: int
    path: str


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
