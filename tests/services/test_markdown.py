"""Organisers' Markdown: readable as HTML and as text, and harmless whatever it holds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition_app.services.markdown import to_html, to_text

TAG = re.compile(r"<(/?)([a-z0-9]+)((?: [a-z]+(?:=\"[^\"<>]*\")?)*) ?/?>")
TAGS = frozenset("p br em strong ul ol li blockquote pre code hr h4 h5 h6 a".split())
LINK = re.compile(r'href="(?:https?://|mailto:)')

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](&#106;avascript&#58;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](//evil.example)",
    "[x](/sign-out)",
    '[x](https://a.example "onmouseover=alert(1)")',
    '[x](https://a.example/"onmouseover="alert(1))',
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "![x](https://tracker.example/1.png)",
    "![x][y]\n\n[y]: https://tracker.example/1.png",
    '```"><script>\nx\n```',
    "&lt;script&gt; &#60;script&#62;",
    ">" * 400 + " deep",
    "- " * 400 + "deep",
    "[" * 2_000 + "x" + "](y)" * 2_000,
    "*_" * 1_500,
)


def assert_harmless(html: str) -> None:
    for _, name, attributes in TAG.findall(html):
        assert name in TAGS, html
        assert not attributes or LINK.search(attributes) or name in ("ol", "code"), html
    assert not re.search(rf"<(?!/?(?:{'|'.join(TAGS)})\b)", html), html
    assert 'onmouseover="' not in html
    assert not re.search(r'(?:href|src)="(?!https?://|mailto:)', html), html


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_becomes_harmless_html(text: str):
    assert_harmless(to_html(text))
    to_text(text)


@given(st.text(alphabet="<>[]()!&#:/\\\"'`*_->\n ajvscriptonhe1;=", max_size=200))
def test_any_text_becomes_harmless_html(text: str):
    assert_harmless(to_html(text))
    to_text(text)


def test_links_lead_out_without_telling_where_from():
    html = to_html("[minutes](https://example.org/m?a=1&b=2)")

    assert html == (
        '<p><a href="https://example.org/m?a=1&amp;b=2" rel="nofollow noopener noreferrer">minutes</a></p>\n'
    )


def test_an_image_is_a_link_that_nobody_has_to_load():
    assert "<img" not in to_html("![chart](https://example.org/c.png)")


def test_headings_stand_below_the_title_of_the_update():
    assert to_html("# One\n\n## Two\n") == "<h4>One</h4>\n<h5>Two</h5>\n"


def test_as_text_it_reads_without_markup():
    text = to_text("# News\n\nWe **met** [them](https://example.org).\n\n1. one\n2. two\n   - deep\n\n> said\n> so\n")

    assert text == ("News\n\nWe met them (https://example.org).\n\n1. one\n\n2. two\n\n  - deep\n\n> said\n> so\n")


def test_an_address_that_is_its_own_text_stands_once():
    assert to_text("<https://example.org/a>") == "https://example.org/a\n"
    assert to_text("<press@example.org>") == "press@example.org\n"
