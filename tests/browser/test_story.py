"""The whole story in a real browser, with JavaScript and without: sign, confirm, count, release, download."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.running import SECONDS_TO_FILL_IN, Demo


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(java_script_enabled=request.param, accept_downloads=True, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    yield context
    context.close()


def test_a_signature_is_given_confirmed_counted_released_and_exported(demo: Demo, context: BrowserContext):
    elsewhere: list[str] = []
    context.on("request", lambda request: None if request.url.startswith(demo.url) else elsewhere.append(request.url))
    page = context.new_page()

    total = public_total(page, demo)
    sign(page, demo, "sam@example.org")
    assert public_total(page, demo) == total

    receipt = confirm_by_letter(page, demo)
    assert public_total(page, demo) == total + 1
    assert context.cookies() == []
    see_own_signature(page, demo, receipt)

    sign_in(page, demo)
    see_exact_tally(page)
    find_signatory(page)
    publish_release(page)
    rows = download_tallies(page)
    assert any(row["employer"] == "Google" and row["proof"] == "mailbox" for row in rows), rows[:3]
    assert elsewhere == []


def public_total(page: Page, demo: Demo) -> int:
    page.goto(demo.petition)
    text = page.locator(".figure-number, .big-number").first.inner_text()
    found = re.search(r"\d[\d,.\s]*", text)
    assert found, text
    return int(re.sub(r"\D", "", found.group()))


def sign(page: Page, demo: Demo, email: str) -> None:
    page.goto(demo.petition)
    expect(page.get_by_text("Do not sign from a work device", exact=False).first).to_be_visible()
    page.get_by_label("Your private e-mail address").fill(email)
    page.get_by_label("Your employer").fill("Google LLC")
    page.get_by_text("Current employee", exact=True).click()
    page.get_by_label("Your kind of work").select_option("engineering")
    page.get_by_text("My name, title and employer", exact=True).click()
    page.get_by_label("Your name").fill("Sam Signer")
    page.get_by_label("Your title").fill("Site reliability engineer")
    for box in ("consent_count", "consent_publish"):
        page.locator(f"label[for={box}]").click()
    time.sleep(SECONDS_TO_FILL_IN)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("heading", name="Now check your mailbox")).to_be_visible()


def confirm_by_letter(page: Page, demo: Demo) -> str:
    deadline = time.monotonic() + 20
    link = page.locator("a[href*='/c/']")
    while time.monotonic() < deadline:
        page.goto(f"{demo.url}/demo/mail")
        if link.count():
            break
        time.sleep(0.5)
    link.first.click()
    expect(page.get_by_text("Sam Signer")).to_be_visible()
    page.get_by_role("button", name="Confirm my signature").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    found = re.search(r"(?:[0-9A-Z]{4}[\s-]*){13}", page.locator("main").inner_text())
    assert found
    return found.group().strip()


def see_own_signature(page: Page, demo: Demo, receipt: str) -> None:
    page.goto(f"{demo.url}/receipt")
    page.get_by_role("textbox").first.fill(receipt)
    page.locator("main form button").first.click()
    expect(page.get_by_text("sam@example.org")).to_be_visible()


def sign_in(page: Page, demo: Demo) -> None:
    page.goto(f"{demo.url}/sign-in")
    page.get_by_label("E-mail address").fill(demo.email)
    page.get_by_label("Password").fill(demo.passphrase)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/organise/**")


def see_exact_tally(page: Page) -> None:
    google = page.get_by_role("row").filter(has_text="Google").first
    expect(google).to_contain_text("98")


def find_signatory(page: Page) -> None:
    page.get_by_role("link", name="Signatories").first.click()
    page.get_by_role("searchbox").first.fill("Sam Signer")
    page.locator("form[role=search] button").first.click()
    row = page.get_by_role("row").filter(has_text="Sam Signer")
    expect(row).to_contain_text("Google")
    assert "sam@example.org" not in page.content()


def publish_release(page: Page) -> None:
    page.get_by_role("link", name="Releases").first.click()
    page.get_by_role("button", name="Publish this table").click()
    expect(page.get_by_text("The new table is public")).to_be_visible()


def download_tallies(page: Page) -> list[dict[str, str]]:
    page.get_by_role("link", name="Exports").first.click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the tallies").click()
    raw = waiting.value.path().read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in raw
    assert urlsplit(page.url).path.endswith("/exports")
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
