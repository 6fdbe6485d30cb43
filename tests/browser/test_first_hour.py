"""The first hour in a real browser: from the link that an empty site prints to the first draft and its checklist, only
by clicking, with JavaScript and without; no page with an accessibility violation."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.cli.command import Server, free_port, started

PASSWORD = "seven quiet lanterns drift north"
Look = Callable[[Page], None]


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[Server]:
    env = {"PORT": str(free_port()), "PETITION_DATA_DIR": str(tmp_path / "data")}
    with started("serve", env, tmp_path / "log") as server:
        yield server


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_first_organiser_sets_up_an_empty_site(empty_site: Server, browser: Browser, tmp_path: Path, scripts: bool):
    context = browser.new_context(java_script_enabled=scripts, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    # What looks for violations is a script itself.
    look: Look = look_at if scripts else lambda page: None
    page = context.new_page()
    try:
        come_in(page, empty_site, look)
        expect(page.get_by_text("Set-up of this site: 3 things to do")).to_be_visible()
        look(page)
        page.get_by_role("link", name="Letters arrive").click()
        prove_letters(page, tmp_path / "data" / "mail")
        keep_key(page, look)
        look(page)
        begin_petition(page, look)
    finally:
        context.close()


def come_in(page: Page, site: Server, look: Look) -> None:
    """By the link that the terminal shows, then the second factor."""
    link = re.search(r"http\S+/set-up/\S+", site.output)
    assert link, site.output
    page.goto(link.group())
    look(page)
    page.get_by_label("E-mail address").fill("olu@example.org")
    page.get_by_label("Your name").fill("Olu")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password once more").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    secret = page.locator("ol code").inner_text().replace(" ", "")
    page.get_by_role("textbox", name="Code").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Turn it on").click()
    page.get_by_role("link", name="I have written them down").click()


def prove_letters(page: Page, folder: Path) -> None:
    page.get_by_role("button", name="Send me a test letter").click()
    page.get_by_label("Code in the letter").fill(code_of_letter_in(folder))
    page.get_by_role("button", name="Check the code").click()
    expect(page.get_by_text("That is the code: letters arrive.")).to_be_visible()


def code_of_letter_in(folder: Path) -> str:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for file in folder.glob("[!.]*.eml"):
            body = message_from_bytes(file.read_bytes(), policy=policy.default).get_body(("plain",))
            assert body
            found = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", body.get_content())
            if found:
                return found.group()
        time.sleep(0.2)
    raise AssertionError("no letter came")


def keep_key(page: Page, look: Look) -> None:
    page.get_by_role("link", name="Show me the key").click()
    look(page)
    page.get_by_role("button", name="Show it now").click()
    look(page)
    copy = page.locator(".site-key").inner_text()
    page.get_by_label("Last 6 characters of the key").fill(copy[-6:])
    page.get_by_role("button", name="Check my copy").click()
    expect(page.get_by_text("That is the end of the key: there is a copy.")).to_be_visible()


def begin_petition(page: Page, look: Look) -> None:
    page.get_by_role("link", name="My petitions").first.click()
    page.get_by_role("link", name="New petition").click()
    page.get_by_label("Title").fill("Keep the night buses")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="Overview").click()
    expect(page.get_by_text("Set-up of this petition: 6 things to do")).to_be_visible()
    page.get_by_role("link", name="The letter that signers get").click()
    look(page)
    page.get_by_role("button", name="I have read it").click()
    expect(page.locator("#letter")).to_contain_text("Done")
    expect(page.locator("#second-factors")).to_contain_text("Done")
    look(page)


def look_at(page: Page) -> None:
    found = [each["id"] for each in Axe().run(page).response["violations"]]
    assert found == [], page.url
