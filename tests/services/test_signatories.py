"""Searching and paging the signatories, on both engines."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.refusals import NotFound
from petition_app.domain.signature import DisplayMode, Relation, Status
from petition_app.models import Signature
from petition_app.services import petitions, signatories, signing
from petition_app.services.signatories import PAGE, Page, Search
from petition_app.services.work import OPERATOR, VISITOR
from tests.application import Clock
from tests.builders import SLUG, a_request, a_signature, sign
from tests.cast import OTHER_SLUG, another_petition


def search(wanted: Search = Search(), after: UUID | None = None, before: UUID | None = None) -> Page:  # noqa: B008
    with begin_reading(OPERATOR) as work:
        return signatories.search(work, petitions.by_slug(work, SLUG).id, wanted, after=after, before=before)


def many(number: int) -> None:
    with begin_work(VISITOR) as work:
        for each in range(number):
            signing.sign(work, SLUG, a_request(f"sam{each}@example.org", network=f"192.0.2.{each % 200}"))


def names(page: Page) -> set[str]:
    return {line.name for line in page.lines}


def test_paging_forward_visits_each_signature_once(app: Flask):
    many(2 * PAGE + 7)
    seen, page = [], search()
    seen += [line.id for line in page.lines]
    while page.older:
        page = search(after=page.older)
        seen += [line.id for line in page.lines]

    with begin_reading(OPERATOR) as work:
        every = set(work.session.scalars(select(Signature.id)))
    assert len(seen) == len(set(seen)) == 2 * PAGE + 7
    assert set(seen) == every


def test_paging_back_shows_the_same_pages(app: Flask):
    many(2 * PAGE + 7)
    first = search()
    second = search(after=first.older)
    third = search(after=second.older)

    back = search(before=third.newer)
    assert back.lines == second.lines
    assert search(before=back.newer).lines == first.lines
    assert search(before=back.newer).newer is None
    assert first.newer is None
    assert third.older is None


def test_a_signature_that_comes_while_somebody_pages_moves_nothing(app: Flask, clock: Clock):
    many(PAGE + 5)
    first = search()
    clock.move(days=1)
    sign(a_request("late@example.org"))

    second = search(after=first.older)
    assert len(second.lines) == 5
    assert not {line.id for line in first.lines} & {line.id for line in second.lines}


def test_text_is_found_in_names_titles_and_employers(app: Flask):
    a_signature(a_request("a@example.org", display=DisplayMode.NAME, name="Ada Invented", employer="Alphabet"))
    a_signature(a_request("b@example.org", display=DisplayMode.NAME_TITLE, name="Bo Invented", title="Head of Tea",
                          employer="Meta"))  # fmt: skip
    a_signature(a_request("c@example.org", display=DisplayMode.NAME, name="Cy 100% Real_", employer="Borealis"))

    assert names(search(Search("ada"))) == {"Ada Invented"}
    assert names(search(Search("HEAD OF"))) == {"Bo Invented"}
    # Google is what it was matched to, Alphabet what was typed.
    assert names(search(Search("google"))) == names(search(Search("alphabet"))) == {"Ada Invented"}
    assert names(search(Search("invented"))) == {"Ada Invented", "Bo Invented"}


@pytest.mark.parametrize("text", ["%", "_", "0%", "l_"])
def test_signs_with_a_meaning_in_patterns_are_searched_as_themselves(app: Flask, text: str):
    a_signature(a_request("a@example.org", display=DisplayMode.NAME, name="Ada Plain"))
    a_signature(a_request("c@example.org", display=DisplayMode.NAME, name="Cy 100% Real_"))

    assert names(search(Search(text))) == {"Cy 100% Real_"}


@pytest.mark.parametrize("text", ["'", '"', "\\", "/", "'; DROP TABLE signature; --", "a\\%", "//"])
def test_no_text_breaks_the_search(app: Flask, text: str):
    a_signature(a_request(display=DisplayMode.NAME, name="Ada Plain"))

    assert search(Search(text)).lines == ()


def test_filters_narrow_the_list_together(app: Flask, clock: Clock):
    a_signature(a_request("a@example.org", display=DisplayMode.NAME, name="Ada", employer="Google"))
    clock.move(days=1)
    a_signature(a_request("b@example.org", display=DisplayMode.NAME, name="Bo", employer="",
                          relation=Relation.FORMER))  # fmt: skip
    sign(a_request("c@example.org", display=DisplayMode.NAME, name="Cy", employer="Google"))
    with begin_reading(OPERATOR) as work:
        choices = signatories.employers(work, petitions.by_slug(work, SLUG).id)
        today = work.today
    google = next(each.id for each in choices if each.name == "Google")

    assert names(search(Search(status=Status.CONFIRMED))) == {"Ada", "Bo"}
    assert names(search(Search(employer=google))) == {"Ada", "Cy"}
    assert names(search(Search(employer=google, status=Status.PENDING))) == {"Cy"}
    assert names(search(Search(no_employer=True))) == {"Bo"}
    assert names(search(Search(relation=Relation.FORMER))) == {"Bo"}
    assert names(search(Search(since=today))) == {"Bo", "Cy"}
    assert names(search(Search(until=today, since=today, display=DisplayMode.TITLE))) == set()


def test_another_petition_shows_none_of_these(app: Flask):
    another_petition()
    a_signature()
    with begin_reading(OPERATOR) as work:
        other = petitions.by_slug(work, OTHER_SLUG).id
        signature = work.session.scalars(select(Signature.id)).one()

        assert signatories.search(work, other, Search()).lines == ()
        assert signatories.employers(work, other) == []
        with pytest.raises(NotFound):
            signatories.one(work, other, signature)
