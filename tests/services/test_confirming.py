"""Many links confirmed in one transaction."""

from __future__ import annotations

from flask import Flask

from petition_app.database import begin_work
from petition_app.domain.refusals import LinkIsSpent
from petition_app.domain.signature import Status
from petition_app.services import confirming
from petition_app.services.work import VISITOR
from tests.builders import a_request, secret_in, sign
from tests.counts import by_status
from tests.faults.invariants import violations, waiting_letters

NEVER_GIVEN = "A" * 43


def asked(*names: str) -> list[str]:
    """The links of people who sign, in the order of their names."""
    for name in names:
        sign(a_request(f"{name}@example.org"))
    letters = {each.to: each.text for each in waiting_letters()}
    return [secret_in(letters[f"{name}@example.org"]) for name in names]


def test_a_group_is_confirmed_whole_and_a_spent_link_spoils_none_of_its_neighbours(app: Flask):
    ada, sam, _ = asked("ada", "sam", "kim")

    with begin_work(VISITOR) as work:
        first, spent, second, again = confirming.confirm_all(work, [sam, NEVER_GIVEN, ada, sam])

    assert isinstance(spent, LinkIsSpent)
    confirmed = [each for each in (first, second, again) if isinstance(each, confirming.Confirmed)]
    receipts = [each.receipt.text for each in confirmed]
    # Pressed twice, the same receipt; each has their own.
    assert receipts[0] == receipts[2] != receipts[1]
    assert violations([f"confirmed {each}" for each in receipts]) == []
    assert by_status() == {Status.CONFIRMED: 2, Status.PENDING: 1}
