"""The petition on paper: its text, figures and names, and nothing that can only be clicked."""

from __future__ import annotations

from io import BytesIO

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.running import Demo


def printed(browser: Browser, address: str, paper: str) -> list[str]:
    """The text of each page."""
    page = browser.new_page(color_scheme="dark")
    page.goto(address)
    pdf = PdfReader(BytesIO(page.pdf(format=paper)))
    page.close()
    return [each.extract_text() for each in pdf.pages]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_petition_prints_with_its_figures_and_names_and_without_its_form(
    shared_demo: Demo, browser: Browser, paper: str
):
    pages = printed(browser, shared_demo.petition, paper)
    text = "\n".join(pages)

    for expected in ("What we ask", "Where the signers work", "at least 95", "Senior Vice President", "Over 500 of us"):
        assert expected in text
    for unwanted in ("Your private e-mail address", "Sign this petition", "Pass it on", "Download:", "Manage my"):
        assert unwanted not in text
    # Whoever has the paper alone finds the petition, and the names that are not on it.
    assert shared_demo.petition in pages[0]
    assert f"There are more: {shared_demo.petition}/signatories" in text


def test_a_table_of_figures_is_not_torn_apart(shared_demo: Demo, browser: Browser):
    pages = printed(browser, shared_demo.petition, "A4")

    assert [page for page in pages if "Where the signers work" in page] == [
        page for page in pages if "All signatures" in page
    ]
