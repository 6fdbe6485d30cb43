"""Sharing in a real browser: which sites can show the widget, and that a flyer is one sheet of paper."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from pypdf import PdfReader
from sqlalchemy import delete, select

from petition_app.app import create_app
from petition_app.database import begin_work
from petition_app.models import Demand, PetitionText
from petition_app.services import petitions
from petition_app.services.work import OPERATOR
from petition_app.settings import load_settings
from tests.application import close
from tests.browser.test_pages import address, signed_in
from tests.running import Demo, running_demo

ISOLATED = {"Cross-Origin-Embedder-Policy": "require-corp", "Cross-Origin-Opener-Policy": "same-origin"}


@pytest.fixture(scope="module")
def own_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with running_demo(tmp_path_factory.mktemp("sharing")) as running:
        yield running


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the tests read what the browser sees."""

    def end_headers(self) -> None:
        if "isolated" in self.path:
            for name, value in ISOLATED.items():
                self.send_header(name, value)
        super().end_headers()


@contextmanager
def another_site(folder: Path, embed: str) -> Iterator[str]:
    """A site at another origin whose pages hold this; its address."""
    for name in ("index.html", "isolated.html"):
        (folder / name).write_text(f"<!doctype html><title>News</title><h1>News</h1>{embed}", "utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def embed_code(context: BrowserContext, demo: Demo) -> str:
    page = signed_in(context, demo)
    page.goto(address(demo, "/organise/{slug}/share"))
    return page.get_by_label("For the owner of the site").input_value()


def list_site(context: BrowserContext, demo: Demo, site: str) -> None:
    page = context.new_page()
    page.goto(address(demo, "/organise/{slug}/share"))
    page.get_by_label("Site", exact=True).fill(site)
    page.get_by_role("button", name="Add the site").click()
    expect(page.get_by_text("Added: this site may show the widget now.")).to_be_visible()


def test_only_a_listed_site_can_show_the_widget(own_demo: Demo, browser: Browser, tmp_path: Path):
    organiser, reader = browser.new_context(), browser.new_context()
    page = reader.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    with another_site(tmp_path, embed_code(organiser, own_demo)) as site:
        list_site(organiser, own_demo, "https://news.example")
        page.goto(site)
        expect(page.get_by_role("heading", name="News")).to_be_visible()
        page.wait_for_timeout(500)
        assert page.frame_locator("iframe").get_by_role("link", name="Read and sign").count() == 0
        assert any("frame-ancestors" in each for each in told), told

        list_site(organiser, own_demo, site)
        told.clear()
        # A browser may keep the widget for a minute: another reader's has not seen it yet.
        fresh = browser.new_context()
        for path in ("/", "/isolated.html"):
            page = fresh.new_page()
            page.on("console", lambda message: told.append(message.text))
            page.goto(site + path)
            link = page.frame_locator("iframe").get_by_role("link", name="Read and sign")
            expect(link).to_be_visible()
            # The style sheet is there too, although the frame is a sandbox.
            assert link.evaluate("link => getComputedStyle(link).display") == "inline-flex"
        with fresh.expect_page() as opened:
            link.click()
        opened.value.wait_for_load_state()
        assert opened.value.url == own_demo.petition
        assert opened.value.get_by_role("button", name="Sign", exact=True).is_visible()
        # That the frame runs no script is said of those that look into it from here.
        assert [each for each in told if "Content Security Policy" in each or "ERR_" in each] == []
        fresh.close()
    organiser.close()
    reader.close()


def test_a_button_copies_what_is_there_to_be_copied(own_demo: Demo, browser: Browser):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = signed_in(context, own_demo)
    page.goto(address(own_demo, "/organise/{slug}/share"))
    page.get_by_role("button", name=re.compile("Copy.*The petition’s address")).click()

    expect(page.get_by_role("status", name="").filter(has_text="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == own_demo.petition
    context.close()


def rewritten(demo: Demo, title: str, summary: str, demands: list[str]) -> None:
    """The petition says this from now on."""
    app = create_app(load_settings({"PETITION_DATA_DIR": str(demo.data_dir), "PETITION_DEMO": "true"}))
    with app.app_context():
        with begin_work(OPERATOR) as work:
            petition = petitions.by_slug(work, demo.petition.rsplit("/", 1)[-1])
            petition.title = title
            text = work.session.scalars(select(PetitionText).where(PetitionText.petition_id == petition.id)).one()
            text.summary = summary
            work.session.execute(delete(Demand).where(Demand.petition_id == petition.id))
            work.session.add_all(
                Demand(petition_id=petition.id, text_version=petition.text_version, position=place, text=each)
                for place, each in enumerate(demands, start=1)
            )
        close(app)


WORDS = "We ask you to act at once and to tell us how. "
TEXTS = {
    "short": ("Act", "We ask you to act.", ["Act.", "Tell us."]),
    "usual": ("An appeal to the leaders of our companies", WORDS * 6, [WORDS * 2] * 3),
    "just roomy": ("An appeal to the leaders of our companies " * 3, WORDS * 6, ["Act."] * 4),
    "ten short demands": ("An appeal to the leaders of our companies", WORDS * 6, ["Act and tell us."] * 10),
    "as long as can be": ("W" * 150, WORDS * 13, [WORDS * 21] * 10),
    "four long demands": ("Щ" * 150, "Ж" * 600, ["請" * 1000] * 4),
}


def test_a_flyer_is_one_sheet_with_every_demand_on_it(own_demo: Demo, browser: Browser):
    context = browser.new_context()
    page, wrong = context.new_page(), []
    for name, text in TEXTS.items():
        rewritten(own_demo, *text)
        # A browser keeps a flyer for a minute, under its whole address.
        for query in (f"?{name}", f"?{name}&strips=1"):
            page.goto(f"{own_demo.petition}/flyer{query}")
            for paper in ("A4", "Letter"):
                pages = len(PdfReader(io.BytesIO(page.pdf(format=paper))).pages)
                wrong += [f"{name}{query} {paper}: {pages} pages"] if pages != 1 else []
            page.emulate_media(media="print")
            # The paper of Letter within its margins, at 96 points an inch.
            page.set_viewport_size({"width": 710, "height": 980})
            wrong += [f"{name}{query}: {each} is cut" for each in page.evaluate(CUT)]
            page.emulate_media(media="null")
    context.close()

    assert wrong == []


CUT = """() => {
  const sheet = document.querySelector(".flyer"), end = sheet.getBoundingClientRect().bottom + 1;
  const demands = document.querySelector(".flyer-demands");
  const low = [...sheet.children].filter((part) => part.getBoundingClientRect().bottom > end);
  return low.map((part) => part.className).concat(demands.scrollHeight > demands.clientHeight + 1 ? ["a demand"] : []);
}"""
