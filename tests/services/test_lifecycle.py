"""A petition's life through the services, on both engines: what each step needs, does and takes back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.lifecycle import Lack, ReviewKind, Step, Times, leads_to
from petition_app.domain.petition import State
from petition_app.domain.refusals import LinkIsSpent, PetitionIsNotOpen
from petition_app.models import AuditLine, ConsentText, Demand, Petition
from petition_app.services import confirming, lifecycle, lifecycle_plans, petitions, releases, reviewing, verifying
from petition_app.services.lifecycle import PrivateDataIsGone, SomebodyHasSigned, SomethingIsMissing, StepIsImpossible
from petition_app.services.lifecycle_plans import CannotBeLaunched, IsInPublic, PlanIsWrong
from petition_app.services.releases import LastTableStays, NotInPublic
from petition_app.services.reviewing import NoteIsWrong, NotInReview, OwnReview
from petition_app.services.work import OPERATOR, VISITOR, Actor, ActorKind
from tests.application import Clock
from tests.builders import SLUG, a_request, a_signature, change_petition, claim_letters, secret_in, sign

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OLU = Actor(ActorKind.ORGANISER, UUID(int=1))
MO = Actor(ActorKind.ORGANISER, UUID(int=2))


def seen() -> Petition:
    with begin_reading(OPERATOR) as work:
        return petitions.by_slug(work, SLUG)


def take(step: Step, actor: Actor = OLU) -> Petition:
    with begin_work(actor) as work:
        return lifecycle.take(work, petitions.by_slug(work, SLUG).id, step)


def plan(opens_at: datetime | None = None, closes_at: datetime | None = None) -> Petition:
    with begin_work(OLU) as work:
        return lifecycle_plans.set_times(work, petitions.by_slug(work, SLUG).id, Times(opens_at, closes_at))


def hide(number: int | None) -> Petition:
    with begin_work(OLU) as work:
        return lifecycle_plans.hide_until(work, petitions.by_slug(work, SLUG).id, number)


def keep(days: int) -> Petition:
    with begin_work(OLU) as work:
        return lifecycle_plans.keep_for(work, petitions.by_slug(work, SLUG).id, days)


def say(kind: ReviewKind, actor: Actor, text: str = "") -> None:
    with begin_work(actor) as work:
        reviewing.say(work, petitions.by_slug(work, SLUG).id, kind, text)


def is_approved() -> bool:
    with begin_reading(OPERATOR) as work:
        return reviewing.review(work, petitions.by_slug(work, SLUG).id).looks_good


def log() -> list[str]:
    with begin_reading(OPERATOR) as work:
        return [
            f"{row.action} {row.details}" for row in work.session.scalars(select(AuditLine).order_by(AuditLine.number))
        ]


def test_a_petition_lives_from_draft_to_archive_and_the_log_tells(app: Flask):
    change_petition(state=State.DRAFT, opened_at=None)
    for step, state in (
        (Step.SUBMIT, "review"), (Step.OPEN, "open"), (Step.PAUSE, "paused"), (Step.RESUME, "open"),
        (Step.CLOSE, "closed"), (Step.DELIVER, "delivered"), (Step.ARCHIVE, "archived"),
    ):  # fmt: skip
        assert take(step).state == state

    after = seen()
    assert (after.opened_at, after.closed_at, after.delivered_at) == (NOW, NOW, NOW)
    assert after.erase_on == date(2027, 2, 20)
    changes = [line for line in log() if line.startswith("state changed")]
    assert len(changes) == 7
    assert changes[-1] == 'state changed {"after":"archived","before":"delivered","step":"archive"}'


@pytest.mark.parametrize("state", State)
def test_a_step_from_the_wrong_state_is_refused_in_a_sentence_and_changes_nothing(app: Flask, state: State):
    change_petition(state=state)
    for step in [each for each in Step if leads_to(each, state) is None]:
        with pytest.raises(StepIsImpossible) as refusal:
            take(step)
        assert refusal.value.status == 409
        assert "the petition is" in refusal.value.sentence
    assert seen().state is state
    assert not [line for line in log() if line.startswith("state changed")]


def test_what_is_not_whole_is_neither_reviewed_nor_opened(app: Flask):
    change_petition(state=State.DRAFT)
    with begin_work(OPERATOR) as work:
        work.session.execute(delete(Demand))
        work.session.execute(delete(ConsentText).where(ConsentText.purpose == "press"))

    for state, step in ((State.DRAFT, Step.SUBMIT), (State.REVIEW, Step.OPEN)):
        change_petition(state=state)
        with pytest.raises(SomethingIsMissing) as refusal:
            take(step)
        assert refusal.value.missing == (Lack.DEMAND, Lack.CONSENTS)
        assert refusal.value.sentence.endswith("at least one demand; the words of every tick box.")


def test_a_petition_whose_closing_time_is_over_does_not_open(app: Flask):
    change_petition(state=State.REVIEW, closes_at=NOW)

    with pytest.raises(SomethingIsMissing, match="closing time"):
        take(Step.OPEN)


def test_an_opening_by_mistake_is_taken_back_until_somebody_signs(app: Flask):
    take(Step.TAKE_BACK)
    assert (seen().state, seen().opened_at) == (State.REVIEW, None)
    take(Step.OPEN)
    sign()

    with pytest.raises(SomebodyHasSigned):
        take(Step.TAKE_BACK)


def test_closing_ends_signing_and_reopening_lets_it_go_on(app: Flask, clock: Clock):
    change_petition(closes_at=NOW + timedelta(hours=1))
    clock.move(hours=2)
    take(Step.CLOSE)
    with pytest.raises(PetitionIsNotOpen):
        sign()
    after = take(Step.REOPEN)

    assert (after.closes_at, after.closed_at, after.erase_on) == (None, None, None)
    sign()


def test_a_delivered_petition_is_closed_again_where_that_was_a_mistake(app: Flask):
    for step in (Step.CLOSE, Step.DELIVER, Step.UNDO_DELIVERY):
        take(step)

    assert (seen().state, seen().delivered_at) == (State.CLOSED, None)


def test_who_archives_what_was_never_delivered_gets_it_back_closed(app: Flask):
    for step in (Step.CLOSE, Step.ARCHIVE, Step.UNARCHIVE):
        take(step)

    assert seen().state is State.CLOSED


def test_letters_on_their_way_count_for_a_day_after_closing_by_hand(app: Flask, clock: Clock):
    for name in ("sam", "late"):
        sign(a_request(f"{name}@example.org"))
    first, second = (secret_in(letter.text) for letter in claim_letters())
    take(Step.CLOSE)
    clock.move(hours=24)
    with begin_work(VISITOR) as work:
        confirming.confirm(work, first)
    clock.move(minutes=1)

    with begin_work(VISITOR) as work, pytest.raises(LinkIsSpent):
        confirming.confirm(work, second)


def test_the_deadline_can_be_moved_and_taken_away(app: Flask):
    assert plan(closes_at=NOW + timedelta(days=1)).closes_at == NOW + timedelta(days=1)
    assert plan(closes_at=NOW + timedelta(days=9)).closes_at == NOW + timedelta(days=9)
    assert plan().closes_at is None
    with pytest.raises(PlanIsWrong) as refusal:
        plan(closes_at=NOW)

    assert [each.field for each in refusal.value.problems] == ["closes"]
    assert len([line for line in log() if line.startswith("opening and closing set")]) == 3


def test_another_organiser_says_that_it_looks_good(app: Flask):
    change_petition(state=State.DRAFT)
    take(Step.SUBMIT, OLU)
    say(ReviewKind.NOTE, OLU, "Please look at the second demand.")
    with pytest.raises(OwnReview):
        say(ReviewKind.LOOKS_GOOD, OLU)
    assert not is_approved()
    say(ReviewKind.LOOKS_GOOD, MO)

    assert is_approved()


def test_a_new_review_asks_anew(app: Flask, clock: Clock):
    change_petition(state=State.DRAFT)
    take(Step.SUBMIT)
    say(ReviewKind.LOOKS_GOOD, MO)
    clock.move(hours=1)
    take(Step.SEND_BACK)
    take(Step.SUBMIT)

    assert not is_approved()


@pytest.mark.parametrize("text", ["", " \n", "x" * 2001])
def test_a_note_has_something_to_say_and_an_end(app: Flask, text: str):
    change_petition(state=State.REVIEW)

    with pytest.raises(NoteIsWrong):
        say(ReviewKind.NOTE, MO, text)


def test_there_are_no_notes_outside_of_review(app: Flask):
    with pytest.raises(NotInReview):
        say(ReviewKind.NOTE, MO, "Too late.")


def test_a_hidden_petition_is_launched_by_hand_for_good(app: Flask):
    change_petition(state=State.REVIEW, opened_at=None)
    hide(20)
    with pytest.raises(CannotBeLaunched):
        launch()
    take(Step.OPEN)
    assert hide(15).hidden_until == 15
    assert launch().launched_at == NOW

    for again in (launch, lambda: hide(10), lambda: hide(None)):
        with pytest.raises(IsInPublic):
            again()


def launch() -> Petition:
    with begin_work(OLU) as work:
        return lifecycle_plans.launch(work, petitions.by_slug(work, SLUG).id)


def test_what_has_been_public_is_never_hidden(app: Flask):
    with pytest.raises(PlanIsWrong, match="cannot be hidden again"):
        hide(20)


def test_no_table_is_published_before_the_launch_nor_from_the_archive(app: Flask, clock: Clock):
    a_signature()
    for values in ({"state": State.REVIEW}, {"state": State.OPEN, "hidden_until": 20}):
        change_petition(**values)
        with begin_work(OLU) as work, pytest.raises(NotInPublic):
            releases.release(work, petitions.by_slug(work, SLUG))
    change_petition(hidden_until=None, state=State.ARCHIVED)
    with begin_work(OLU) as work, pytest.raises(LastTableStays):
        releases.release(work, petitions.by_slug(work, SLUG))


def test_the_days_of_keeping_move_the_day_of_erasure(app: Flask, clock: Clock):
    assert keep(30).erase_on is None
    assert take(Step.CLOSE).erase_on == date(2026, 12, 22)
    assert keep(365).erase_on == date(2027, 11, 22)
    with pytest.raises(PlanIsWrong):
        keep(366)


def test_once_the_day_of_erasure_has_come_nothing_brings_it_back(app: Flask, clock: Clock):
    keep(1)
    take(Step.CLOSE)
    clock.move(days=1)

    with pytest.raises(PrivateDataIsGone):
        take(Step.REOPEN)
    with pytest.raises(PrivateDataIsGone):
        keep(30)


@pytest.mark.parametrize(
    ("values", "promise"),
    [
        ({"launched_at": NOW}, "What waits for its launch is not in public"),
        ({"hidden_until": 20}, "What waits for its launch is not in public"),
        ({"state": State.CLOSED, "erase_on": date(2026, 11, 20)}, "Private data are erased in time"),
        ({"state": State.CLOSED, "erased_on": date(2026, 11, 20)}, "Private data are erased in time"),
    ],
)
def test_verify_finds_a_life_that_is_out_of_order(app: Flask, values: dict[str, object], promise: str):
    a_signature()
    with begin_work(OLU) as work:
        releases.release(work, petitions.by_slug(work, SLUG))
    with begin_reading(OPERATOR) as work:
        assert all(each.holds for each in verifying.verify(work))
    change_petition(**values)

    with begin_reading(OPERATOR) as work:
        assert [each.name for each in verifying.verify(work) if not each.holds] == [promise]
