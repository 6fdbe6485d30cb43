"""A chart as a file of its own: it says what it shows, its lengths are true, and no name can break it."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from petition_app import folders
from petition_app.services.charts import ChartName, Figures
from petition_app.web.drawing.bars import MOST_BARS
from petition_app.web.drawing.sheet import Shape
from tests.web.drawing.charting import SITE, SVG, bars_in, drawn, exact, parsed, released, words_in

FIGURES = released(("Google", 95), ("Meta", 45), ("Amazon", 40), other=630)
NASTY = (
    "<script>alert(1)</script>", "]]>&amp;\"'", "x" * 10_000, "שלום תעשיות (Israel) בע״מ", "\u202eelgooG\u202c",
    "a\x00\x0b\x1f\x7f\ufffe\ud800b", "😀 👩‍💻✊🏽", "Ａｃｍｅ\u2028株式会社", " \u200b ", "e" + "\u0301" * 500,
)  # fmt: skip


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("chart", ChartName)
@pytest.mark.parametrize("figures", [FIGURES, exact(3, 0, 12)], ids=["released", "exact"])
def test_a_chart_says_by_itself_what_it_shows(app: Flask, figures: Figures, chart: ChartName, shape: Shape):
    root = parsed(drawn(app, figures, chart, shape))

    assert root.get("role") == "img"
    labels = {each.get("id"): each.text for each in root if each.get("id")}
    title, facts = (labels[each] for each in (root.get("aria-labelledby") or "").split())
    assert title
    assert "A letter" in title
    assert facts
    assert "22 November 2026" in facts
    shown = " ".join(words_in(root))
    assert "22 November 2026" in shown
    assert (f"Source: {SITE}/p/letter" in shown) is not figures.is_exact
    assert ("not for publication" in shown) is figures.is_exact
    assert ("at least" in shown) is not figures.is_exact


@pytest.mark.parametrize("shape", Shape)
def test_bars_are_as_long_as_their_figures_say(app: Flask, shape: Shape):
    bars = bars_in(parsed(drawn(app, FIGURES, shape=shape)))

    assert list(bars) == ["Google: at least 95", "Meta: at least 45", "Amazon: at least 40"]
    units = [bars[title]["width"] / int(title.split()[-1]) for title in bars]
    assert units == pytest.approx([units[0]] * 3, rel=1e-3)
    assert len({bar["x"] for bar in bars.values()}) == 1


def test_shares_are_drawn_of_the_whole(app: Flask):
    verified, others = bars_in(parsed(drawn(app, FIGURES, ChartName.PROOF))).items()

    assert verified[0] == "Verified current employees: at least 90 (about 11%)"
    assert others[0] == "All others: 720 (about 89%)"
    assert others[1]["width"] / verified[1]["width"] == pytest.approx(720 / 90, rel=1e-3)


def test_what_is_left_over_is_never_called_a_floor(app: Flask):
    for chart in ChartName:
        assert "at least 720" not in drawn(app, FIGURES, chart)
        assert "at least 630" not in drawn(app, FIGURES, chart)


def test_days_are_as_high_as_their_figures_say(app: Flask):
    bars = bars_in(parsed(drawn(app, exact(4, 0, 12, 8), ChartName.GROWTH)))

    heights = [bar["height"] for bar in bars.values()]
    assert [round(height / heights[0] * 4, 2) for height in heights] == [4, 0, 12, 8]
    assert len({round(bar["y"] + bar["height"], 1) for bar in bars.values()}) == 1
    assert [each.split(":")[0] for each in bars][::3] == ["19 November 2026", "22 November 2026"]


def test_growth_rises_from_release_to_release_in_proportion(app: Flask):
    root = parsed(drawn(app, FIGURES, ChartName.GROWTH))

    dots = [(float(dot.get("cx", "")), float(dot.get("cy", ""))) for dot in root.iter(f"{SVG}circle")]
    area = next(each.get("d", "") for each in root.iter(f"{SVG}path") if each.get("class") == "area")
    base = float(re.findall(r"V([\d.]+)", area)[-1])
    assert dots[0][0] < dots[1][0]
    assert (base - dots[1][1]) / (base - dots[0][1]) == pytest.approx(810 / 405, rel=1e-3)


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("name", NASTY, ids=range(len(NASTY)))
def test_no_name_breaks_a_chart(app: Flask, name: str, shape: Shape):
    svg = drawn(app, released((name, 95), ("Meta", 45), title=name), shape=shape)
    root = parsed(svg)

    assert len(bars_in(root)) == 2
    assert "<script" not in svg
    assert not set(svg) & set("\u202d\u202e\x00\x0b")
    assert all(float(each.get("y", "")) < float(root.get("height", "")) for each in root.iter(f"{SVG}text"))
    assert max(len(words) for words in words_in(root) if words.startswith("x")) < 100 if name[0] == "x" else True


def test_a_name_from_right_to_left_keeps_its_order(app: Flask):
    shown = words_in(parsed(drawn(app, released((NASTY[3], 95), ("Meta", 45)))))

    assert f"\u2067{NASTY[3]}\u2069" in shown
    assert "Meta" in shown


def test_many_employers_are_summed_below_the_bars(app: Flask):
    many = released(*((f"Company {number}", 300 - 5 * number) for number in range(40)), other=100)
    root = parsed(drawn(app, many))

    bars = bars_in(root)
    assert len(bars) == MOST_BARS
    rest = sum(300 - 5 * number for number in range(MOST_BARS, 40))
    assert f"30 more employers, together: at least {rest:,}" in words_in(root)
    # Whoever hears the chart hears of all of them.
    assert "Company 39: at least 105." in (root.findtext(f"{SVG}desc") or "")
    bottoms = [bar["y"] + bar["height"] for bar in bars.values()]
    assert max(bottoms) < min(
        float(each.get("y", "")) for each in root.iter(f"{SVG}text") if "more emp" in str(each.text)
    )


@pytest.mark.parametrize("chart", ChartName)
@pytest.mark.parametrize("shape", Shape)
def test_a_release_without_figures_says_so(app: Flask, chart: ChartName, shape: Shape):
    svg = drawn(app, released(employees=None), chart, shape)

    assert "All signatures: too few to be published yet" in words_in(parsed(svg))
    assert "at least 0" not in svg


def test_a_wide_chart_is_a_slide_however_many_rows_it_has(app: Flask):
    for count in (0, 1, 10, 40):
        root = parsed(drawn(app, released(*((f"Company {number}", 100) for number in range(count)))))
        assert (root.get("width"), float(root.get("height", ""))) == ("1200", 675)


def test_the_same_figures_give_the_same_bytes(app: Flask):
    for chart in ChartName:
        assert drawn(app, FIGURES, chart) == drawn(app, FIGURES, chart)


def test_a_chart_has_the_colours_of_the_site_by_day(app: Flask):
    tokens = (folders.STATIC / "css" / "tokens.css").read_text("utf-8").split("@media")[0]

    used = set(re.findall(r"#[0-9a-f]{6}", drawn(app, FIGURES, ChartName.GROWTH)))
    assert used <= set(re.findall(r"#[0-9a-f]{6}", tokens))
    assert len(used) == 6


def test_a_chart_needs_nothing_that_the_content_policy_refuses(app: Flask):
    for chart in ChartName:
        svg = drawn(app, FIGURES, chart)
        assert not re.search(r"<style|<script|<image|\sstyle=|\son\w+=|url\(|href", svg)
