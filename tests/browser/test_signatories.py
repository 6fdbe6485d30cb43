"""The signatories' room with a keyboard alone, in a browser that runs no script."""

from __future__ import annotations

from playwright.sync_api import Browser, Page

from tests.browser.test_pages import address, signed_in
from tests.running import Demo

MOST_KEYS = 200


def tab_to(page: Page, selector: str) -> None:
    """Press the tab key until this has the focus."""
    for _ in range(MOST_KEYS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by the keyboard")


def test_searching_ticking_changing_and_undoing_with_the_keyboard_alone(shared_demo: Demo, browser: Browser):
    context = browser.new_context(java_script_enabled=False)
    page = signed_in(context, shared_demo)
    page.goto(address(shared_demo, "/organise/{slug}/signatories"))

    tab_to(page, "[name=q]")
    page.keyboard.type("employer:google state:confirmed")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=employer*")
    assert page.locator(".search-chips li").count() == 3
    tab_to(page, "[name=row]")
    page.keyboard.press("Space")
    tab_to(page, "[name=step]")
    page.keyboard.type("Hold")
    tab_to(page, "[name=reason]")
    page.keyboard.type("Another")
    tab_to(page, "form.bulk button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/changes/*")
    page.get_by_text("1 changed.").wait_for()
    tab_to(page, "form[action$='/undo'] button")
    page.keyboard.press("Enter")

    page.get_by_text("1 taken back.").wait_for()
    context.close()
