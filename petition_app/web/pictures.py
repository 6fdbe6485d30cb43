"""Drawings as PNG pictures, with our own font only: they look the same wherever the server runs."""

from __future__ import annotations

import threading
from functools import lru_cache

from resvg_py import svg_to_bytes

from petition_app import folders

#: A picture has some 50 kB: seven for each of nine petitions in three languages, and no crowd makes it more.
MOST_KEPT = 200
_FOLDER = folders.STATIC / "vendor" / "fonts" / "dejavu"
FONTS = tuple(str(_FOLDER / name) for name in ("DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf"))

_one_at_a_time = threading.Lock()


def png_of(svg: str) -> bytes:
    """The picture of a drawing, as large as the drawing says. Costs up to 100 ms of a processor."""
    return svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=list(FONTS))


def kept_png_of(svg: str) -> bytes:
    """The same from memory, where it was drawn before. For what everybody may see."""
    # Whoever asks meanwhile waits for the picture instead of drawing it too.
    with _one_at_a_time:
        return kept(svg)


kept = lru_cache(MOST_KEPT)(png_of)
