"""The delivery ledger: how the petition reached an addressee, with every wording, and what of it is public."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from flask import Flask

from petition_app.database import begin_reading, begin_work
from petition_app.domain.handover import Delivery, Way
from petition_app.domain.petition import ResponseKind
from petition_app.domain.refusals import NotFound
from petition_app.domain.response import Wording
from petition_app.services import audit, handover_history, handoverpackages, handovers, petitions
from petition_app.services.handover_history import PublicLine, Version
from petition_app.services.handovers import DeliveryIsWrong, LineChangedMeanwhile
from petition_app.services.publishable import Wish
from petition_app.services.work import OPERATOR, VISITOR, Actor
from tests.application import Clock
from tests.builders import SLUG, a_signature
from tests.cast import OTHER_SLUG, another_petition
from tests.published import released, signed_at
from tests.services import answering
from tests.services.answering import MO, OLU, petition_id
from tests.services.handing import BROUGHT, TODAY, data, ledger, package, recorded, target_id, the_line

pytestmark = pytest.mark.usefixtures("app")


def step(name: str, by: Actor = OLU, number: int | None = None) -> None:
    line, petition = the_line(), petition_id()
    with begin_work(by) as work:
        getattr(handovers, name)(work, petition, line.id, number or line.number)


def changed(delivery: Delivery, number: int | None = None, by: Actor = OLU) -> None:
    line, petition = the_line(), petition_id()
    with begin_work(by) as work:
        handovers.change(work, petition, line.id, number or line.number, delivery)


def history() -> list[Version]:
    petition, line = petition_id(), the_line()
    with begin_reading(OPERATOR) as work:
        return handover_history.history(work, petition, line.id)


def public() -> list[PublicLine]:
    petition = petition_id()
    with begin_reading(VISITOR) as work:
        return handover_history.public_lines(work, petition)


def test_a_hand_over_stands_in_the_ledger_of_its_addressee():
    recorded()

    (line,) = ledger().lines
    assert (line.number, line.delivery, line.target.organisation) == (1, BROUGHT, "Acme")


def test_a_form_sent_twice_adds_one_line():
    assert recorded() == recorded()
    assert len(ledger().lines) == 1


def test_every_wording_is_kept_with_who_wrote_it():
    recorded()
    changed(replace(BROUGHT, note="At the back door."), by=MO)
    step("remove")

    assert ledger().lines == ()
    assert [(each.number, each.delivery.note, each.is_removed, each.actor) for each in history()] == [
        (1, "At the front desk.", False, str(OLU)),
        (2, "At the back door.", False, str(MO)),
        (3, "At the back door.", True, str(OLU)),
    ]


def test_every_step_can_be_taken_back():
    recorded()
    changed(replace(BROUGHT, note="At the back door."))
    step("undo")
    assert the_line().delivery == BROUGHT
    step("remove")
    step("undo")
    assert not the_line().is_removed
    assert len(history()) == 5


def test_taking_back_a_new_line_takes_it_out():
    recorded()
    step("undo")

    assert the_line().is_removed


def test_two_who_change_a_line_at_once_do_not_overwrite_each_other():
    recorded()
    changed(replace(BROUGHT, note="Mine."))

    with pytest.raises(LineChangedMeanwhile):
        changed(BROUGHT, number=1)
    for name in ("remove", "undo"):
        with pytest.raises(LineChangedMeanwhile):
            step(name, number=1)
    assert the_line().delivery.note == "Mine."


@pytest.mark.parametrize("wrong", [
    {"on": date(2026, 11, 23)}, {"on": date(1989, 1, 1)}, {"by_whom": "x" * 121}, {"note": "x" * 1_001},
    {"evidence_url": "javascript:alert(1)"}, {"evidence_url": "news.example/story"},
])  # fmt: skip
def test_what_cannot_stand_in_the_ledger_is_refused(wrong: dict[str, object]):
    with pytest.raises(DeliveryIsWrong):
        recorded(replace(BROUGHT, **wrong))  # type: ignore[arg-type]
    assert ledger().lines == ()


def test_what_was_sent_from_here_cannot_be_rewritten():
    recorded(replace(BROUGHT, sent_to="office@acme.example", letter="Good day."))
    changed(replace(BROUGHT, note="They rang back.", sent_to="", letter=""))

    made = the_line().delivery
    assert (made.note, made.sent_to, made.letter) == ("They rang back.", "office@acme.example", "Good day.")


def test_another_petition_knows_nothing_of_a_line():
    line = recorded()
    another_petition()
    other, about = petition_id(OTHER_SLUG), target_id()

    with begin_work(OLU) as work:
        for act in (
            lambda: handovers.record(work, other, about, BROUGHT),
            lambda: handovers.change(work, other, line, 1, BROUGHT),
            lambda: handovers.remove(work, other, line, 1),
            lambda: handovers.undo(work, other, line, 1),
            lambda: handover_history.history(work, other, line),
            lambda: handover_history.line(work, other, uuid4()),
        ):
            with pytest.raises(NotFound):
                act()


def test_only_public_lines_are_public_and_never_who_brought_it_or_the_note(clock: Clock):
    signed_at("Google", 12)
    released(clock)
    made = package()
    with begin_work(OLU) as work:
        petition = petitions.by_slug(work, SLUG)
        key = handoverpackages.note(work, petition, data(), Wish(), made)
    recorded(replace(BROUGHT, package=key, is_public=True))
    recorded(replace(BROUGHT, way=Way.POST))

    (line,) = public()
    assert (line.on, line.way, line.evidence_url) == (TODAY, Way.IN_PERSON, "https://news.example/desk")
    assert line.package
    assert (line.package.release, line.package.digest) == (1, made.digest)
    assert not {"by_whom", "note", "sent_to", "letter"} & set(vars(line))


def test_a_removed_line_is_public_no_more():
    recorded(replace(BROUGHT, is_public=True))
    step("remove")

    assert public() == []


def test_days_without_an_answer_are_counted_until_there_is_one(clock: Clock):
    assert ledger().days is None
    recorded()
    clock.move(days=9)
    assert ledger().days == 9

    later = TODAY + timedelta(days=8)
    answering.add(Wording(ResponseKind.PUBLIC, later, "They answered.", None, "https://news.example/story"))

    assert ledger().days is None


def test_the_audit_log_has_each_step_and_no_word_of_it():
    recorded()
    changed(replace(BROUGHT, note="Secret note."))
    step("undo")
    step("remove")
    a_signature()

    with begin_reading(OPERATOR) as work:
        lines = audit.lines(work, petition_id())
    told = [line.action for line in lines if str(line.action).startswith("hand-over")]
    assert told == ["hand-over removed", "hand-over undone", "hand-over changed", "hand-over recorded"]
    assert not any(word in line.details for line in lines for word in ("note", "Two of us", "front", "news.example"))


def test_a_day_is_one_of_the_past(app: Flask):
    recorded(Delivery(date(1990, 1, 1), Way.PRESS))

    assert ledger().lines[0].delivery.way is Way.PRESS
