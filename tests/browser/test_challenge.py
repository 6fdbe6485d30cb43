"""The challenge in a real browser: solved by itself with a script, passed by without one, and worth something once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request

from petition_app.app import create_app
from petition_app.database import begin_reading, begin_work
from petition_app.domain.throttle import SIGN_AGAIN, SIGN_SOON, Limit
from petition_app.models import Signature
from petition_app.services import petitions, throttling
from petition_app.services.work import OPERATOR
from petition_app.settings import load_settings
from tests.application import close
from tests.browser.test_signatories import tab_to
from tests.running import SECONDS_TO_FILL_IN, Demo, running_demo


@pytest.fixture
def crowded(tmp_path: Path) -> Iterator[Demo]:
    """A demo from whose own network as many have signed as may without a challenge."""
    with running_demo(tmp_path) as running:
        signed_from_here(running, SIGN_SOON)
        yield running


def signed_from_here(demo: Demo, limit: Limit) -> None:
    app = create_app(load_settings({"PETITION_DATA_DIR": str(demo.data_dir), "PETITION_DEMO": "true"}))
    with app.app_context():
        with begin_work(OPERATOR) as work:
            petition = petitions.by_slug(work, demo.petition.rsplit("/", 1)[-1])
            throttling.hit(work, limit, f"{petition.id}:127.0.0.1", limit.most)
        close(app)


def newest(demo: Demo) -> list[bool]:
    """Of those signed in this test, whether they will be held."""
    app = create_app(load_settings({"PETITION_DATA_DIR": str(demo.data_dir), "PETITION_DEMO": "true"}))
    with app.app_context():
        with begin_reading(OPERATOR) as work:
            pending = work.session.query(Signature).filter_by(public_name="Sam Signer").all()
            found = [each.over_limit for each in pending]
        close(app)
    return found


def sign(page: Page, demo: Demo, email: str) -> None:
    page.goto(demo.petition)
    page.get_by_label("Your private e-mail address").fill(email)
    page.get_by_label("Current employee").check()
    page.locator("[name=display][value=name]").check()
    page.get_by_label("Your name").fill("Sam Signer")
    page.locator("[name=consent_count]").check()
    page.locator("[name=consent_publish]").check()
    page.wait_for_timeout(SECONDS_TO_FILL_IN * 1000)
    page.get_by_role("button", name="Sign", exact=True).click()


def test_a_script_solves_the_challenge_and_sends_the_form_under_the_content_policy(crowded: Demo, browser: Browser):
    context, complaints = browser.new_context(), []
    context.on("console", lambda m: complaints.append(m.text) if "Content Security Policy" in m.text else None)
    context.on("request", lambda r: None if r.url.startswith(crowded.url) else complaints.append(r.url))
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sign(page, crowded, "sam@example.org")
    page.wait_for_url("**/sent")
    cookies = context.cookies()
    context.close()

    assert complaints == []
    assert cookies == []
    assert newest(crowded) == [False]


def test_without_a_script_and_with_the_keyboard_alone_the_signature_is_taken_for_review(
    crowded: Demo, browser: Browser
):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = context.new_page()
    sign(page, crowded, "sam@example.org")
    page.locator("noscript p").wait_for()
    sideways = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    tab_to(page, "button[name=review]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sent")
    context.close()

    assert not sideways
    assert newest(crowded) == [True]


def test_of_two_browsers_with_one_solution_the_second_solves_another(crowded: Demo, browser: Browser):
    context = browser.new_context()
    page, forms = context.new_page(), list[str]()

    def keep(request: Request) -> None:
        if request.method == "POST":
            forms.append(request.post_data or "")

    page.on("request", keep)
    sign(page, crowded, "sam@example.org")
    page.wait_for_url("**/sent")
    copied = forms[-1].replace("sam%40example.org", "kim%40example.org")
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    second = context.request.post(f"{crowded.petition}/sign", data=copied, headers=headers)
    told = second.text()
    context.close()

    assert "solution=ey" in copied
    assert second.status == 422
    assert "was used already" in told
    assert newest(crowded) == [False]


def test_a_browser_that_cannot_do_it_says_so_and_leaves_the_other_way(crowded: Demo, browser: Browser):
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    page = context.new_page()
    sign(page, crowded, "sam@example.org")
    page.get_by_text("Your browser cannot do this.").wait_for()
    violations = Axe().run(page).response["violations"]
    page.get_by_role("button", name="Sign, and let the organisers look first").click()
    page.wait_for_url("**/sent")
    context.close()

    assert violations == []
    assert newest(crowded) == [True]


def test_the_form_of_a_network_that_is_used_up_comes_back_whole(crowded: Demo, browser: Browser):
    signed_from_here(crowded, SIGN_AGAIN)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign(page, crowded, "sam@example.org")
    page.get_by_text("sign from another network").wait_for()
    typed = page.get_by_label("Your private e-mail address").input_value(), page.get_by_label("Your name").input_value()
    context.close()

    assert typed == ("sam@example.org", "Sam Signer")
    assert newest(crowded) == []
