"""A download in a real browser: how far it is, and how it ended, stands below the button that began it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Download, Page, expect

from petition_app.database import begin_work
from petition_app.domain.signature import DisplayMode
from petition_app.services.work import OPERATOR
from petition_app.settings import load_settings
from tests.application import opened
from tests.browser.test_pages import address, signed_in
from tests.running import Demo
from tests.services.exporting import add_signatures

#: More than the buffers of a connection take.
ROWS, SLOW_BYTES_A_SECOND = 90_000, 1_000_000
CRLF = b"\r\n"
WATCH_FOR_A_BAR = """() => {
  window.sawBar = false;
  const part = document.querySelector("[data-state='under way']");
  new MutationObserver(() => { window.sawBar ||= !part.hidden; }).observe(part, { attributes: true });
}"""
FORM = "/organise/{slug}/exports/signatories"


@pytest.fixture
def page(shared_demo: Demo, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(accept_downloads=True, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    yield signed_in(context, shared_demo)
    context.close()


@pytest.fixture(scope="module", autouse=True)
def many(shared_demo: Demo) -> None:
    settings = load_settings({"PETITION_DATA_DIR": str(shared_demo.data_dir), "PETITION_DEMO": "true"})
    with opened(settings), begin_work(OPERATOR) as work:
        add_signatures(work, ROWS, DisplayMode.NAME, shared_demo.petition.rsplit("/", 1)[-1])


def slowed(page: Page, bytes_a_second: int) -> None:
    """The connection is as slow as that from now on; -1 for as fast as it is."""
    speed = {"offline": False, "latency": 0, "downloadThroughput": bytes_a_second, "uploadThroughput": -1}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", speed)


def begin(page: Page) -> Download:
    with page.expect_download() as begun:
        page.get_by_role("button", name="Download", exact=True).click()
    return begun.value


def test_a_bar_fills_and_a_download_that_is_given_up_is_told_as_stopped(shared_demo: Demo, page: Page):
    page.goto(address(shared_demo, FORM))
    page.get_by_label("What is this export for?").fill("Check")
    slowed(page, SLOW_BYTES_A_SECOND)

    download = begin(page)
    expect(page.locator("form + .download")).to_contain_text(re.compile(r"[1-9][\d,]* of 9\d,\d{3} rows"))
    bar = page.get_by_role("progressbar", name="Your file is on its way")
    filled = [bar.evaluate("bar => bar.value / bar.max")]
    expect(bar).not_to_have_js_property("value", bar.evaluate("bar => bar.value"))
    filled.append(bar.evaluate("bar => bar.value / bar.max"))
    download.cancel()

    expect(page.get_by_role("status")).to_contain_text(re.compile(r"stopped after [\d,]+ of 9\d,\d{3} rows"))
    expect(page.get_by_role("status")).to_contain_text("Do not use the file; start it again.")
    expect(bar).to_be_hidden()
    assert 0 < filled[0] < filled[1] < 1
    assert Axe().run(page).response["violations"] == []


def test_a_whole_download_is_told_with_the_digest_of_the_file(shared_demo: Demo, page: Page):
    page.goto(address(shared_demo, FORM))
    page.get_by_label("What is this export for?").fill("Check")

    file = Path(begin(page).path()).read_bytes()

    expect(page.get_by_role("status")).to_contain_text(f"Complete: {file.count(CRLF) - 1:,} rows")
    expect(page.get_by_role("status")).to_contain_text(hashlib.sha256(file).hexdigest())
    assert Axe().run(page).response["violations"] == []


def test_a_small_file_shows_its_end_and_never_a_bar(shared_demo: Demo, page: Page):
    page.goto(address(shared_demo, "/organise/{slug}/exports"))
    page.evaluate(WATCH_FOR_A_BAR)

    page.get_by_role("button", name="Download the tallies").click()

    expect(page.get_by_role("status")).to_contain_text("Complete: ")
    assert page.evaluate("window.sawBar") is False
