"""Charts as browsers get them: the released ones for everybody, the exact ones for organisers, on both engines."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.database import begin_work
from petition_app.domain.petition import State
from petition_app.services import petitions, releases
from petition_app.services.charts import ChartName
from petition_app.services.work import OPERATOR
from petition_app.web import pictures
from petition_app.web.keeping import A_MINUTE
from tests.application import Clock
from tests.builders import SLUG, a_request, a_signature, change_petition
from tests.cast import a_member, an_organiser, browser_of, text_of
from tests.web.drawing.charting import size_of

ENDINGS = ("svg", "png", "csv")
ADDRESSES = [f"/p/{SLUG}/charts/{chart}.{ending}" for chart in ChartName for ending in ENDINGS]
#: Exactly 13 at Google with their work addresses, 12 who say Meta, 14 elsewhere: 39.
GOOGLE, META, ELSEWHERE = 13, 12, 14
EXACT = ("13", "12", "14", "39", "26")


def sign_up(at: str, count: int, domain: str = "example.org", start: int = 0) -> None:
    for number in range(start, start + count):
        a_signature(a_request(f"{at.lower()}{number}@{domain}", employer=at, network=f"192.0.2.{number}"))


def release() -> None:
    with begin_work(OPERATOR) as work:
        releases.release(work, petitions.by_slug(work, SLUG))


@pytest.fixture
def signed(app: Flask) -> None:
    sign_up("Google", GOOGLE, "google.com")
    sign_up("Meta", META)
    sign_up("Nowhere", ELSEWHERE)
    release()


def table(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return str(answer.data.decode("utf-8-sig"))


@pytest.mark.usefixtures("signed")
def test_the_public_tables_are_the_release(client: FlaskClient, clock: Clock):
    clock.move(days=1)
    sign_up("Google", 12, "google.com", start=20)
    release()

    assert table(client, f"/p/{SLUG}/charts/employers.csv") == (
        "line,employer,signatures,reading,as_of,release\r\n"
        "employer,Google,25,at least,2026-11-23,2\r\n"
        "employer,Meta,10,at least,2026-11-22,2\r\n"
        "other,,15,remainder,2026-11-23,2\r\n"
        "total,,50,at least,2026-11-23,2\r\n"
    )
    assert table(client, f"/p/{SLUG}/charts/proof.csv") == (
        "proof,signatures,reading,as_of,release\r\n"
        "verified_current_employees,25,at least,2026-11-23,2\r\n"
        "all_others,25,remainder,2026-11-23,2\r\n"
        "total,50,at least,2026-11-23,2\r\n"
    )
    assert table(client, f"/p/{SLUG}/charts/growth.csv") == (
        "day,new_signatures,total,reading,release\r\n"
        "2026-11-22,,35,at least,1\r\n"
        "2026-11-23,,50,at least,2\r\n"
    )  # fmt: skip


@pytest.mark.usefixtures("signed")
def test_the_organisers_tables_are_exact(app: Flask, clock: Clock):
    clock.move(days=2)
    sign_up("Google", 1, "google.com", start=50)
    olu = browser_of(app, an_organiser())
    address = f"/organise/{SLUG}/charts"

    assert table(olu, f"{address}/employers.csv") == (
        "line,employer,signatures,reading,as_of,release\r\n"
        "employer,Google,14,exact,2026-11-24,\r\n"
        "employer,Meta,12,exact,2026-11-24,\r\n"
        "other,,14,exact,2026-11-24,\r\n"
        "total,,40,exact,2026-11-24,\r\n"
    )
    assert table(olu, f"{address}/proof.csv") == (
        "proof,signatures,reading,as_of,release\r\n"
        "mailbox,26,exact,2026-11-24,\r\n"
        "work_address,14,exact,2026-11-24,\r\n"
        "total,40,exact,2026-11-24,\r\n"
    )
    assert table(olu, f"{address}/growth.csv") == (
        "day,new_signatures,total,reading,release\r\n"
        "2026-11-22,39,39,exact,\r\n"
        "2026-11-23,0,39,exact,\r\n"
        "2026-11-24,1,40,exact,\r\n"
    )


@pytest.mark.usefixtures("signed")
def test_no_exact_figure_is_in_a_public_file(client: FlaskClient):
    for address in [*ADDRESSES, f"/p/{SLUG}/figures"]:
        if address.endswith("png"):
            continue
        text = client.get(address).get_data(as_text=True)
        said = " ".join(ET.fromstring(text).itertext()) if address.endswith("svg") else re.sub(r"<[^>]+>", " ", text)
        assert not {*EXACT} & set(re.findall(r"(?<![-\d])\d+(?![-\d])", said)), address


@pytest.mark.usefixtures("signed")
def test_signatures_show_nowhere_before_the_next_release(client: FlaskClient):
    before = [client.get(address).data for address in ADDRESSES]
    sign_up("Google", 12, "google.com", start=20)

    assert [client.get(address).data for address in ADDRESSES] == before


@pytest.mark.usefixtures("signed")
def test_public_files_may_be_kept_for_a_minute_and_asked_for_again(client: FlaskClient):
    for address in ADDRESSES:
        answer = client.get(address)
        assert answer.headers["Cache-Control"] == A_MINUTE
        tag = answer.headers["ETag"]
        again = client.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
        assert client.get(address, headers={"If-None-Match": '"another"'}).data == answer.data
        assert client.head(address).headers["Content-Length"] == str(len(answer.data))


@pytest.mark.usefixtures("signed")
def test_a_second_request_draws_no_second_picture(client: FlaskClient):
    pictures.kept.cache_clear()
    first = client.get(f"/p/{SLUG}/charts/employers.png")
    drawn = pictures.kept.cache_info().misses
    for _ in range(5):
        assert client.get(f"/p/{SLUG}/charts/employers.png").data == first.data
    asked = pictures.kept.cache_info().misses

    # Whoever has it already costs none at all.
    pictures.kept.cache_clear()
    again = client.get(f"/p/{SLUG}/charts/employers.png", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, pictures.kept.cache_info().misses) == (304, 0)
    assert size_of(first.data) == (1200, 675)
    assert drawn == asked == 1


@pytest.mark.usefixtures("signed")
def test_exact_pictures_are_not_kept(app: Flask):
    before = pictures.kept.cache_info().currsize
    olu = browser_of(app, an_organiser())
    answer = olu.get(f"/organise/{SLUG}/charts/employers.png")

    assert size_of(answer.data) == (1200, 675)
    assert answer.headers["Cache-Control"] == "no-store"
    assert pictures.kept.cache_info().currsize == before


@pytest.mark.usefixtures("signed")
def test_each_file_says_what_it_is_and_how_it_is_called(client: FlaskClient):
    kinds = {
        "svg": "image/svg+xml",
        "png": "image/png",
        "csv": "text/csv; charset=utf-8; header=present",
    }
    for ending, kind in kinds.items():
        answer = client.get(f"/p/{SLUG}/charts/proof.{ending}")
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["Content-Disposition"] == f'inline; filename="letter-proof-release-1.{ending}"'
    narrow = client.get(f"/p/{SLUG}/charts/proof.svg?shape=narrow").get_data(as_text=True)
    assert ET.fromstring(narrow).get("width") == "600"


def test_there_is_no_chart_before_the_first_release(client: FlaskClient):
    sign_up("Google", 2)
    for address in ADDRESSES:
        answer = client.get(address)
        assert answer.status_code == 404
        assert "have been published yet" in answer.get_data(as_text=True)
    page = text_of(client, f"/p/{SLUG}/figures")
    assert "No figures have been published yet" in page
    assert "/charts/" not in page + text_of(client, f"/p/{SLUG}")


@pytest.mark.usefixtures("signed")
def test_what_is_not_there_is_not_found_in_the_form_of_the_house(client: FlaskClient):
    for path in ("charts/days.svg", "charts/employers.pdf", "charts/employers", "charts/"):
        answer = client.get(f"/p/{SLUG}/{path}")
        assert answer.status_code == 404
        assert "There is nothing here under that address" in answer.get_data(as_text=True)
    change_petition(state=State.DRAFT)
    for address in [*ADDRESSES, f"/p/{SLUG}/figures"]:
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ["Vera", "Mo", "Ed", "Olu", "Otto", "Ren"])
def test_exact_charts_are_for_those_who_see_tallies(app: Flask, name: str):
    a_signature()
    browser = browser_of(app, a_member(name))
    expected = 404 if name in ("Otto", "Ren") else 200
    for chart in ChartName:
        assert browser.get(f"/organise/{SLUG}/charts/{chart}.csv").status_code == expected


def test_nobody_gets_exact_charts_without_signing_in(client: FlaskClient):
    for ending in ENDINGS:
        answer = client.get(f"/organise/{SLUG}/charts/employers.{ending}")
        assert answer.location.startswith("/sign-in")


def test_organisers_get_charts_before_anybody_has_signed(app: Flask):
    olu = browser_of(app, an_organiser())
    for chart in ChartName:
        for ending in ENDINGS:
            assert olu.get(f"/organise/{SLUG}/charts/{chart}.{ending}").status_code == 200


@pytest.mark.usefixtures("signed")
def test_the_pages_lead_to_every_file(app: Flask, client: FlaskClient):
    page = text_of(client, f"/p/{SLUG}/figures")
    for address in [*ADDRESSES, f"/p/{SLUG}/releases", "/how-we-count"]:
        assert f'"{address}"' in page
    assert f'"/p/{SLUG}/charts/employers.csv"' in text_of(client, f"/p/{SLUG}")
    overview = text_of(browser_of(app, an_organiser()), f"/organise/{SLUG}")
    for address in ADDRESSES:
        assert f'"{address.replace("/p/", "/organise/")}"' in overview
    assert "How the signers are known, exact figures" in overview
