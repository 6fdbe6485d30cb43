"""The headers of every response, exactly: of every address, every error, every file."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.app import create_app
from tests.application import Site, close
from tests.builders import SLUG, a_signature
from tests.cast import a_member, browser_of
from tests.web.visits import ASSET, go, visits

PUBLIC = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'; script-src 'none'"
)
WORKSHOP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
PERMISSIONS = (
    "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), "
    "usb=(), interest-cohort=(), publickey-credentials-create={0}, publickey-credentials-get={0}"
)
ALWAYS = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Server": "petition",
}
NOT_KEPT, NOT_INDEXED = "no-store", "noindex, noarchive"
FOR_GOOD = "public, max-age=31536000, immutable"
A_MINUTE = "public, max-age=60, stale-while-revalidate=120, stale-if-error=300"
AN_HOUR = "public, max-age=3600"
#: What search engines may list, where there is something to show (see test_finding.py for the rest).
FOUND = ("public.petition", "public.front", "public.how_we_count", "news.updates")
KEPT = {
    "public.petition": A_MINUTE, "public.front": A_MINUTE, "public.how_we_count": A_MINUTE, "public.privacy": A_MINUTE,
    "charts.figures": A_MINUTE, "releases.history": A_MINUTE,
    "releases.all_as_csv": A_MINUTE, "handovers.history": A_MINUTE,
    "news.updates": A_MINUTE, "news.feed": A_MINUTE, "news.feed_of_all": A_MINUTE,
    "finding.sitemap": AN_HOUR, "finding.robots": AN_HOUR,
    "api.petitions": A_MINUTE, "api.petition": A_MINUTE, "api.count": A_MINUTE, "api.releases": A_MINUTE,
    "api.description": A_MINUTE,
    "sharing.qr_code": A_MINUTE, "sharing.flyer": A_MINUTE, "sharing.widget": A_MINUTE,
    "assets.asset": FOR_GOOD, "assets.favicon": "public, max-age=86400",
}  # fmt: skip


def differences(
    answer: Any,
    *,
    policy: str = PUBLIC,
    kept: str = NOT_KEPT,
    indexed: bool = False,
    cors: bool = False,
    passkeys: bool = False,
) -> dict[str, tuple[str | None, str | None]]:
    """What is there against what should be, where they are not the same."""
    wanted: dict[str, str | None] = {
        **ALWAYS,
        "Content-Security-Policy": policy,
        "Permissions-Policy": PERMISSIONS.format("(self)" if passkeys else "()"),
        "Cache-Control": kept,
        "X-Robots-Tag": None if indexed else NOT_INDEXED,
        "Access-Control-Allow-Origin": "*" if cors else None,
        "X-Powered-By": None,
    }
    found = {name: ", ".join(answer.headers.getlist(name)) or None for name in wanted}
    return {name: (found[name], wanted[name]) for name in wanted if found[name] != wanted[name]}


@pytest.mark.parametrize("who", ["visitor", "Vera", "Olu"])
def test_every_answer_of_every_address_has_them(app: Flask, client: FlaskClient, who: str):
    a_signature()
    browser = client if who == "visitor" else browser_of(app, a_member(who))
    for visit in visits(app):
        answer = go(browser, visit)
        shown = visit.method in ("GET", "HEAD") and answer.status_code == 200
        wrong = differences(
            answer,
            policy=WORKSHOP if visit.is_workshop else PUBLIC,
            kept=KEPT.get(visit.endpoint, NOT_KEPT) if shown else NOT_KEPT,
            indexed=shown and visit.endpoint in FOUND,
            cors=visit.endpoint.startswith("api."),
            passkeys=visit.endpoint.startswith("account"),
        )
        assert wrong == {}, f"{visit}: {answer.status_code}"


def test_pages_that_depend_on_who_asks_say_so(app: Flask):
    browser = browser_of(app, a_member("Olu"))
    for visit in visits(app):
        # A program brings its token in a header of its own; what it gets is kept by nobody.
        if not visit.is_public and not visit.is_for_programs and visit.method != "OPTIONS":
            assert "Cookie" in go(browser, visit).vary, str(visit)


ERRORS: dict[str, tuple[int, Callable[[FlaskClient], Any]]] = {
    "no such page": (404, lambda client: client.get("/nothing/here")),
    "no such petition": (404, lambda client: client.get("/p/nothing")),
    "no such file": (404, lambda client: client.get("/static/0123456789ab/css/nothing.css")),
    "an older file": (404, lambda client: client.get(f"/static/0123456789ab/{ASSET}")),
    "a way out of the folder": (404, lambda client: client.get("/static/0123456789ab/../../pyproject.toml")),
    "the wrong method": (405, lambda client: client.delete(f"/p/{SLUG}")),
    "the wrong method in the workshop": (405, lambda client: client.put("/organise")),
    "a method nobody knows": (405, lambda client: client.open("/", method="BREW")),
    "too much": (413, lambda client: client.post(f"/p/{SLUG}/sign", data={"email": "x" * 100_000})),
    "too many fields": (413, lambda client: client.post(
        f"/p/{SLUG}/sign", data={f"f{n}": "x" for n in range(60)}, content_type="multipart/form-data")),
    "a host that is not ours": (400, lambda client: client.get("/", headers={"Host": "evil.example"})),
    "a nameless host": (400, lambda client: client.get("/", headers={"Host": "e v i l"})),
    "a bad form": (422, lambda client: client.post(f"/p/{SLUG}/sign", data={})),
    "a foreign form": (403, lambda client: client.post(f"/p/{SLUG}/sign", headers={"Sec-Fetch-Site": "cross-site"})),
    "a spent link": (410, lambda client: client.get("/c/" + "A" * 43)),
    "a fault of ours": (500, lambda client: client.get("/fails")),
}  # fmt: skip


def test_every_error_has_them(app: Flask):
    @app.get("/fails")
    def fails() -> str:
        raise ZeroDivisionError("sam@example.org")

    for error, (status, ask) in ERRORS.items():
        answer = ask(app.test_client())

        assert answer.status_code == status, error
        assert differences(answer) == {}, error
        assert "sam@example.org" not in answer.text, error


@pytest.mark.parametrize(("path", "status"), [("/api/v1/petitions/nothing", 404), ("/api/v1/petitions?count=x", 400)])
def test_errors_of_the_api_have_them(client: FlaskClient, path: str, status: int):
    answer = client.get(path)

    assert answer.status_code == status
    assert answer.is_json
    assert differences(answer, cors=True) == {}


@pytest.mark.parametrize(("path", "kept"), [("/api/v1/petitions", A_MINUTE), ("/favicon.ico", "public, max-age=86400")])
def test_an_answer_that_nothing_has_changed_has_them(client: FlaskClient, path: str, kept: str):
    tag = client.get(path, buffered=True).headers["ETag"]
    answer = client.get(path, headers={"If-None-Match": tag}, buffered=True)

    assert answer.status_code == 304
    assert differences(answer, kept=kept, cors=path.startswith("/api/")) == {}


def test_signing_out_clears_what_the_browser_kept(app: Flask):
    browser = browser_of(app, a_member("Olu"))
    page = browser.get("/account").get_data(as_text=True)
    form = page.partition('action="/sign-out"')[2]
    token = form.partition('name="token" value="')[2].partition('"')[0]
    answer = browser.post("/sign-out", data={"token": token})

    assert answer.headers["Clear-Site-Data"] == '"cache","cookies","storage"'
    assert differences(answer, policy=WORKSHOP, passkeys=True) == {}


def test_an_onion_site_asks_for_no_https(app: Flask, site: Site):
    onion = create_app(dataclasses.replace(site.settings, base_url="http://petitionabcdefgh.onion"))
    answer = onion.test_client().get("/healthz", headers={"Host": "petitionabcdefgh.onion"})
    close(onion)

    assert answer.status_code == 200
    assert set(differences(answer)) == {"Strict-Transport-Security"}


def test_the_demos_own_pages_have_them(app: Flask, site: Site):
    demo = create_app(dataclasses.replace(site.settings, demo=True))
    answer = demo.test_client().get("/demo/mail")
    close(demo)

    assert answer.status_code == 200
    assert differences(answer) == {}
