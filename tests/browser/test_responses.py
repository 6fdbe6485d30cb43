"""What addressees answered, written in a real browser without JavaScript: every page of it is accessible and whole."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.test_pages import address, signed_in
from tests.running import Demo

WORD = "w" * 2_000


def assert_whole(page: Page) -> None:
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def go_to(page: Page, words: str) -> None:
    page.get_by_role("link", name=re.compile(words)).first.click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_entry_is_written_changed_and_removed(shared_demo: Demo, browser: Browser, scheme: str):
    context = browser.new_context(viewport={"width": 320, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = signed_in(context, shared_demo)
    page.goto(address(shared_demo, "/organise/{slug}/responses"))
    go_to(page, "Add a response.*Tesla")
    assert_whole(page)
    page.get_by_role("radio", name="Public statement", exact=True).check()
    page.get_by_label("Our summary").fill(f"<b>They</b> answered, {scheme}. {WORD[:900]}\nوقالوا نعم.")
    page.get_by_label("Quotation").fill(WORD)
    page.get_by_role("button", name="Save and show").click()
    assert page.locator(".error-summary a").get_attribute("href") == "#source_url"
    assert_whole(page)
    page.get_by_label("Link to the source").fill("https://news.example/story")
    page.get_by_role("button", name="Save and show").click()
    assert page.get_by_text("The public page says it from now on").is_visible()
    assert_whole(page)

    go_to(page, "^Change.*Public statement.*Tesla")
    page.get_by_label("Our summary").fill("They answered at length.")
    page.get_by_role("button", name="Save and show").click()
    go_to(page, "^History.*Public statement.*Tesla")
    assert page.locator("ins").first.is_visible()
    assert_whole(page)
    page.goto(address(shared_demo, "{petition}"))
    assert page.get_by_role("link", name="news.example").get_attribute("rel") == "noopener noreferrer nofollow"
    assert_whole(page)

    page.goto(address(shared_demo, "/organise/{slug}/responses"))
    go_to(page, "^Remove.*Public statement.*Tesla")
    assert_whole(page)
    page.get_by_role("button", name="Remove").click()
    page.get_by_text("removed response").first.click()
    assert_whole(page)
    context.close()


def test_two_editors_find_both_texts_on_a_page_that_is_whole(shared_demo: Demo, browser: Browser):
    context = browser.new_context(viewport={"width": 320, "height": 800})
    first = signed_in(context, shared_demo)
    first.goto(address(shared_demo, "/organise/{slug}/responses"))
    go_to(first, "^Change.*Apple")
    second = context.new_page()
    second.goto(first.url)
    for page, words in ((first, "Written first."), (second, "Written second.")):
        page.get_by_label("Our summary").fill(words)
        page.get_by_role("button", name="Save and show").click()

    assert second.get_by_text("Somebody else was faster").is_visible()
    assert second.get_by_text("Written first.").is_visible()
    assert second.get_by_label("Our summary").input_value() == "Written second."
    assert_whole(second)
    context.close()


def test_fields_are_asked_for_only_where_the_kind_has_them_without_a_script(shared_demo: Demo, browser: Browser):
    context = browser.new_context(java_script_enabled=False)
    page = signed_in(context, shared_demo)
    page.goto(address(shared_demo, "/organise/{slug}/responses"))
    go_to(page, "Add a response.*Meta")
    quotation, source = page.get_by_label("Quotation"), page.get_by_label("Link to the source")
    for kind, asked in (("No public statement", False), ("Answered in private", False), ("Demand met", True)):
        page.get_by_role("radio", name=kind, exact=True).check()
        assert (quotation.is_visible(), source.is_visible()) == (asked, asked)

    page.get_by_label("Our summary").fill("They did it.")
    quotation.fill("Done.")
    page.get_by_role("radio", name="Answered in private", exact=True).check()
    page.get_by_role("button", name="Save and show").click()
    assert quotation.is_visible()
    assert quotation.input_value() == "Done."
    context.close()
