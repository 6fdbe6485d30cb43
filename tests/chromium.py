"""A real browser for the tests: an installed Chromium or Chrome, else the one that Playwright downloads."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.missing import IN_CI, missing

INSTALLED = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DOWNLOAD_SECONDS = 600
# The browser talks to the server under test and to nobody else.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Chromium's sandbox refuses to work for root.
        root = ["--no-sandbox"] if os.name == "posix" and os.getuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=_program(playwright), args=[*QUIET, *root])
        yield browser
        browser.close()


def _program(playwright: Playwright) -> str:
    installed = os.environ.get("PETITION_TEST_BROWSER") or next(filter(None, map(shutil.which, INSTALLED)), None)
    own = playwright.chromium.executable_path
    if not installed and not IN_CI and not Path(own).exists():
        _download()
    found = installed or own
    if not Path(found).exists():
        missing("No browser found: install Chromium or Chrome, or name its program in PETITION_TEST_BROWSER.")
    return found


def _download() -> None:
    """Asks Playwright for its own browser; without a network nothing comes."""
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    try:
        subprocess.run(command, capture_output=True, check=False, timeout=DOWNLOAD_SECONDS)
    except subprocess.TimeoutExpired:
        return
