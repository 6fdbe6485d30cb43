"""Pictures of drawings: with our own letters, the same bytes each time, and drawn once for a crowd."""

from __future__ import annotations

import hashlib
import threading

import pytest
from flask import Flask

from petition_app import folders
from petition_app.services.charts import ChartName
from petition_app.web import pictures
from petition_app.web.drawing.sheet import Shape
from tests.web.drawing.charting import drawn, released, rows_of, size_of

FIGURES = released(("Google", 95), ("Meta", 45), other=670)


@pytest.mark.parametrize("chart", ChartName)
def test_a_picture_is_as_large_as_a_slide(app: Flask, chart: ChartName):
    assert size_of(pictures.png_of(drawn(app, FIGURES, chart))) == (1200, 675)


def test_a_narrow_picture_fits_a_column(app: Flask):
    assert size_of(pictures.png_of(drawn(app, FIGURES, shape=Shape.NARROW)))[0] == 600


def test_the_letters_are_in_the_picture(app: Flask):
    named = pictures.png_of(drawn(app, FIGURES))
    other = pictures.png_of(drawn(app, released(("Goggle", 95), ("Meta", 45), other=670)))

    assert named != other
    # Beside the bars, where names stand: points that are neither paper nor bar.
    column = {row[4 * x : 4 * x + 3] for row in rows_of(named)[210:300] for x in range(60, 150)}
    assert b"\x14\x1d\x1c" in column


def test_a_name_never_runs_into_its_bar_nor_off_the_sheet(app: Flask):
    words = ("W", "m", "Ж", "Щш", "ю", "中文公司", "Ω", "ﷺ", "The Quick Brown Fox Jumps")
    names = [word * 40 for word in words]
    svg = drawn(app, released(*((name, 95) for name in names)))
    start = min(float(part.split('"')[0]) for part in svg.split('<rect x="')[1:])

    for row in rows_of(pictures.png_of(svg))[190:540]:
        around = {row[4 * x : 4 * x + 3] for x in (*range(40), *range(int(start) - 12, int(start) - 2))}
        assert around == {b"\xfd\xfd\xfc"}


def test_the_same_drawing_gives_the_same_picture(app: Flask):
    svg = drawn(app, FIGURES)

    assert pictures.png_of(svg) == pictures.png_of(svg)


def test_a_crowd_costs_one_drawing(app: Flask):
    svg = drawn(app, FIGURES)
    pictures.kept.cache_clear()
    crowd = [threading.Thread(target=pictures.kept_png_of, args=(svg,)) for _ in range(8)]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()

    assert pictures.kept.cache_info()[:2] == (7, 1)


def test_no_more_pictures_are_kept_than_fit_into_memory():
    assert pictures.kept.cache_info().maxsize == pictures.MOST_KEPT == 200


def test_vendored_files_are_the_ones_that_were_taken():
    lines = (folders.STATIC / "vendor" / "VENDOR").read_text("utf-8").splitlines()
    listed = {line.split()[2]: line.split()[1] for line in lines if line.startswith("sha256:")}

    assert {str(folders.STATIC / "vendor" / name) for name in listed} >= set(pictures.FONTS)
    for name, digest in listed.items():
        assert hashlib.sha256((folders.STATIC / "vendor" / name).read_bytes()).hexdigest() == digest, name
