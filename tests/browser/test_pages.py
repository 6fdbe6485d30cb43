"""Every page in a real browser: no accessibility violation, nothing cut off on small screens, nothing loaded from
elsewhere, nothing refused by the content policy."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.running import SECONDS_TO_FILL_IN, Demo

PUBLIC = ("/", "{petition}", "{petition}/sent", "{petition}/signatories", "{petition}/at/google", "{petition}/at/tesla",
          "{petition}/figures", "{petition}/text-history", "{petition}/text-history/1", "{petition}/check",
          "{petition}/releases", "{petition}/hand-overs", "{petition}/updates", "{petition}/updates/1",
          "{petition}/flyer", "{petition}/flyer?strips=1",
          "{petition}/widget", "/confirm", "/receipt",
          "/how-we-count", "/privacy", "/sign-in", "/sign-in/forgotten", "/sign-in/forgotten/sent", "/demo/mail",
          "/nowhere", "/c/nothing")  # fmt: skip
WORKSHOP = ("/organise/{slug}", "/organise/{slug}/signatories", "/organise/{slug}/signatories?q=state:confirmed",
            "/organise/{slug}/signatories?q=sate:held", "/organise/{slug}/signatories/changes",
            "/organise/{slug}/signatories/preview?step=remove&reason=other&q=employer:google",
            "/organise/{slug}/signatories/searches", "/organise/{slug}/signatories/bursts", "/organise/{slug}/releases",
            "/organise/{slug}/exports", "/organise/{slug}/imports", "/organise/{slug}/exports/tool",
            "/organise/{slug}/exports/signatories", "/organise/{slug}/employers", "/organise/{slug}/employers/all",
            "/organise/{slug}/employers/google", "/organise/{slug}/employers/decisions",
            "/organise/new", "/organise/{slug}/text", "/organise/{slug}/text/edit", "/organise/{slug}/text/wordings/1",
            "/organise/{slug}/addressees", "/organise/{slug}/addressees/edit", "/organise/{slug}/consents",
            "/organise/{slug}/consents/edit", "/organise/{slug}/settings", "/organise/{slug}/settings/edit",
            "/organise/{slug}/state", "/organise/{slug}/preview", "/organise?all=1",
            "/organise/{slug}/updates", "/organise/{slug}/updates/new",
            "/organise/{slug}/hand-over", "/organise/{slug}/hand-over/cover",
            "/organise/{slug}/responses", "/organise/{slug}/team", "/organise/{slug}/team/invite",
            "/organise/{slug}/team/leave", "/account/recovery-codes", "/organise/{slug}/audit",
            "/organise/{slug}/press", "/organise/{slug}/share",
            "/organise/{slug}/access", "/organise/{slug}/access/new", "/organise/{slug}/access/webhooks/new",
            "/organise/{slug}/employers/google/headcount", "/account", "/account/password", "/account/passkeys",
            "/account/passkeys/new",
            "/account/second-factor", "/account/site", "/organise/{slug}/checklist",
            "/organise/{slug}/checklist/letter")  # fmt: skip

#: Pages whose addresses hold keys: a room, and what the address of its link holds.
BEHIND = (("signatories", "/signatories/0"), ("team", "/team/0"), ("updates", "/updates/0"),
          ("responses", "/responses/to/"), ("responses", "/history"), ("responses", "/remove"),
          ("hand-over", "/ledger/to/"), ("hand-over", "/letters/"), ("hand-over", "/cover/"))  # fmt: skip


def address(demo: Demo, path: str) -> str:
    slug = demo.petition.rsplit("/", 1)[-1]
    return demo.url + path.format(petition=f"/p/{slug}", slug=slug)


def signed_in(context: BrowserContext, demo: Demo) -> Page:
    page = context.new_page()
    page.goto(f"{demo.url}/sign-in")
    page.get_by_label("E-mail address").fill(demo.email)
    page.get_by_label("Password").fill(demo.passphrase)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/organise/**")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_is_accessible_whole_and_from_here(shared_demo: Demo, browser: Browser, width: int, scheme: str):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    complaints: list[str] = []
    context.on("request", lambda r: None if r.url.startswith(shared_demo.url) else complaints.append(r.url))
    context.on("console", lambda m: complaints.append(m.text) if "Content Security Policy" in m.text else None)
    try:
        page = context.new_page()
        for path in PUBLIC:
            complaints += look_at(page, shared_demo, path)
        page = signed_in(context, shared_demo)
        for path in WORKSHOP:
            complaints += look_at(page, shared_demo, path)
        for room, part in BEHIND:
            page.goto(address(shared_demo, f"/organise/{{slug}}/{room}"))
            path = page.locator(f"main a[href*='{part}']").first.get_attribute("href") or ""
            complaints += look_at(page, shared_demo, path)
    finally:
        context.close()
    assert complaints == []


def look_at(page: Page, demo: Demo, path: str) -> list[str]:
    page.goto(address(demo, path))
    found = [f"{path}: axe {each['id']} {[n['html'][:80] for n in each['nodes'][:2]]}"
             for each in Axe().run(page).response["violations"]]  # fmt: skip
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{path}: scrolls sideways")
    return found


def test_text_at_twice_the_size_is_not_cut_off(shared_demo: Demo, browser: Browser):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page, wide = context.new_page(), []
    for path in PUBLIC:
        page.goto(address(shared_demo, path))
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(path)
    context.close()
    assert wide == []


def test_a_mistake_in_the_form_comes_back_with_what_was_typed(shared_demo: Demo, browser: Browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(shared_demo.petition)
    page.get_by_label("Your private e-mail address").fill("sam(at)example.org")
    page.get_by_label("Your employer").fill("<script>alert(1)</script>")
    page.wait_for_timeout(SECONDS_TO_FILL_IN * 1000)
    with page.expect_response("**/sign") as answer:
        page.get_by_role("button", name="Sign", exact=True).click()

    assert answer.value.status == 422
    assert page.get_by_label("Your private e-mail address").input_value() == "sam(at)example.org"
    assert page.get_by_label("Your employer").input_value() == "<script>alert(1)</script>"
    link = page.locator(".error-summary a").first
    target = link.get_attribute("href") or ""
    assert page.locator(target).count() == 1
    context.close()
