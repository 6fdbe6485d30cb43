"""Updates: numbered when they are first published, changed for all to see, and never lost to a second writer."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.database import begin_reading, begin_work
from petition_app.domain.refusals import NotFound
from petition_app.domain.update import Draft
from petition_app.services import petitions, updates
from petition_app.services.updates import UpdateChanged, UpdateIsOut, UpdateIsWrong
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG
from tests.cast import another_petition
from tests.services.mailing import an_update

PAGE = f"/p/{SLUG}"


def test_an_update_gets_its_number_when_it_is_first_published_and_keeps_it(app: Flask):
    first, second = an_update("First"), an_update("Second")
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG).id
        assert updates.publish(work, petition, second, 1) == 1
        assert updates.publish(work, petition, first, 1) == 2
        updates.unpublish(work, petition, second)
        assert [each.number for each in updates.published(work, petition)] == [2]
        with pytest.raises(NotFound):
            updates.one_published(work, petition, 1)

        assert updates.publish(work, petition, second, 1) == 1
        assert updates.one_published(work, petition, 1).title == "Second"


def test_readers_see_that_an_update_was_changed(client: FlaskClient, clock: Clock):
    update = an_update("We met", "All **well**.")
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG).id
        updates.publish(work, petition, update, 1)
    page = client.get(PAGE).text
    assert "All <strong>well</strong>." in page
    assert "changed on" not in page
    clock.move(days=1)

    with begin_work(OPERATOR) as work:
        updates.change(work, petition, update, 1, Draft("We met", "All ended well."))

    assert "changed on 23 November 2026" in client.get(PAGE).text


def test_two_writers_never_overwrite_each_other_unseen(app: Flask):
    update = an_update()
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG).id
        updates.change(work, petition, update, 1, Draft("Mine", "Text"))

    for step in (updates.change, updates.publish):
        with pytest.raises(UpdateChanged), begin_work(OPERATOR) as work:
            step(work, petition, update, 1, *([Draft("Theirs", "Text")] if step is updates.change else []))


@pytest.mark.parametrize(
    ("draft", "fits"),
    [
        (Draft("t" * 150, "b" * 6_000, "s" * 150), True),
        (Draft("t" * 151, "b"), False),
        (Draft("t", "b" * 6_001), False),
        (Draft("t", "b", "s" * 151), False),
        (Draft("", "b"), False),
        (Draft("t", " \n "), False),
        (Draft("é" * 150, "é" * 6_000), True),
    ],
)
def test_an_update_has_a_title_and_a_text_within_their_lengths(app: Flask, draft: Draft, fits: bool):
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG).id
        if fits:
            updates.draft(work, petition, draft)
        else:
            with pytest.raises(UpdateIsWrong):
                updates.draft(work, petition, draft)


def test_a_subject_cannot_smuggle_a_header_in():
    assert Draft("t", "b", "News\r\nBcc: all@example.org").tidied().subject == "News Bcc: all@example.org"


@pytest.mark.parametrize(
    ("subject", "named"),
    [
        ("News from us", []),
        ("What Google said", ["Google"]),
        ("What FACEBOOK, and youtube, said", ["Meta", "YouTube"]),
        ("Re: an appeal to our leaders", ["An appeal to our leaders"]),
        ("", []),
    ],
)
def test_a_subject_that_says_too_much_is_noticed(app: Flask, subject: str, named: list[str]):
    with begin_reading(OPERATOR) as work:
        assert updates.named_in(work, petitions.by_slug(work, SLUG), subject) == named


def test_a_draft_can_be_thrown_away_and_what_was_public_cannot(app: Flask):
    draft, public = an_update(), an_update()
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG).id
        updates.publish(work, petition, public, 1)
        updates.discard(work, petition, draft)
        with pytest.raises(UpdateIsOut):
            updates.discard(work, petition, public)

        assert [each.id for each in updates.all_of(work, petition)] == [public]


def test_an_update_of_another_petition_is_not_there(app: Flask):
    update = an_update()
    another_petition()
    with begin_reading(OPERATOR) as work:
        other = petitions.by_slug(work, "other-letter").id
        with pytest.raises(NotFound):
            updates.one(work, other, update)
