"""What everybody may read."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.database import begin_work
from petition_app.domain.petition import Custody, ResponseKind, State
from petition_app.domain.signature import DisplayMode
from petition_app.models import Response, Target, Update
from petition_app.services import petitions, releases
from petition_app.services.work import OPERATOR
from petition_app.web.keeping import A_MINUTE
from tests.application import Clock
from tests.builders import SLUG, a_petition, a_request, a_signature, change_petition, claim_letters, confirm, sign
from tests.web.signer import PAGE

EVERY_PAGE = ("/", PAGE, f"{PAGE}/signatories", f"{PAGE}/sent", "/confirm", "/receipt", "/how-we-count", "/privacy")
FOUND = ("/", PAGE, "/how-we-count")
KEPT = (*FOUND, "/privacy")


def publish() -> None:
    with begin_work(OPERATOR) as work:
        releases.release(work, petitions.by_slug(work, SLUG))


def many_signers(count: int, employer: str = "Google", **shown: object) -> None:
    for number in range(count):
        sign(a_request(f"{employer}{number}{len(shown)}@example.org", employer=employer, **shown))  # type: ignore[arg-type]
    for letter in claim_letters():
        confirm(letter.text)


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_readers_get_no_cookie_and_only_some_pages_may_be_found_by_search_engines(client: FlaskClient, address: str):
    page = client.get(address)

    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    assert page.headers["Cache-Control"] == (A_MINUTE if address in KEPT else "no-store")
    assert page.headers.get("X-Robots-Tag") == (None if address in FOUND else "noindex, noarchive")


def test_the_front_page_presents_the_one_petition_with_its_number(client: FlaskClient, app: Flask):
    many_signers(12)
    publish()

    page = client.get("/").text

    assert "An appeal to our leaders" in page
    assert "We ask you to act." in page
    assert re.search(r'class="figure">12</span> <span class="label">people have signed', page)


def test_the_front_page_lists_several_petitions_but_no_drafts(client: FlaskClient):
    with begin_work(OPERATOR) as work:
        a_petition(work, "second")
        a_petition(work, "secret-plan", state=State.DRAFT)

    page = client.get("/").text

    assert "/p/letter" in page
    assert "/p/second" in page
    assert "secret-plan" not in page


@pytest.mark.parametrize("slug", ["none", "draft"])
def test_a_draft_is_as_absent_as_no_petition_at_all(client: FlaskClient, slug: str):
    with begin_work(OPERATOR) as work:
        a_petition(work, "draft", state=State.DRAFT)

    for address in ("", "/signatories", "/sent"):
        assert client.get(f"/p/{slug}{address}").status_code == 404
    assert client.post(f"/p/{slug}/sign").status_code == 404


def test_the_petition_shows_its_text_demands_precedent_and_addressees(client: FlaskClient):
    page = client.get(PAGE).text

    for expected in ("Dear leaders,", "please act.", "<p>Act.</p>", "It was done before", "Chief executive", "Acme"):
        assert expected in page


def test_the_newest_answer_of_an_addressee_comes_first_and_older_ones_are_kept(client: FlaskClient):
    with begin_work(OPERATOR) as work:
        target = work.session.query(Target).one()
        work.session.add(
            Response(id=work.new_id(), target_id=target.id, kind=ResponseKind.COMMITMENT, on=work.today,
                     summary="They promise.", source_url="javascript:alert(1)",
                     recorded_at=work.now + timedelta(hours=1))
        )  # fmt: skip

    page = client.get(PAGE).text

    assert page.index("They promise.") < page.index("What was known before") < page.index("No public statement.")
    assert "javascript:" not in page


def test_only_published_updates_are_shown(client: FlaskClient):
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG)
        moments = (("Out", work.now), ("Later", work.now + timedelta(days=1)), ("Draft", None))
        for number, (title, at) in enumerate(moments, 1):
            work.session.add(
                Update(
                    id=work.new_id(),
                    petition_id=petition.id,
                    number=number if at else None,
                    title=f"News: {title}",
                    body="…",
                    created_at=work.now,
                    published_at=at,
                )
            )

    page = client.get(PAGE).text

    assert "News: Out" in page
    assert "News: Later" not in page
    assert "News: Draft" not in page


def test_the_table_shows_the_last_release_and_not_what_came_after(client: FlaskClient, app: Flask):
    many_signers(23)
    publish()
    many_signers(5, "Meta")

    page = client.get(PAGE).text

    assert 'class="figure">28</span> <span class="label">people have signed' in page
    assert 'class="figure">20</span>' in page
    assert "Release 1, as of 22 November 2026." in page
    assert "<svg" in page
    assert "Meta</th>" not in page


def test_without_a_live_total_the_page_gives_the_released_floor_only(client: FlaskClient, app: Flask):
    change_petition(live_total=False)
    before = client.get(PAGE).text
    many_signers(23)
    publish()
    page = client.get(PAGE).text

    assert "The first figures have not been published yet." in before
    assert 'class="figure">20</span> <span class="label">people or more have signed' in page
    assert ">23<" not in page


def test_the_goal_is_shown_with_the_progress_once_figures_are_published(client: FlaskClient, app: Flask):
    change_petition(goal=1000)
    before = client.get(PAGE).text
    many_signers(23)
    publish()

    assert "we hope for" not in before
    assert "23 of the 1,000 we hope for" in client.get(PAGE).text


def test_the_roster_shows_who_chose_to_be_named_and_nobody_else(client: FlaskClient, app: Flask):
    a_signature(a_request("a@example.org", employer="Google", display=DisplayMode.NAME, name="Ada Example"))
    a_signature(a_request("b@example.org", employer="Google", display=DisplayMode.TITLE, title="Chief Baker"))
    a_signature(a_request("c@example.org", employer="Meta", display=DisplayMode.COUNTED))
    sign(a_request("d@example.org", employer="Google", display=DisplayMode.NAME, name="Not Yet"))

    page = client.get(PAGE).text

    assert "<bdi>Ada Example</bdi>" in page
    assert "<bdi>Chief Baker</bdi> <span>name withheld</span>" in page
    assert "Not Yet" not in page
    assert page.count("<bdi>Google</bdi>") == 1
    assert "<bdi>Meta</bdi>" not in page


def test_the_roster_goes_on_page_by_page_without_losing_or_repeating_anybody(client: FlaskClient, app: Flask):
    many_signers(60, display=DisplayMode.TITLE, title="Engineer")
    many_signers(58, "Meta", display=DisplayMode.TITLE, title="Engineer")
    many_signers(3, "Acme", display=DisplayMode.NAME, name="Ada Example")

    pages: list[tuple[int, int]] = []
    address = PAGE
    while address and len(pages) < 9:
        page = client.get(address).text
        pages.append((page.count("name withheld"), page.count("Ada Example")))
        more = re.search(r'href="(/p/letter/signatories\?[^"]+)"', page)
        address = more.group(1).replace("&amp;", "&") if more else ""

    assert pages == [(47, 3), (50, 0), (21, 0)]


@pytest.mark.parametrize(
    "query", ["seen=x", "after_employer=%00", "after_name=%F0%9F%8C%8D&seen=-1", "after_employer=" + "a" * 5000]
)
def test_a_nonsense_place_in_the_roster_is_harmless(client: FlaskClient, query: str):
    assert client.get(f"{PAGE}/signatories?{query}").status_code == 200


@pytest.mark.parametrize("state", [State.PAUSED, State.CLOSED, State.DELIVERED])
def test_a_petition_that_takes_no_signatures_says_so_and_has_no_form(client: FlaskClient, state: State):
    change_petition(state=state)

    page = client.get(PAGE).text

    assert "This petition is not taking signatures at the moment." in page
    assert "<form" not in page


def test_a_petition_closes_at_its_time(client: FlaskClient, clock: Clock):
    change_petition(closes_at=clock.now + timedelta(hours=1))
    before = client.get(PAGE).text
    clock.move(hours=1)

    assert "<form" in before
    assert "<form" not in client.get(PAGE).text


def test_the_privacy_page_says_who_can_open_addresses_of_each_petition(client: FlaskClient):
    with begin_work(OPERATOR) as work:
        a_petition(work, "sealed", kept_by=Custody.ORGANISERS, passphrase="correct horse battery")

    page = client.get("/privacy").text

    assert "with a passphrase that is not on this server" in page
    assert "and whoever has both the database and the key file" in page
