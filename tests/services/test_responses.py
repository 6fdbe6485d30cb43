"""What addressees answered: the page says what was written last, and every wording before it is kept."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.petition import ResponseKind
from petition_app.domain.refusals import NotFound, Refusal
from petition_app.domain.response import Wording
from petition_app.models import AuditLine, Response, ResponseRevision
from petition_app.services import petitions, response_history, responses
from petition_app.services.response_history import Entry
from petition_app.services.responses import ChangedMeanwhile, Contradiction, NotTheNewest, WordingIsWrong
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG
from tests.cast import OTHER_SLUG, another_petition
from tests.services.answering import (
    MO,
    OLU,
    SPOKE,
    TODAY,
    add,
    change,
    confirm,
    history,
    petition_id,
    remove,
    restore,
    shown_after,
    the_entry,
    timeline,
)

pytestmark = pytest.mark.usefixtures("app")


def test_an_entry_added_is_the_newest_on_the_page():
    add(SPOKE)

    with begin_reading(OPERATOR) as work:
        (addressee,) = petitions.public_page(work, SLUG).addressees
    assert [each.kind for each in addressee.responses] == [ResponseKind.PUBLIC, ResponseKind.NONE]
    assert addressee.responses[0].quotation == "We hear you."


def test_on_the_day_a_silence_ends_what_was_said_is_the_newer(clock: Clock):
    first = the_entry()
    add(SPOKE)
    clock.move(hours=1)
    change(first, Wording(ResponseKind.NONE, TODAY, "Still nothing in the morning."))

    assert [each.wording.kind for each in timeline().shown] == [ResponseKind.PUBLIC, ResponseKind.NONE]


def test_replaying_the_history_gives_what_is_shown(clock: Clock):
    first = the_entry()
    versions = [history(first.id)]
    for wording in (SPOKE, Wording(ResponseKind.PRIVATE, TODAY, "Their office wrote."), SPOKE):
        clock.move(days=1)
        change(the_entry(), wording)
        assert shown_after(history(first.id)) == the_entry().wording == wording
        versions.append(history(first.id))
    remove(the_entry())
    assert shown_after(history(first.id)) is None
    restore(timeline().removed[0], MO)
    assert shown_after(history(first.id)) == the_entry().wording == SPOKE

    versions.append(history(first.id))
    assert [len(each) for each in versions] == [1, 2, 3, 4, 6]
    for before, after in pairwise(versions):
        assert after[: len(before)] == before
    assert [each.actor for each in versions[-1]] == ["operator", *[str(OLU)] * 4, str(MO)]
    assert the_entry().number == 6


def test_removing_keeps_the_history_and_takes_the_entry_from_the_page():
    response = add(SPOKE)
    entry = timeline().shown[0]
    remove(entry, MO)
    remove(timeline().removed[0], MO)

    assert [each.id for each in timeline().shown] != [response]
    assert [(each.id, each.wording, each.number) for each in timeline().removed] == [(response, SPOKE, 2)]
    assert [(each.wording, each.is_removed, each.actor) for each in history(response)] == [
        (SPOKE, False, str(OLU)),
        (SPOKE, True, str(MO)),
    ]


def test_a_removed_entry_can_be_shown_again_with_other_words():
    remove(the_entry())
    (removed,) = timeline().removed
    change(removed, SPOKE)

    assert timeline().removed == ()
    assert the_entry().wording == SPOKE
    assert [each.is_removed for each in history(removed.id)] == [False, True, False]


def test_the_second_of_two_editors_changes_nothing():
    seen = the_entry()
    mine, theirs = Wording(ResponseKind.PRIVATE, TODAY, "Mine."), Wording(ResponseKind.PRIVATE, TODAY, "Theirs.")
    change(seen, theirs, MO)

    with pytest.raises(ChangedMeanwhile):
        change(seen, mine)
    for attempt in (remove, confirm, restore):
        with pytest.raises(ChangedMeanwhile):
            attempt(seen)
    assert the_entry().wording == theirs
    assert len(history(seen.id)) == 2


def test_of_editors_at_the_same_moment_one_wins_and_nobody_is_half_heard(app: Flask):
    seen = the_entry()
    together = Barrier(4)

    def edit(number: int) -> bool:
        with app.app_context():
            together.wait()
            try:
                change(seen, Wording(ResponseKind.PRIVATE, TODAY, f"Editor {number}."))
            except ChangedMeanwhile:
                return False
            return True

    with ThreadPoolExecutor(4) as pool:
        won = list(pool.map(edit, range(4)))

    assert won.count(True) == 1
    assert the_entry().wording.summary == f"Editor {won.index(True)}."
    assert shown_after(history(seen.id)) == the_entry().wording
    assert len(history(seen.id)) == 2


def test_the_same_entry_sent_by_many_at_once_is_added_once(app: Flask):
    together = Barrier(4)

    def send(number: int) -> UUID:
        with app.app_context():
            together.wait()
            return add(SPOKE)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(send, range(4)))) == 1
    assert len(timeline().shown) == 2


def test_an_entry_removed_meanwhile_is_not_changed_unseen():
    seen = the_entry()
    remove(seen, MO)

    with pytest.raises(ChangedMeanwhile):
        change(seen, SPOKE)
    assert timeline().shown == ()


def test_a_form_sent_twice_adds_one_entry_and_a_change_that_changes_nothing_leaves_no_version():
    first, second = add(SPOKE), add(SPOKE)
    change(timeline().shown[0], SPOKE)

    assert first == second
    assert len(timeline().shown) == 2
    assert len(history(first)) == 1


def test_silence_is_confirmed_as_of_today_with_its_history(clock: Clock):
    clock.move(days=14)
    assert not timeline().is_stale
    clock.move(days=1)
    assert timeline().is_stale
    confirm(the_entry())

    assert not timeline().is_stale
    assert [each.wording.on for each in history(the_entry().id)] == [TODAY, TODAY + timedelta(days=15)]
    assert the_entry().wording.summary == "No public statement."
    confirm(the_entry())
    assert len(history(the_entry().id)) == 2


def test_silence_is_not_confirmed_once_there_was_an_answer(clock: Clock):
    silence = the_entry()
    clock.move(days=1)
    add(Wording(ResponseKind.PRIVATE, TODAY + timedelta(days=1), "Their office wrote."))

    for entry in (silence, timeline().shown[0]):
        with pytest.raises(NotTheNewest):
            confirm(entry)
    assert timeline().is_stale is False


def test_what_would_contradict_another_entry_is_refused_in_words(clock: Clock):
    clock.move(days=3)
    spoken = add(SPOKE)
    for attempt in (
        lambda: add(Wording(ResponseKind.NONE, TODAY + timedelta(days=1))),
        lambda: change(timeline().shown[1], Wording(ResponseKind.NONE, TODAY + timedelta(days=1))),
        lambda: add(
            Wording(ResponseKind.COMMITMENT, TODAY - timedelta(days=1), "Promised.", None, "https://a.example")
        ),
    ):
        with pytest.raises(Contradiction) as refusal:
            attempt()
        assert "Both cannot be true" in refusal.value.sentence
    assert len(timeline().shown) == 2
    assert len(history(spoken)) == 1


@pytest.mark.parametrize("wording", [
    Wording(ResponseKind.PUBLIC, TODAY, "They answered."),
    Wording(ResponseKind.PUBLIC, TODAY, "They answered.", None, "javascript:alert(1)"),
    Wording(ResponseKind.NONE, TODAY + timedelta(days=1)),
    Wording(ResponseKind.PRIVATE, TODAY, "\x00\u202e "),
    Wording(ResponseKind.PRIVATE, TODAY, "a" * 2_001),
])  # fmt: skip
def test_what_the_rules_refuse_is_never_stored(wording: Wording):
    before = the_entry()

    for attempt in (lambda: add(wording), lambda: change(before, wording)):
        with pytest.raises(WordingIsWrong):
            attempt()
    assert [each.wording for each in timeline().shown] == [before.wording]
    assert len(history(before.id)) == 1


def test_characters_that_cannot_be_stored_or_turn_others_are_left_out():
    response = add(Wording(ResponseKind.PRIVATE, TODAY, "Good\x00 \u202emorning\r\n", None, None))

    assert history(response)[0].wording.summary == "Good morning"


def test_another_petition_has_no_say():
    another_petition()
    other, entry = petition_id(OTHER_SLUG), the_entry()
    for attempt in (responses.remove, responses.restore, responses.confirm_silence):
        with pytest.raises(NotFound), begin_work(OLU) as work:
            attempt(work, other, entry.id, entry.number)
    with pytest.raises(NotFound), begin_work(OLU) as work:
        responses.change(work, other, entry.id, entry.number, SPOKE)
    with pytest.raises(NotFound), begin_work(OLU) as work:
        responses.add(work, other, entry.target.id, SPOKE)
    with pytest.raises(NotFound), begin_reading(OLU) as work:
        response_history.history(work, other, entry.id)
    with pytest.raises(NotFound), begin_reading(OLU) as work:
        response_history.entry(work, petition_id(), uuid4())


def test_every_step_is_in_the_audit_log_without_its_words():
    first = the_entry()
    response = add(SPOKE)
    change(timeline().shown[0], Wording(ResponseKind.PRIVATE, TODAY, "Secret words."))
    remove(next(each for each in timeline().shown if each.id == response), MO)
    restore(timeline().removed[0])

    with begin_reading(OPERATOR) as work:
        lines = work.session.scalars(
            select(AuditLine).where(AuditLine.action.like("response%")).order_by(AuditLine.number)
        ).all()
    assert [(line.action, line.actor) for line in lines] == [
        ("response added", str(OLU)), ("response changed", str(OLU)), ("response removed", str(MO)),
        ("response restored", str(OLU)),
    ]  # fmt: skip
    assert json.loads(lines[1].details) == {
        "response": str(response), "target": str(first.target.id), "kind": "private", "on": "2026-11-22", "number": 2,
    }  # fmt: skip
    assert "words" not in "".join(line.details for line in lines)


def test_a_refused_step_leaves_nothing_behind():
    entry = the_entry()
    with pytest.raises(Refusal):
        change(Entry(entry.id, entry.target, 7, entry.wording), SPOKE)

    with begin_reading(OPERATOR) as work:
        assert work.session.scalars(select(ResponseRevision)).all() == []
        assert work.session.scalars(select(Response)).one().number == 1
