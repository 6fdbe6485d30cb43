"""Who must answer: naming, ordering, linking and no longer addressing them; on both engines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from petition_app.database import begin_reading, begin_work
from petition_app.domain.drafting import Office
from petition_app.services import addressees, audit, claims, petitions, releases
from petition_app.services.addressees import AddresseeIsOnRecord, Offices
from petition_app.services.revisions import DraftIsWrong, SavedMeanwhile
from petition_app.services.work import OPERATOR
from tests.builders import SLUG

pytestmark = pytest.mark.usefixtures("app")
BOARD = Office("Board", "Borealis", "google")


def now() -> Offices:
    with begin_reading(OPERATOR) as work:
        return addressees.offices(work, petitions.by_slug(work, SLUG))


def save(*offices: Office, number: int | None = None) -> None:
    with begin_work(OPERATOR) as work:
        addressees.save(work, petitions.by_slug(work, SLUG).id, now().number if number is None else number, offices)


def test_an_addressee_is_added_linked_and_put_first():
    (old,) = now().offices
    save(BOARD, old)

    assert [(each.name, each.employer) for each in now().offices] == [("Board", "google"), ("Chief executive", "")]
    save(*reversed(now().offices))
    assert [each.name for each in now().offices] == ["Chief executive", "Board"]


def test_another_name_for_an_addressee_is_kept_in_the_history():
    (old,) = now().offices
    save(replace(old, name="Managing director"))

    with begin_reading(OPERATOR) as work:
        history = addressees.history(work, petitions.by_slug(work, SLUG))
        line = audit.lines(work)[0]
    assert [each.content[0]["name"] for each in history] == ["Chief executive", "Managing director"]
    assert now().offices[0].key == old.key
    assert line.action == "addressees changed"
    assert "director" not in line.details


def test_whoever_has_answered_is_kept_on_record():
    (old,) = now().offices

    with pytest.raises(AddresseeIsOnRecord):
        save(BOARD)
    assert now().offices == (old,)


def test_whoever_has_answered_can_be_marked_as_no_longer_addressed():
    (old,) = now().offices
    save(BOARD, replace(old, retired=True))

    assert [each.retired for each in now().offices] == [False, True]


def test_no_press_line_says_that_a_former_addressee_is_silent():
    (old,) = now().offices
    with begin_work(OPERATOR) as work:
        releases.release(work, petitions.by_slug(work, SLUG))
    with begin_reading(OPERATOR) as work:
        before = claims.of_petition(work, SLUG).facts.responses
    save(BOARD, replace(old, retired=True))

    with begin_reading(OPERATOR) as work:
        after = claims.of_petition(work, SLUG).facts.responses
    assert [len(before), len(after)] == [1, 0]


def test_an_addressee_of_whom_nothing_is_recorded_can_be_removed():
    (old,) = now().offices
    save(old, BOARD)
    save(old)

    assert now().offices == (old,)


def test_an_addressee_of_another_petition_is_not_taken_over():
    (old,) = now().offices
    save(old, replace(BOARD, key="0" * 32))

    assert now().offices[1].key != "0" * 32


def test_a_list_without_keys_keeps_those_of_the_same_name():
    (old,) = now().offices
    save(replace(old, key=""), BOARD)

    assert now().offices[0].key == old.key


def test_of_two_editors_the_second_overwrites_nothing():
    (old,) = now().offices
    save(old, BOARD, number=1)

    with pytest.raises(SavedMeanwhile):
        save(old, number=1)


@pytest.mark.parametrize(("offices", "field"), [
    ((), "offices-0-name"),
    ((Office("", "Acme"),), "offices-0-name"),
    ((Office("Board", "x" * 151),), "offices-0-organisation"),
    ((Office("Board", "Acme", retired=True),), "offices-0-name"),
    ((BOARD,) * 51, "offices-50-name"),
])  # fmt: skip
def test_what_is_missing_or_too_much_is_named_by_its_field(offices: tuple[Office, ...], field: str):
    with pytest.raises(DraftIsWrong) as refused:
        save(*offices)

    assert [each.field for each in refused.value.problems] == [field]
