"""A petition's addresses: each belongs to one petition for good."""

from __future__ import annotations

import threading

import pytest
from flask import Flask

from petition_app.database import begin_reading, begin_work
from petition_app.services import addresses, founding, petitions
from petition_app.services.addresses import SlugIsTaken, SlugIsWrong
from petition_app.services.petition_files import read_petition
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG
from tests.cast import OTHER_SLUG, another_petition
from tests.house.tree import ROOT


def rename(old: str, new: str) -> None:
    with begin_work(OPERATOR) as work:
        addresses.rename(work, petitions.by_slug(work, old).id, new)


def leads_to(old: str) -> str | None:
    with begin_reading(OPERATOR) as work:
        found = addresses.moved_to(work, old)
        return found.slug if found else None


def test_every_old_name_leads_to_the_newest(app: Flask):
    rename(SLUG, "second")
    rename("second", "third")

    assert (leads_to(SLUG), leads_to("second"), leads_to("third")) == ("third", "third", None)


def test_a_petition_may_take_its_old_name_again(app: Flask):
    rename(SLUG, "second")
    rename("second", SLUG)

    assert (leads_to("second"), leads_to(SLUG)) == (SLUG, None)


def test_no_petition_gets_a_name_that_another_has_or_had(app: Flask):
    another_petition()
    rename(SLUG, "second")
    for taken in (SLUG, "second"):
        with pytest.raises(SlugIsTaken):
            rename(OTHER_SLUG, taken)


def test_a_new_petition_does_not_get_an_old_name(app: Flask, clock: Clock):
    file = read_petition(ROOT / "seeds" / "petition.toml")
    rename(SLUG, file.slug)
    rename(file.slug, "second")

    with begin_work(OPERATOR) as work, pytest.raises(SlugIsTaken):
        founding.found(work, file, clock.now)


@pytest.mark.parametrize("name", ["", "new", "Fair Pay", "a--b", "x" * 81])
def test_what_is_no_name_is_refused(app: Flask, name: str):
    with pytest.raises(SlugIsWrong):
        rename(SLUG, name)


def test_of_two_petitions_that_want_a_name_at_once_one_gets_it(app: Flask):
    another_petition()
    barrier, refused = threading.Barrier(2), list[str]()

    def want(old: str) -> None:
        with app.app_context():
            barrier.wait()
            try:
                rename(old, "wanted")
            except SlugIsTaken:
                refused.append(old)

    threads = [threading.Thread(target=want, args=(old,)) for old in (SLUG, OTHER_SLUG)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    with begin_reading(OPERATOR) as work:
        assert petitions.by_slug(work, "wanted")
