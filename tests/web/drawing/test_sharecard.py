"""The picture beside a shared link: every title has room, and what our letters cannot write is not written wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import given, settings
from hypothesis import strategies as st

from petition_app.domain.tally import PublishedTally
from petition_app.services.releases import StoredRelease
from petition_app.web import pictures
from petition_app.web.drawing.face import BOLD, REGULAR, face
from petition_app.web.drawing.sharecard import HEIGHT, WIDTH, Card, card_of, drawn, has_letters_for
from tests.web.drawing.charting import rows_of, size_of

ADDRESS = "https://petition.example.org/p/letter"
PAPER, BAND = b"\xfd\xfd\xfc", 20


def released(total: int) -> StoredRelease:
    return StoredRelease(1, datetime(2026, 11, 22, tzinfo=UTC), PublishedTally((), 0, total, 0, date(2026, 11, 22)), "")


def card(app: Flask, title: str, total: int = 810, site: str = "Workplace petition") -> Card:
    with app.test_request_context():
        return card_of(title, ADDRESS, site, released(total) if total else None)


def svg_of(app: Flask, made: Card) -> str:
    with app.test_request_context():
        return drawn(made).svg


def words_in(svg: str) -> list[str]:
    """The lines of the picture, without the marks that turn them round."""
    texts = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    return [re.sub("[\u2067\u2069]", "", text.text or "") for text in texts]


def edges(png: bytes) -> Iterable[bytes]:
    """The outermost points left and right, below the band."""
    for row in rows_of(png)[BAND + 2 :]:
        yield from (row[4 * x : 4 * x + 3] for x in (*range(30), *range(WIDTH - 30, WIDTH)))


def test_it_says_the_title_the_figure_its_day_and_the_address(app: Flask):
    words = words_in(svg_of(app, card(app, "An appeal to our leaders")))

    assert words == [
        "Workplace petition", "An appeal to our", "leaders", "petition.example.org/p/letter",
        "At least 810 people have signed, as of 22 November 2026.",
    ]  # fmt: skip


def test_no_figure_stands_on_it_before_one_is_published(app: Flask):
    with app.test_request_context():
        assert card_of("An appeal", ADDRESS, "", released(0)).sentence == ""
    assert card(app, "An appeal", total=0).sentence == ""
    assert not re.search(r"\d", " ".join(words_in(svg_of(app, card(app, "An appeal", total=0)))))


@pytest.mark.parametrize(
    "title", ["W" * 150, "An appeal to our leaders " * 6, "Щш" * 75, "@ " * 75, "i", "w" * 40 + " a"]
)
def test_a_title_never_runs_off_the_picture_nor_into_what_stands_below(app: Flask, title: str):
    png = pictures.png_of(svg_of(app, card(app, title)))

    assert size_of(png) == (WIDTH, HEIGHT)
    assert set(edges(png)) == {PAPER}
    between = {row[4 * x : 4 * x + 3] for row in rows_of(png)[438:448] for x in range(WIDTH)}
    assert between == {PAPER}


def test_a_whole_title_is_shown_in_letters_as_large_as_can_be(app: Flask):
    title = "Tech employees to our chief executives: ask for them to leave our cities"
    svg = svg_of(app, card(app, title))
    sizes = [float(each) for each in re.findall(r'font-size="([\d.]+)" fill="#141d1c"', svg)]

    assert title in " ".join(words_in(svg))
    assert min(sizes) >= 58
    assert max(float(each) for each in re.findall(r'font-size="([\d.]+)"', svg_of(app, card(app, "Stop")))) == 92


def test_words_that_run_from_the_right_begin_there(app: Flask):
    svg = svg_of(app, card(app, "نداء إلى قادتنا"))

    assert "نداء إلى قادتنا" in words_in(svg)
    assert 'x="1136.0"' in svg or 'x="1136"' in svg
    assert 'text-anchor="end"' in svg


def test_the_address_stands_for_a_title_our_letters_cannot_write(app: Flask):
    for title in ("致领导者的请愿书", "नेताओं से अपील", "An appeal 请愿"):
        words = words_in(svg_of(app, card(app, title)))
        assert not has_letters_for(title)
        assert words[1] == "petition.example.org/p/letter"
    assert has_letters_for("Έκκληση, призыв, apel, نداء")


def test_small_pictures_in_a_title_are_left_out_and_its_words_stay(app: Flask):
    words = words_in(svg_of(app, card(app, "🚀 Save our jobs 👩\u200d💻 now")))

    assert "Save our jobs now" in words


def test_a_sentence_our_letters_cannot_write_gives_way_to_its_bare_figures(app: Flask):
    with app.test_request_context(), force_locale("zh"):
        sentence = card_of("An appeal", ADDRESS, "", released(810)).sentence

    assert sentence == "≥ 810 – 2026-11-22"


def test_every_other_word_or_figure_has_another_digest(app: Flask):
    made = [card(app, "A"), card(app, "B"), card(app, "A", 815), card(app, "A", 0), card(app, "A", site="Other")]
    with app.test_request_context():
        digests = [drawn(each).digest for each in made]
    with app.test_request_context("/es/"):
        again = drawn(card(app, "A")).digest

    assert len({*digests}) == len(made)
    assert again == digests[0]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=150))
def test_no_title_breaks_it(app: Flask, title: str):
    svg = svg_of(app, card(app, title))

    assert all(face(BOLD).drawable(line) is not None for line in words_in(svg))


def test_widths_are_those_of_the_letters_as_they_are_drawn(app: Flask):
    """Measured in the picture: the ink ends where the words are said to end, up to what a letter leaves free."""
    for name, weight in ((BOLD, 700), (REGULAR, 400)):
        text = "Hamburg and 812 mm"
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="100"><rect width="100%" height="100%" '
            f'fill="#fff"/><text x="0" y="70" font-family="DejaVu Sans" font-stretch="condensed" font-size="60" '
            f'font-weight="{weight}">{text}</text></svg>'
        )
        rows, white = rows_of(pictures.png_of(svg)), b"\xff" * 3
        inked = [x for row in rows for x in range(1200) if row[4 * x : 4 * x + 3] != white]
        assert abs(max(inked) - face(name).width_of(text, 60)) < 12, name
