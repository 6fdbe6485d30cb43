"""The review queue in a real browser: by keyboard alone, without JavaScript, and every page of it whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from petition_app.app import create_app
from petition_app.database import begin_work
from petition_app.services import confirming, outbox, signing
from petition_app.services.work import VISITOR
from petition_app.settings import load_settings
from tests.application import close
from tests.browser.test_pages import address, signed_in
from tests.browser.test_responses import assert_whole
from tests.builders import a_request, secret_in
from tests.running import Demo, running_demo

_SIGNERS = count()
LONG = "Very " * 23 + "long"
NASTY = ("<script>alert(1)</script>", "شركة الأمل", "🚀🚀 Labs", LONG, "w" * 120)


@pytest.fixture
def own_demo(tmp_path: Path) -> Iterator[Demo]:
    with running_demo(tmp_path) as running:
        yield running


def typed(demo: Demo, texts: dict[str, int]) -> None:
    """So many people typed this and confirmed, before the demo's own mail worker could look."""
    app = create_app(load_settings({"PETITION_DATA_DIR": str(demo.data_dir), "PETITION_DEMO": "true"}))
    slug = demo.petition.rsplit("/", 1)[-1]
    with app.app_context():
        for text in [text for text, times in texts.items() for _ in range(times)]:
            with begin_work(VISITOR) as work:
                signing.sign(work, slug, a_request(f"signer{next(_SIGNERS)}@example.org", employer=text))
                (claimed,) = outbox.claim(work, most=2)
                outbox.mark_delivered(work, claimed.id)
                confirming.confirm(work, secret_in(claimed.letter.text))
        close(app)


def queue(context: BrowserContext, demo: Demo) -> Page:
    page = signed_in(context, demo)
    page.goto(address(demo, "/organise/{slug}/employers"))
    return page


def row(page: Page, text: str) -> str:
    """What is chosen for a text."""
    line = page.locator(".queue-line", has=page.locator("bdi", has_text=re.compile(f"^{re.escape(text)}$")))
    return str(line.locator("input[type=radio]:checked").get_attribute("value"))


def test_a_page_of_texts_is_decided_by_keyboard_alone(own_demo: Demo, browser: Browser):
    typed(own_demo, {"Gogle": 5, "Acme": 4, "Retired teacher": 3, "Facebok": 2, "Zebra crossing": 1})
    context = browser.new_context()
    page = queue(context, own_demo)
    for keys in ("j1", "jo", "jn", "j1", "j1l"):
        for key in keys:
            page.keyboard.press(key)
        if keys == "jo":
            page.keyboard.type("Acme Rockets")
            page.keyboard.press("Escape")
    assert [row(page, text) for text in ("Gogle", "Acme", "Retired teacher", "Facebok", "Zebra crossing")] == [
        "to:google", "own", "nobody", "to:meta", "later",
    ]  # fmt: skip
    expect(page.get_by_role("button", name="Preview (4)")).to_be_visible()
    page.keyboard.press("k")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="4 decisions")).to_be_visible()
    expect(page.get_by_text("is an employer of its own, Acme Rockets")).to_be_visible()
    page.get_by_role("button", name="Do it").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("4 decisions are made")).to_be_visible()
    assert page.locator(".typed").all_inner_texts() == ["Zebra crossing"]
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".typed")).to_have_count(5)
    context.close()


def test_without_javascript_everything_can_be_done(own_demo: Demo, browser: Browser):
    typed(own_demo, {"Gogle": 3, "Facebok": 2, "Acme": 1})
    context = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 800})
    page = queue(context, own_demo)
    page.get_by_role("button", name="Choose first suggestions").click()
    assert [row(page, text) for text in ("Gogle", "Facebok", "Acme")] == ["to:google", "to:meta", "later"]
    page.get_by_role("group", name="Acme").get_by_text("Another employer").click()
    page.get_by_label("Which employer? Acme").fill("Nowhere")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no employer called “Nowhere” here")
    page.get_by_label("Which employer? Acme").fill("Tesla")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Change the choices").click()
    assert row(page, "Acme") == "other"
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_text("3 decisions are made")).to_be_visible()

    page.goto(address(own_demo, "/organise/{slug}/employers/meta"))
    page.get_by_text("Split off: Facebok").click()
    page.get_by_role("group", name="Facebok").get_by_text("Names no employer").click()
    page.get_by_role("button", name="Preview", exact=True).click()
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_text("1 decision is made")).to_be_visible()
    expect(page.get_by_role("group", name="Facebok")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_whole_whatever_was_typed(own_demo: Demo, browser: Browser, scheme: str):
    typed(own_demo, dict.fromkeys((*NASTY, "Gооgle", "Acme"), 1))
    context = browser.new_context(viewport={"width": 320, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    wrong: list[str] = []
    context.on("dialog", lambda dialog: wrong.append(dialog.message))
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("console", lambda m: wrong.append(m.text) if "Content Security Policy" in m.text else None)
    page = queue(context, own_demo)
    assert_whole(page)
    for line in page.locator(".queue-line").all():
        line.get_by_text("An employer of its own").click()
    assert_whole(page)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("This name could be taken for Google")).to_be_visible()
    assert_whole(page)
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_text("7 decisions are made")).to_be_visible()
    assert_whole(page)
    for path in ("/all", "/decisions", "/acme", "/google"):
        page.goto(address(own_demo, "/organise/{slug}/employers" + path))
        assert_whole(page)
    page.get_by_label("Merge into").fill("Nowhere")
    page.get_by_role("button", name="Preview the merge").click()
    assert_whole(page)
    context.close()
    assert wrong == []


def test_the_first_suggestions_are_filled_in_and_the_row_in_use_is_never_hidden(own_demo: Demo, browser: Browser):
    typed(own_demo, dict.fromkeys("Gogle Googl Goggle Gooogle Googlee Gouogle Googgle Goolge".split(), 1) | {"Acme": 9})
    context = browser.new_context(viewport={"width": 1280, "height": 600}, reduced_motion="reduce")
    page = queue(context, own_demo)
    page.get_by_role("button", name="Choose first suggestions").click()
    expect(page.get_by_role("button", name="Preview (8)")).to_be_visible()
    assert row(page, "Acme") == "later"

    bar = page.locator(".queue-bar").bounding_box()
    assert bar
    for _ in range(9):
        page.keyboard.press("j")
        box = page.locator("input:focus").bounding_box()
        assert box
        assert box["y"] + box["height"] <= bar["y"]
    page.keyboard.press("?")
    expect(page.get_by_text("next row")).to_be_visible()
    context.close()
