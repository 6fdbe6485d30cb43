"""An organiser at work in a real browser: what they click, and what they read before they click on."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyotp
from playwright.sync_api import Page, expect

from petition_app.mail.transport import FolderTransport

PASSPHRASE = "every voice in this house counts"
LETTER_SECONDS = 30


@dataclass(frozen=True)
class Site:
    url: str
    data_dir: Path
    greeting: str


def go_to(page: Page, room: str) -> None:
    """By the menu, as it stands beside every room."""
    page.get_by_role("navigation").get_by_role("link", name=room, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def press(page: Page, button: str | re.Pattern[str]) -> None:
    page.locator(".work").get_by_role("button", name=button, exact=isinstance(button, str)).first.click()


def follow(page: Page, link: str) -> None:
    page.locator(".work").get_by_role("link", name=link).first.click()


def saved(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator(".work")).to_contain_text(words)


def download(page: Page, begin: Callable[[], None]) -> bytes:
    with page.expect_download() as waiting:
        begin()
    return Path(waiting.value.path()).read_bytes()


def link_in_letter(page: Page, data_dir: Path, to: str, part: str) -> str:
    """The address with `part` in the newest letter to somebody, once the worker has sent it."""
    mailbox = FolderTransport(data_dir / "mail", "")
    for _ in range(LETTER_SECONDS * 4):
        for letter in mailbox.letters():
            found = re.search(rf"https?://\S*{re.escape(part)}\S*", letter.text)
            if letter.to == to and found:
                return found.group()
        page.wait_for_timeout(250)
    raise AssertionError(f"no letter to {to} with {part}")


def set_up(page: Page, site: Site) -> None:
    link = re.search(r"http\S+/set-up/\S+", site.greeting)
    assert link, site.greeting
    page.goto(link.group())
    page.get_by_label("Your name").fill("Olu")
    page.get_by_label("E-mail address").fill("olu@example.org")
    for box in page.locator("input[type=password]").all():
        box.fill(PASSPHRASE)
    page.locator("main form button").last.click()
    set_second_factor(page)


def set_second_factor(page: Page) -> None:
    shown = page.get_by_text(re.compile(r"^(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}$")).inner_text()
    page.get_by_role("textbox", name="Code").fill(pyotp.TOTP(shown.replace(" ", "")).now())
    page.get_by_role("button", name="Turn it on").click()
    page.get_by_role("link", name="I have written them down").click()
