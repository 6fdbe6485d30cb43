"""Searches that a team keeps, on both engines."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask

from petition_app.database import begin_reading, begin_work
from petition_app.domain.refusals import NotFound
from petition_app.services import petitions, savedsearches
from petition_app.services.savedsearches import NameIsNeeded, NameIsTaken, TooManyAreKept
from petition_app.services.work import OPERATOR
from tests.builders import SLUG
from tests.bulk import the_petition
from tests.cast import OTHER_SLUG, another_petition


def kept(slug: str = SLUG) -> list[tuple[str, str]]:
    with begin_reading(OPERATOR) as work:
        return [(each.name, each.query) for each in savedsearches.every(work, petitions.by_slug(work, slug).id)]


def test_a_search_is_kept_renamed_and_removed(app: Flask):
    with begin_work(OPERATOR) as work:
        one = savedsearches.save(work, the_petition(), "  To  look at ", "state:held")
        savedsearches.save(work, the_petition(), "Former", "relation:former")
    assert kept() == [("Former", "relation:former"), ("To look at", "state:held")]

    with begin_work(OPERATOR) as work:
        savedsearches.rename(work, the_petition(), one, "Held")
        savedsearches.rename(work, the_petition(), one, "Held")
    assert kept() == [("Former", "relation:former"), ("Held", "state:held")]

    with begin_work(OPERATOR) as work:
        savedsearches.remove(work, the_petition(), one)
    assert kept() == [("Former", "relation:former")]


@pytest.mark.parametrize("name", ["", "  ", "a" * 61, "a\x00b"])
def test_a_search_needs_a_name(app: Flask, name: str):
    with pytest.raises(NameIsNeeded), begin_work(OPERATOR) as work:
        savedsearches.save(work, the_petition(), name, "state:held")
    assert kept() == []


def test_two_searches_have_two_names(app: Flask, monkeypatch: pytest.MonkeyPatch):
    with begin_work(OPERATOR) as work:
        savedsearches.save(work, the_petition(), "Held", "state:held")
    with pytest.raises(NameIsTaken), begin_work(OPERATOR) as work:
        savedsearches.save(work, the_petition(), "Held", "state:pending")
    monkeypatch.setattr(savedsearches, "MOST", 1)
    with pytest.raises(TooManyAreKept), begin_work(OPERATOR) as work:
        savedsearches.save(work, the_petition(), "Another", "state:pending")

    assert kept() == [("Held", "state:held")]


def test_a_kept_search_belongs_to_its_petition(app: Flask):
    another_petition()
    with begin_work(OPERATOR) as work:
        one = savedsearches.save(work, the_petition(), "Held", "state:held")
        other = petitions.by_slug(work, OTHER_SLUG).id
    for search in (one, uuid4()):
        with pytest.raises(NotFound), begin_work(OPERATOR) as work:
            savedsearches.remove(work, other, search)
        with pytest.raises(NotFound), begin_work(OPERATOR) as work:
            savedsearches.rename(work, other, search, "Mine")

    assert (kept(), kept(OTHER_SLUG)) == ([("Held", "state:held")], [])
