"""The pages in a script that runs from right to left. The language is made up: every sentence begins with an Arabic
letter and is a third longer, so that what does not turn, or does not grow, is seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from playwright.sync_api import Browser

from petition_app import folders
from tests.browser.test_pages import PUBLIC, WORKSHOP, address, look_at, signed_in
from tests.running import Demo, running_demo

LETTER = "ع"


@pytest.fixture(scope="module")
def turned_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("turned")
    put_in_language(folder / "data" / "translations" / "ar" / "LC_MESSAGES")
    with running_demo(folder) as running:
        yield running


def put_in_language(folder: Path) -> None:
    """What an operator does who adds a language of their own."""
    folder.mkdir(parents=True)
    with (folders.TRANSLATIONS / "es" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        ours = read_po(file)
    catalogue = Catalog(locale="ar")
    for message in ours:
        if message.id:
            forms = (message.id,) if isinstance(message.id, str) else (message.id[0], *[message.id[-1]] * 5)
            turned = tuple(turn(each) for each in forms)
            catalogue.add(message.id, turned if len(turned) > 1 else turned[0])
    with (folder / "messages.mo").open("wb") as out:
        write_mo(out, catalogue)


def turn(sentence: str) -> str:
    # Joined letters would be one word too long for any line.
    return f"{LETTER} {sentence} {' '.join([LETTER * 4] * (len(sentence) // 15))}".strip()


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_is_accessible_and_whole_from_right_to_left(turned_demo: Demo, browser: Browser, width: int):
    context = browser.new_context(viewport={"width": width, "height": 800})
    page, complaints = context.new_page(), []
    for path in PUBLIC:
        complaints += look_at(page, turned_demo, f"/ar{path}")
    page = signed_in(context, turned_demo)
    for path in WORKSHOP:
        complaints += look_at(page, turned_demo, f"/ar{path}")
    context.close()

    assert complaints == []


def test_the_page_begins_at_the_right(turned_demo: Demo, browser: Browser):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(address(turned_demo, "/ar{petition}"))

    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert page.get_by_role("heading", level=1).inner_text()
    name = page.locator(".site-name").bounding_box()
    assert name
    assert name["x"] > 640
    context.close()


def test_the_workshops_menu_stands_at_the_right(turned_demo: Demo, browser: Browser):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = signed_in(context, turned_demo)
    page.goto(address(turned_demo, "/ar/organise/{slug}"))

    menu, work = page.locator(".navigation").bounding_box(), page.locator(".work").bounding_box()
    assert menu
    assert work
    assert menu["x"] > work["x"]
    assert LETTER in page.locator(".navigation").inner_text()
    context.close()
