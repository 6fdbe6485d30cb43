"""The set-up checklist: what counts as done, what can be left out, and what cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from petition_app.domain.checklist import (
    OF_PETITION,
    OF_SITE,
    REASONS,
    TITLES,
    Item,
    Mark,
    PetitionFacts,
    SiteFacts,
    Standing,
    petition_points,
    site_points,
)
from petition_app.domain.petition import State

AT_HOME = SiteFacts(is_public=False, is_reachable=False)
PUBLIC = SiteFacts(is_public=True, is_reachable=True)
BARE = PetitionFacts(State.DRAFT, False, False, False, False, 1, 1)
WHOLE = PetitionFacts(State.DRAFT, False, True, True, True, 2, 0)


def still_open(facts: PetitionFacts, **marks: Mark) -> set[Item]:
    given = {Item[name.upper()]: mark for name, mark in marks.items()}
    return {point.item for point in petition_points(facts, given) if point.is_open}


def test_everything_is_to_do_at_first_and_each_item_says_why():
    assert still_open(BARE) == set(OF_PETITION)
    assert all(point.is_open for point in site_points(AT_HOME, {}))
    for item in Item:
        assert TITLES[item]
        assert REASONS[item].endswith(".")


def test_what_the_data_tell_is_never_ticked_by_hand():
    ticked = {item.name.lower(): Mark.DONE for item in OF_PETITION}

    assert still_open(BARE, **ticked) == set(OF_PETITION) - {Item.THRESHOLD, Item.LETTER}
    assert still_open(WHOLE) == {Item.THRESHOLD, Item.LETTER}


@pytest.mark.parametrize(
    ("item", "lacking"),
    [
        (Item.REVIEW, replace(WHOLE, looks_good=False)),
        (Item.DEADLINE, replace(WHOLE, has_deadline=False)),
        (Item.CONTACT, replace(WHOLE, has_contact=False)),
        (Item.SECOND_OWNER, replace(WHOLE, owners=1)),
        (Item.SECOND_FACTORS, replace(WHOLE, owners_without_second_factor=1)),
        (Item.SECOND_FACTORS, replace(WHOLE, owners=0)),
    ],
)
def test_each_fact_that_is_missing_is_to_do(item: Item, lacking: PetitionFacts):
    assert item in still_open(lacking)
    assert item not in still_open(WHOLE)


def test_what_cannot_change_after_opening_is_not_asked_from_then_on():
    opened = replace(BARE, state=State.OPEN, has_opened=True)

    assert not still_open(opened) & {Item.REVIEW, Item.THRESHOLD}
    assert still_open(opened) >= {Item.DEADLINE, Item.CONTACT, Item.SECOND_OWNER}


@pytest.mark.parametrize("state", [State.CLOSED, State.DELIVERED, State.ARCHIVED])
def test_a_petition_that_is_over_has_no_list(state: State):
    assert petition_points(replace(BARE, state=state), {}) == ()


def test_what_is_left_out_is_neither_done_nor_to_do_until_it_is_put_back():
    points = {p.item: p.standing for p in petition_points(BARE, {Item.DEADLINE: Mark.LEFT_OUT})}

    assert points[Item.DEADLINE] is Standing.LEFT_OUT
    assert Item.DEADLINE in still_open(BARE, deadline=Mark.WANTED)


def test_what_is_done_stays_done_though_it_was_left_out_before():
    points = {p.item: p.standing for p in petition_points(WHOLE, {Item.DEADLINE: Mark.LEFT_OUT})}

    assert points[Item.DEADLINE] is Standing.DONE


def test_what_signers_of_a_public_site_depend_on_cannot_be_left_out():
    left_out = dict.fromkeys(OF_SITE, Mark.LEFT_OUT)
    standings = {point.item: point.standing for point in site_points(PUBLIC, left_out)}

    assert standings == {Item.ADDRESS: Standing.DONE, Item.MAIL: Standing.OPEN, Item.KEY: Standing.OPEN}
    assert {point.standing for point in site_points(AT_HOME, left_out)} == {Standing.LEFT_OUT}
