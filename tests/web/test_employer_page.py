"""The public page of an employer: what is published of it, and nothing where nothing is; on both engines."""

from __future__ import annotations

import re
import time
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from petition_app.database import begin_work, db
from petition_app.domain.employerrule import Rule, RuleKind
from petition_app.domain.petition import State
from petition_app.domain.signature import DisplayMode
from petition_app.models import Employer, Target
from petition_app.services.work import OPERATOR
from petition_app.web.eventime import ANSWERS_EVERY
from tests.application import Clock
from tests.builders import SLUG, a_request, a_signature, change_petition
from tests.cast import text_of
from tests.published import decided, kept_separate, released, signed_at
from tests.web.employerpage import AT, page_of, two_rows

pytestmark = pytest.mark.usefixtures("app")
HOSTILE = "<script>alert(1)</script>"


def addresses_in(client: FlaskClient, path: str) -> set[str]:
    return set(re.findall(rf'href="{AT}/([^"]+)"', text_of(client, path)))


def test_nobody_learns_whether_somebody_signed_where_nothing_is_public(client: FlaskClient, clock: Clock):
    two_rows(clock)
    a_signature(a_request("only.one@example.org", employer="Borealis"))
    few, merged = kept_separate("Borealis"), kept_separate("Acme")
    decided(Rule(RuleKind.MERGE, merged, "google"))
    a_signature(a_request("merged@example.org", employer="Acme"))

    def answer(employer: str) -> tuple[int, list[tuple[str, str]], bytes]:
        given = client.get(f"{AT}/{employer}")
        return given.status_code, sorted(item for item in given.headers if item[0] != "Date"), given.data

    nowhere = answer("nowhere")

    assert nowhere[0] == 404
    assert b"nowhere" not in nowhere[2]
    for employer in (few, merged, "youtube", "x" * 80, "x" * 500, "%00", "%ff", "Google", "..%2f", "%F0%9F%92%A9"):
        assert answer(employer) == nowhere, employer
    assert page_of(client, "google")


def test_before_a_release_no_number_of_unnamed_signers_makes_a_page(client: FlaskClient):
    none = client.get(f"{AT}/google").data
    signed_at("Google", 12)

    assert client.get(f"{AT}/google").status_code == 404
    assert client.get(f"{AT}/google").data == none


def test_the_figure_is_the_released_one_and_no_exact_one_is_on_the_page(client: FlaskClient, clock: Clock):
    two_rows(clock)
    signed_at("Alphabet", 2)
    page = page_of(client, "google")

    assert "At least 10 people at Google have signed." in page
    assert "As of 23 November 2026, in release 1." in page
    assert "Google includes YouTube." in page
    for exact in ("13", "14", "15", "16", "28"):
        assert not re.search(rf"\b{exact}\b", page), exact


def test_the_table_and_the_roster_lead_to_the_pages_and_to_no_others(client: FlaskClient, clock: Clock):
    two_rows(clock)
    signed_at("Borealis", 1, "Bo")
    signed_at("Nobody looked", 1, "Cy")
    kept_separate("Borealis")

    for path in (f"/p/{SLUG}", f"/p/{SLUG}/signatories"):
        found = addresses_in(client, path)
        assert found == ({"google", "meta", "borealis"} if path == f"/p/{SLUG}" else {"google", "borealis"})
        for employer in found:
            assert client.get(f"{AT}/{employer}").status_code == 200


def test_an_employer_on_the_roster_alone_has_a_page_without_a_figure(client: FlaskClient, clock: Clock):
    signed_at("YouTube", 1, "Ada")
    page = page_of(client, "youtube")

    assert "No figure of its own is published for YouTube." in page
    assert "Ada 000" in page
    assert "Its signers are counted with Google." in page
    assert "Ada 000" in page_of(client, "google")
    assert client.get(f"{AT}/meta").status_code == 404


def test_it_says_the_same_whether_unnamed_signers_are_there_or_not(client: FlaskClient):
    signed_at("Meta", 1, "Ada")
    before = page_of(client, "meta")
    signed_at("Meta", 9)

    assert page_of(client, "meta") == before


def test_units_that_organisers_added_are_not_told(client: FlaskClient, clock: Clock):
    two_rows(clock)
    borealis = kept_separate("Borealis")
    decided(Rule(RuleKind.PARENT, borealis, "google"), Rule(RuleKind.PARENT, "meta", "google"))
    released(clock)

    for text in (text_of(client, f"/p/{SLUG}"), page_of(client, "google")):
        assert "Borealis" not in text
        assert "includes" in text
    assert "Google includes YouTube." in page_of(client, "google")
    note = re.search(r'<p class="tally-note">(<bdi>Google.*?)</p>', text_of(client, f"/p/{SLUG}"))
    assert note
    assert re.sub("<[^>]+>", "", note[1]) == "Google includes YouTube."


