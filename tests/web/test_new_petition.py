"""Beginning a petition: from an empty page, a shipped beginning or a copy, with either custody; on both engines."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Role
from petition_app.domain.petition import State
from petition_app.domain.refusals import PassphraseIsWrong
from petition_app.models import Organiser, Petition, PublishedRelease, Response, Signature, Target
from petition_app.services import custody, drafting, organisers, petitions, releases
from petition_app.services.work import OPERATOR
from tests.builders import SLUG, a_request, a_signature
from tests.cast import a_member, browser_of, text_of, token_in

NEW = "/organise/new"
PASSPHRASE = "nine otters juggle lanterns"


@pytest.fixture
def olu(app: Flask) -> FlaskClient:
    return browser_of(app, a_member("Olu"))


def begin(client: FlaskClient, **fields: str) -> TestResponse:
    token = token_in(text_of(client, NEW), "draft-form")
    shape = {"start": "empty", "title": "Our appeal", "custody": "instance", **fields}
    return client.post(NEW, data={"token": token, **shape})


def the_petition(slug: str = "our-appeal") -> Petition:
    with begin_reading(OPERATOR) as work:
        return petitions.by_slug(work, slug)


def rows(table: Any, *where: Any) -> int:
    with begin_reading(OPERATOR) as work:
        return work.session.scalar(select(func.count()).select_from(table).where(*where)) or 0


def test_an_empty_page_is_a_draft_of_the_organiser_alone(olu: FlaskClient, client: FlaskClient):
    answer = begin(olu)
    petition = the_petition()
    with begin_reading(OPERATOR) as work:
        owner = work.session.scalars(select(Organiser)).one()
        mine = organisers.membership(work, owner.id, "our-appeal")

    assert answer.headers["Location"] == "/organise/our-appeal/text?done=begun"
    assert (petition.state, petition.opened_at) == (State.DRAFT, None)
    assert mine
    assert mine[1] is Role.OWNER
    assert client.get("/p/our-appeal").status_code == 404
    for room in ("text", "text/edit", "addressees", "addressees/edit", "consents", "settings", "state"):
        assert olu.get(f"/organise/our-appeal/{room}").status_code == 200


@pytest.mark.parametrize("start", ["contracts", "conditions", "layoffs", "safety", "appeal"])
def test_every_shipped_beginning_makes_a_draft_to_be_filled_in(olu: FlaskClient, start: str):
    begin(olu, start=start, slug="mine")
    with begin_reading(OPERATOR) as work:
        text = drafting.text_of(work, petitions.by_slug(work, "mine"))

    assert text.title == "Our appeal"
    assert len(text.demands) > 1
    assert drafting.unfinished(text)
    assert "Still to be filled in" in text_of(olu, "/organise/mine/text")


def test_a_copy_takes_over_the_text_and_nothing_of_signers(olu: FlaskClient):
    for n in range(12):
        a_signature(a_request(f"sam{n}@example.org"))
    with begin_work(OPERATOR) as work:
        releases.release(work, petitions.by_slug(work, SLUG))
    begin(olu, start=f"copy:{SLUG}")
    copy = the_petition()
    with begin_reading(OPERATOR) as work:
        text, old = drafting.text_of(work, copy), drafting.text_of(work, petitions.by_slug(work, SLUG))

    assert (text.body, text.demands, text.precedents) == (old.body, old.demands, old.precedents)
    assert (copy.threshold, copy.live_total) == (10, True)
    assert rows(Signature, Signature.petition_id == copy.id) == 0
    assert rows(PublishedRelease, PublishedRelease.petition_id == copy.id) == 0
    assert rows(Target, Target.petition_id == copy.id) == 1
    assert rows(Response) == 1


def test_a_petition_of_others_cannot_be_copied(app: Flask):
    otto = browser_of(app, a_member("Otto"))

    assert begin(otto, start=f"copy:{SLUG}").status_code == 422
    assert rows(Petition) == 1


def test_whoever_may_not_begin_petitions_is_refused(app: Flask):
    key = a_member("Otto")
    with begin_work(OPERATOR) as work:
        work.session.get_one(Organiser, key).may_found = False
    otto = browser_of(app, key)

    assert otto.get(NEW).status_code == 403
    assert otto.post(NEW, data={"title": "Mine"}).status_code == 403


def test_organisers_can_keep_the_key_themselves(olu: FlaskClient):
    fields = {"custody": "organisers", "passphrase": PASSPHRASE}
    once = begin(olu, **fields)
    other = begin(olu, **fields, again="something quite different")
    none = begin(olu, custody="organisers")
    weak = begin(olu, custody="organisers", passphrase="our appeal", again="our appeal")
    kept = begin(olu, **fields, again=PASSPHRASE)

    assert [each.status_code for each in (once, other, none, weak, kept)] == [422, 422, 422, 422, 303]
    for each in (once, other, none, weak):
        assert PASSPHRASE not in each.get_data(as_text=True)
        assert 'value="Our appeal"' in each.get_data(as_text=True)
    with begin_reading(OPERATOR) as work:
        custody.opener(work, the_petition(), PASSPHRASE)
        with pytest.raises(PassphraseIsWrong):
            custody.opener(work, the_petition(), "a guess of nine words")


@pytest.mark.parametrize(("fields", "wrong"), [
    ({"title": ""}, "title"),
    ({"title": "x" * 151}, "title"),
    ({"slug": "Our Appeal"}, "slug"),
    ({"slug": "new"}, "slug"),
    ({"slug": SLUG}, "slug"),
    ({"start": "nothing"}, "start-0"),
    ({"custody": "nobody"}, "custody-0"),
])  # fmt: skip
def test_mistakes_come_back_and_nothing_is_begun(olu: FlaskClient, fields: dict[str, str], wrong: str):
    answer = begin(olu, **fields)

    assert answer.status_code == 422
    assert f'href="#{wrong}"' in answer.get_data(as_text=True)
    assert rows(Petition) == 1


def test_a_short_name_is_made_of_the_title_and_never_twice(olu: FlaskClient):
    answers = [begin(olu, title=title) for title in ("Ação!", "Acao", "呼びかけ", "New")]

    assert [each.headers["Location"].split("/")[2] for each in answers] == ["acao", "acao-2", "petition", "petition-2"]
