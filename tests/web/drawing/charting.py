"""Figures to draw, and drawings read back as a machine reads them."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ET
import zlib
from datetime import date, timedelta

from flask import Flask

from petition_app.domain.signature import Proof
from petition_app.services.charts import ChartName, EmployerFigure, Employment, Figures, Moment, ProofFigure
from petition_app.web.drawing.chart import svg_of
from petition_app.web.drawing.sheet import Shape

DAY = date(2026, 11, 22)
SITE = "https://petition.example.org"
SVG = "{http://www.w3.org/2000/svg}"


def released(
    *employers: tuple[str, int], other: int = 0, employees: int | None = 90, title: str = "A letter"
) -> Figures:
    total = sum(figure for _, figure in employers) + other
    rows = tuple(EmployerFigure(name, figure, DAY) for name, figure in employers)
    proofs = (ProofFigure(Employment.VERIFIED, employees), ProofFigure(Employment.OTHERS, total - (employees or 0)))
    growth = (Moment(DAY - timedelta(days=20), total // 2, release=1), Moment(DAY, total, release=2))
    return Figures("letter", title, DAY, 2, rows, other, total, proofs, growth)


def exact(*days: int) -> Figures:
    growth = tuple(
        Moment(DAY - timedelta(days=len(days) - 1 - place), sum(days[: place + 1]), new)
        for place, new in enumerate(days)
    )
    total = sum(days)
    return Figures("letter", "A letter", DAY, None, (EmployerFigure("Acme", total, DAY),), 0, total,
                   (ProofFigure(Proof.MAILBOX, total),), growth)  # fmt: skip


def drawn(app: Flask, figures: Figures, chart: ChartName = ChartName.EMPLOYERS, shape: Shape = Shape.WIDE) -> str:
    with app.test_request_context("/"):
        return svg_of(chart, figures, shape, SITE)


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def words_in(root: ET.Element) -> list[str]:
    return [each.text or "" for each in root.iter(f"{SVG}text")]


def bars_in(root: ET.Element) -> dict[str, dict[str, float]]:
    """The measures of each bar by what it says it stands for."""
    found = {}
    for group in root.iter(f"{SVG}g"):
        if group.get("class") == "bar":
            title, rect = group.findtext(f"{SVG}title") or "", group.find(f"{SVG}rect")
            assert rect is not None
            found[title] = {name: float(rect.get(name, "")) for name in ("x", "y", "width", "height")}
    return found


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def rows_of(png: bytes) -> list[bytes]:
    """The picture line by line, four bytes for each point."""
    width, height = size_of(png)
    assert png[24:29] == b"\x08\x06\x00\x00\x00"
    packed, place = b"", 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        if png[place + 4 : place + 8] == b"IDAT":
            packed += png[place + 8 : place + 8 + length]
        place += length + 12
    raw, stride = zlib.decompress(packed), width * 4
    rows = [bytes(stride)]
    for y in range(height):
        start = y * (stride + 1)
        rows.append(_unfiltered(raw[start], raw[start + 1 : start + 1 + stride], rows[-1]))
    return rows[1:]


def _unfiltered(kind: int, line: bytes, above: bytes) -> bytes:
    """One line after the PNG specification, section 9: what was taken off each byte is put back."""
    done = bytearray(line)
    for place in range(len(done)):
        left = done[place - 4] if place >= 4 else 0
        corner = above[place - 4] if place >= 4 else 0
        up = above[place]
        guess = (0, left, up, (left + up) // 2, _paeth(left, up, corner) if kind == 4 else 0)[kind]
        done[place] = (done[place] + guess) & 0xFF
    return bytes(done)


def _paeth(left: int, up: int, corner: int) -> int:
    estimate = left + up - corner
    return min((left, up, corner), key=lambda each: abs(estimate - each))
