"""Passkeys in a real browser with a virtual device: made, used to sign in, as the second factor and to confirm, refused
where they must be, and removed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Request, expect

from tests.cli.command import petition
from tests.running import Demo

PASSWORD = "seven quiet lanterns drift north"


@dataclass
class Device:
    """The virtual authenticator of one page."""

    cdp: CDPSession
    id: str

    def held(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.id})[
            "credentials"
        ]
        return found

    def refuse(self) -> None:
        """From now on it does not recognise its owner."""
        self.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": False})


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 375, "height": 800})
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def device(context: BrowserContext, page: Page) -> Device:
    cdp = context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    return Device(cdp, cdp.send("WebAuthn.addVirtualAuthenticator", {"options": kind})["authenticatorId"])


def by_name(demo: Demo) -> str:
    """Browsers make no passkeys for a number."""
    return demo.url.replace("127.0.0.1", "localhost")


def an_account(demo: Demo, name: str) -> str:
    """The address of an organiser who needs a second factor, unlike the demo's own."""
    address = f"{name}@example.org"
    added = petition("organiser", "add", address, "--name", name, env={"PETITION_DATA_DIR": str(demo.data_dir)},
                     typed=PASSWORD + "\n")  # fmt: skip
    assert added.code == 0, added.err
    return address


def give_password(page: Page, demo: Demo, address: str) -> None:
    page.goto(f"{by_name(demo)}/sign-in")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def set_up(page: Page, demo: Demo, name: str) -> str:
    """An organiser whose second factor is a passkey, signed in."""
    address = an_account(demo, name)
    give_password(page, demo, address)
    page.get_by_role("link", name="Use a passkey instead").click()
    assert_whole(page)
    page.get_by_label("A name for it").fill("My phone")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("heading", name="Keep these recovery codes")).to_be_visible()
    page.get_by_role("link", name="I have written them down").click()
    wait_for(page, "/organise")
    return address


def wait_for(page: Page, path: str) -> None:
    page.wait_for_url(lambda url: urlsplit(url).path.startswith(path))


def sign_out(page: Page, demo: Demo) -> None:
    page.goto(f"{by_name(demo)}/account")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()


def assert_whole(page: Page) -> None:
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_a_passkey_is_made_signs_in_confirms_and_is_removed(
    shared_demo: Demo, page: Page, device: Device, tmp_path: Path
):
    address = set_up(page, shared_demo, "Pia")
    assert [each["rpId"] for each in device.held()] == ["localhost"]

    sign_out(page, shared_demo)
    assert_whole(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    wait_for(page, "/organise")

    page.goto(f"{by_name(shared_demo)}/account/second-factor?next=/account/password")
    assert_whole(page)
    page.get_by_role("button", name="Confirm with a passkey").click()
    wait_for(page, "/account/password")

    sign_out(page, shared_demo)
    give_password(page, shared_demo, address)
    assert_whole(page)
    page.get_by_role("button", name="Use a passkey").click()
    wait_for(page, "/organise")

    page.goto(f"{by_name(shared_demo)}/account/passkeys")
    expect(page.get_by_text("your only second factor")).to_be_visible()
    assert_whole(page)
    page.get_by_role("link", name="Add a passkey").click()
    assert_whole(page)
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_text("This device has a passkey for your account already.")).to_be_visible()


def test_a_removed_passkey_does_not_sign_in(shared_demo: Demo, page: Page, device: Device):
    page.goto(f"{by_name(shared_demo)}/sign-in")
    page.get_by_label("E-mail address").fill(shared_demo.email)
    page.get_by_label("Password").fill(shared_demo.passphrase)
    page.get_by_role("button", name="Sign in", exact=True).click()
    wait_for(page, "/organise")
    page.goto(f"{by_name(shared_demo)}/account/passkeys/new")
    page.get_by_label("A name for it").fill("Old phone")
    page.get_by_role("button", name="Make a passkey").click()
    page.get_by_role("link", name="I have written them down").click()
    expect(page.get_by_text("Your passkey is added.")).to_be_visible()
    page.get_by_role("link", name="Remove Old phone").click()
    assert_whole(page)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    assert len(device.held()) == 1

    sign_out(page, shared_demo)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("did not work here")
    assert_whole(page)


def test_an_answer_that_was_sent_once_is_refused(shared_demo: Demo, page: Page, device: Device):
    set_up(page, shared_demo, "Rina")
    sign_out(page, shared_demo)
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.url.endswith("/sign-in/passkey") else None)
    page.get_by_role("button", name="Sign in with a passkey").click()
    wait_for(page, "/organise")
    form: dict[str, str | float | bool] = {
        name: values[0] for name, values in parse_qs(sent[0].post_data or "").items()
    }
    again = page.request.post(sent[0].url, form=form, max_redirects=0)

    assert "answer" in form
    assert again.status == 422
    assert "did not work here" in again.text()


def test_a_device_that_does_not_know_its_owner_opens_nothing(shared_demo: Demo, page: Page, device: Device):
    set_up(page, shared_demo, "Uma")
    sign_out(page, shared_demo)
    device.refuse()
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_text("No passkey was used, and nothing was changed.")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_enabled()
    assert page.goto(f"{by_name(shared_demo)}/account")
    assert "/sign-in" in page.url


def test_at_a_number_the_page_says_where_passkeys_work(shared_demo: Demo, page: Page, device: Device):
    page.goto(f"{shared_demo.url}/sign-in")

    expect(page.get_by_text("Passkeys do not work at the address you are at.")).to_be_visible()
    elsewhere = page.get_by_role("link", name=f"{by_name(shared_demo)}/sign-in")
    expect(elsewhere).to_be_visible()
    assert page.get_by_role("button", name="Sign in with a passkey").count() == 0


def test_without_javascript_there_is_no_button_that_does_nothing(shared_demo: Demo, browser: Browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{by_name(shared_demo)}/sign-in")

    assert not page.get_by_role("button", name="Sign in with a passkey").is_visible()
    assert page.get_by_text(re.compile("^Passkeys need JavaScript")).is_visible()
    context.close()
