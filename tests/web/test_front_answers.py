"""What is given from memory is given as HTTP has it: heads, conditions, parts, packing; and its forms are honest."""

from __future__ import annotations

import dataclasses
import gzip
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.app import create_app
from tests.application import Clock, Site, close
from tests.builders import change_petition
from tests.cast import a_member, browser_of
from tests.web.kept import Made, ask, kept_pages, seen
from tests.web.signer import FORM, PAGE, token_in


@pytest.fixture
def made(app: Flask) -> Made:
    return Made(app)


def test_the_head_alone_says_what_the_whole_would(client: FlaskClient, made: Made):
    head, whole, again = (ask(client, PAGE, method=method) for method in ("HEAD", "GET", "HEAD"))

    assert head.data == again.data == b""
    assert head.headers == whole.headers == again.headers
    assert head.content_length == len(whole.data)
    assert made.count == 1


def test_the_head_of_a_refusal_has_no_body(client: FlaskClient):
    answer = ask(client, "/p/nothing", method="HEAD")

    assert (answer.status_code, answer.data) == (404, b"")


def test_a_browser_that_has_the_page_is_not_sent_it_again(client: FlaskClient, clock: Clock, made: Made):
    packed = ask(client, PAGE, {"Accept-Encoding": "gzip"})
    tags = {ask(client, PAGE).headers["ETag"], packed.headers["ETag"]}
    clock.move(seconds=90)
    answers = [ask(client, PAGE, {"If-None-Match": tag}) for tag in (*tags, f'"x", {packed.headers["ETag"]}', "*")]

    assert [(answer.status_code, answer.data) for answer in answers] == [(304, b"")] * len(answers)
    assert made.count == 2


@pytest.mark.parametrize("change", [lambda clock: clock.move(hours=1), lambda clock: change_petition(title="New")])
def test_a_browser_gets_the_page_again_where_it_or_its_form_is_old(
    client: FlaskClient, clock: Clock, change: Callable[[Clock], object]
):
    tag = ask(client, PAGE).headers["ETag"]
    change(clock)

    assert ask(client, PAGE, {"If-None-Match": tag}).status_code == 200


def test_a_part_of_a_file_is_cut_by_the_application(client: FlaskClient, app: Flask):
    style = next(path for path in kept_pages(app) if path.endswith(".css"))
    whole = ask(client, style)
    part = ask(client, style, {"Range": "bytes=2-5"})

    assert (part.status_code, part.data) == (206, whole.data[2:6])
    assert ask(client, PAGE, {"Range": "bytes=2-5"}).status_code == 200


def test_a_page_is_packed_for_whoever_can_unpack_it(client: FlaskClient):
    plain = ask(client, PAGE)
    packed = ask(client, PAGE, {"Accept-Encoding": "br, gzip"})
    refused = ask(client, PAGE, {"Accept-Encoding": "gzip;q=0, identity"})

    assert gzip.decompress(packed.data) == plain.data == refused.data
    assert len(packed.data) * 3 < len(plain.data)
    assert packed.content_length == len(packed.data)
    assert [answer.headers.get("Content-Encoding") for answer in (plain, packed, refused)] == [None, "gzip", None]
    assert {answer.headers["Vary"] for answer in (plain, packed)} == {"Accept-Language, Accept-Encoding"}


def test_pages_with_secrets_are_never_packed(app: Flask):
    # Beside what a stranger can put into a page, the length of a packed one tells its secrets letter by letter.
    page = ask(browser_of(app, a_member("Olu")), "/account", {"Accept-Encoding": "gzip"})

    assert page.status_code == 200
    assert "Content-Encoding" not in page.headers


def test_a_page_with_a_query_is_made_for_it_alone(client: FlaskClient, made: Made):
    pages = [ask(client, f"{PAGE}?x={mark}").text for mark in ("one", "two")]

    assert made.count == 2
    assert "x=one" in pages[0]
    assert "x=one" not in ask(client, PAGE).text + pages[1]


def test_what_follows_readers_is_taken_off_an_address(client: FlaskClient, made: Made):
    pages = [ask(client, f"{PAGE}?{query}").text for query in ("fbclid=IwAR0", "utm_source=a&utm_medium=b", "")]

    assert pages[0] == pages[1] == pages[2]
    assert "IwAR0" not in pages[0]
    assert made.count == 1


@pytest.mark.parametrize(("after", "status"), [(1.9, 422), (2.1, 303)])
def test_a_form_sent_too_quickly_is_found_out_however_old_its_page_was(
    client: FlaskClient, clock: Clock, after: float, status: int
):
    ask(client, PAGE)
    clock.move(seconds=0.99)
    token = token_in(ask(client, PAGE))
    clock.move(seconds=after)
    answer = client.post(f"{PAGE}/sign", data={**FORM, "token": token})

    assert answer.status_code == status


def test_a_foreign_name_is_refused_although_the_page_is_kept(client: FlaskClient):
    ask(client, PAGE)

    for name in ("evil.example", "localhost.evil.example", "localhost:80@evil.example", ""):
        assert ask(client, PAGE, {"Host": name}).status_code == 400


def test_each_name_of_the_site_gets_the_same(app: Flask, site: Site, clock: Clock):
    settings = dataclasses.replace(site.settings, base_url="https://petition.example:8443", host="0.0.0.0")
    same_site = create_app(settings, clock)
    reader = same_site.test_client()
    pages = [ask(reader, PAGE, {"Host": name}) for name in ("petition.example", "petition.example:8443")]

    assert pages[0].status_code == 200
    assert seen(pages[0]) == seen(pages[1])
    assert ask(reader, PAGE, {"Host": "localhost"}).status_code == 400
    close(same_site)