def test_a_unit_taken_away_is_not_told_any_more(client: FlaskClient, clock: Clock):
    two_rows(clock)
    decided(Rule(RuleKind.PARENT, "youtube"))
    released(clock)

    assert "includes" not in text_of(client, f"/p/{SLUG}")
    assert "includes" not in page_of(client, "google")


def test_names_are_read_page_by_page_each_of_them_once(client: FlaskClient):
    signed_at("Google", 53, "Ada")
    signed_at("YouTube", 60, "Bea")
    signed_at("Meta", 2, "Cy")
    names, path = list[str](), f"{AT}/google"
    for _ in range(3):
        page = text_of(client, path)
        names += re.findall(r"<li><bdi>([^<]+)</bdi>", page)
        more = re.search(r'rel="next" href="([^"]+)"', page)
        path = unescape(more[1]) if more else ""

    assert names == [f"Ada {n:03}" for n in range(53)] + [f"Bea {n:03}" for n in range(60)]
    assert path == ""
    assert text_of(client, f"{AT}/google?after_name=%00&after_employer=zz&seen=-5")


def test_what_its_leaders_said_is_there_and_that_of_others_is_not(client: FlaskClient, clock: Clock):
    two_rows(clock)
    assert "What its leaders have said" not in page_of(client, "google")
    with begin_work(OPERATOR) as work:
        target = work.session.query(Target).one()
        target.employer_id = work.session.query(Employer.id).filter_by(slug="youtube").scalar()
    page = page_of(client, "google")

    assert "What its leaders have said Chief executive Acme" in page
    assert "No public statement." in page
    assert "No public statement." not in page_of(client, "meta")


def test_a_page_keeps_to_the_release_and_its_address_leads_on_after_a_merger(client: FlaskClient, clock: Clock):
    two_rows(clock)
    decided(Rule(RuleKind.MERGE, "meta", "google"))
    page = page_of(client, "meta")

    assert "At least 10 people at Meta have signed." in page
    assert "From the next release on, its signers are counted with Google." in page
    released(clock)
    answer = client.get(f"{AT}/meta")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{AT}/google")


def test_a_new_name_shows_with_the_next_release(client: FlaskClient, clock: Clock):
    two_rows(clock)
    decided(Rule(RuleKind.RENAME, "google", name="Googol"))

    assert "At least 10 people at Google have signed." in page_of(client, "google")
    released(clock)
    assert "At least 10 people at Googol have signed." in page_of(client, "google")


def test_what_leaves_the_table_leaves_no_page_behind(client: FlaskClient, clock: Clock):
    two_rows(clock)
    decided(Rule(RuleKind.NOBODY, "meta"))
    assert "At least 10 people at Meta" in page_of(client, "meta")
    released(clock)

    assert client.get(f"{AT}/meta").status_code == 404


def test_the_page_asks_to_sign_while_that_is_possible_and_to_share(client: FlaskClient, clock: Clock):
    two_rows(clock)
    page = text_of(client, f"{AT}/meta")

    assert f'href="/p/{SLUG}#sign"' in page
    assert re.search(rf'<input id="address" type="text" readonly dir="ltr" value="http[^"]+{AT}/meta">', page)
    assert 'aria-label="QR code of the address"' in page
    change_petition(state=State.CLOSED)
    assert f'href="/p/{SLUG}#sign"' not in text_of(client, f"{AT}/meta")


@pytest.mark.parametrize("state", [State.DRAFT, State.ARCHIVED])
def test_a_petition_that_is_not_public_has_no_pages(client: FlaskClient, clock: Clock, state: State):
    two_rows(clock)
    change_petition(state=state)
    public = state is not State.DRAFT and client.get(f"/p/{SLUG}").status_code == 200

    assert (client.get(f"{AT}/google").status_code == 200) is public


def test_a_name_that_is_markup_is_shown_as_text(client: FlaskClient, clock: Clock):
    slug = kept_separate(HOSTILE)
    a_signature(a_request("sam@example.org", employer=HOSTILE, name=HOSTILE, display=DisplayMode.NAME))
    page = text_of(client, f"{AT}/{slug}")

    assert HOSTILE not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("employer", ["google", "meta", "borealis", "nowhere"])
def test_where_there_is_no_page_the_same_is_asked_and_the_time_is_rounded_up(client: FlaskClient, employer: str):
    signed_at("Meta", 9)
    signed_at("Borealis", 4)
    kept_separate("Borealis")
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    since = time.monotonic()

    assert client.get(f"{AT}/{employer}").status_code == 404
    assert time.monotonic() - since >= ANSWERS_EVERY
    assert len([text for text in statements if text.lstrip().startswith("SELECT")]) == 6
