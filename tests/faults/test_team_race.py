"""Two at once in one team: what may happen once happens once, and an owner always remains. On both engines."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Role
from petition_app.domain.approval import ApprovalIsOver, SecondOwnerIsNeeded
from petition_app.domain.events import Action
from petition_app.domain.refusals import LinkIsSpent
from petition_app.domain.team import LastOwner
from petition_app.models import AuditLine, Organiser
from petition_app.services import approvals, joining, password_reset, team
from petition_app.services.work import OPERATOR, VISITOR
from tests.builders import SLUG, claim_letters
from tests.cast import an_organiser, browser_of, text_of, token_in
from tests.faults.test_race import at_once
from tests.teams import as_, do, hash_of, here, invited, roles_now, secret_in, the_request, two_owners

HASHED = hash_of("seven quiet lanterns drift north")
TRIES = 6


def raced(app: Flask, deeds: list[Callable[[], Any]]) -> Counter[str]:
    """How often each outcome came of the deeds, done at once."""
    found: Counter[str] = Counter()

    def run(deed: Callable[[], Any]) -> None:
        with app.app_context():
            try:
                deed()
            except Exception as error:
                found[type(error).__name__] += 1
            else:
                found["done"] += 1

    at_once([lambda deed=deed: run(deed) for deed in deeds])  # type: ignore[misc]
    return found


def happened(action: Action) -> int:
    with begin_reading(OPERATOR) as work:
        query = select(func.count()).select_from(AuditLine).where(AuditLine.action == action.value)
        return work.session.scalar(query) or 0


def test_one_request_approved_by_many_at_once_is_carried_out_once(app: Flask):
    olu, ada = two_owners()
    others = [ada, *(an_organiser(f"Owner{number}", Role.OWNER) for number in range(TRIES - 1))]
    vera = an_organiser("Vera", Role.VIEWER)
    do(olu, team.change_role, vera, Role.OWNER)
    request, given = the_request(olu).id, happened(Action.ROLE_GIVEN)

    outcome = raced(app, [lambda who=who: do(who, approvals.approve, request) for who in others])  # type: ignore[misc]

    assert outcome == {"done": 1, ApprovalIsOver.__name__: TRIES - 1}
    assert happened(Action.ROLE_GIVEN) == given + 1
    assert roles_now()[vera] is Role.OWNER


def test_one_approval_lets_one_export_out(app: Flask):
    olu, ada = two_owners()
    do(olu, approvals.ask_for_export, "signatories", "Hand-over")
    do(ada, approvals.approve, the_request(olu).id)

    outcome = raced(app, [lambda: do(olu, approvals.let_export, "signatories", "x")] * TRIES)

    assert outcome == {"done": 1, SecondOwnerIsNeeded.__name__: TRIES - 1}


def test_two_last_owners_who_leave_at_once_leave_one_behind(app: Flask):
    owners = [an_organiser("Olu"), an_organiser("Ada", Role.OWNER)]

    outcome = raced(app, [lambda who=who: do(who, team.leave) for who in owners])  # type: ignore[misc]

    assert outcome == {"done": 1, LastOwner.__name__: 1}
    assert list(roles_now().values()) == [Role.OWNER]


@pytest.mark.parametrize("kind", ["new", "known"])
def test_an_invitation_accepted_by_many_at_once_brings_in_one(app: Flask, kind: str):
    secret = invited(an_organiser("Olu"))
    known = [an_organiser(f"Known{number}", None) for number in range(TRIES)]

    def join(who: UUID) -> None:
        with begin_work(VISITOR) as work:
            if kind == "new":
                joining.accept_as_new(work, secret, "Ida", HASHED)
            else:
                joining.accept(work, secret, who)

    outcome = raced(app, [lambda who=who: join(who) for who in known])  # type: ignore[misc]

    assert outcome == {"done": 1, LinkIsSpent.__name__: TRIES - 1}
    assert len(roles_now()) == 2
    with begin_reading(OPERATOR) as work:
        assert work.session.scalar(select(func.count()).select_from(Organiser)) == TRIES + (2 if kind == "new" else 1)


def test_a_link_for_a_new_password_is_used_by_one_of_many(app: Flask):
    an_organiser("Olu")
    with begin_work(VISITOR) as work:
        password_reset.ask(work, "olu@example.org", "192.0.2.1")
    link = secret_in(claim_letters()[-1].text)

    def change() -> None:
        with begin_work(VISITOR) as work:
            assert password_reset.carry_out(work, link, "", HASHED)

    outcome = raced(app, [change] * TRIES)

    assert outcome == {"done": 1, LinkIsSpent.__name__: TRIES - 1}


def test_a_removal_that_is_committed_while_an_export_begins_stops_it(app: Flask):
    """The page lets Ed in, who is a member still; the file waits for the removal that is under way, and is refused."""
    olu, ed = an_organiser("Olu"), an_organiser("Ed", Role.EXPORTER)
    browser = browser_of(app, ed)
    page = f"/organise/{SLUG}/exports/signatories"
    token = token_in(text_of(browser, page), "<h1")
    removed, answers = threading.Event(), []

    def remove() -> None:
        with app.app_context(), begin_work(as_(olu)) as work:
            team.remove(work, here(work), ed)
            removed.set()
            time.sleep(0.7)

    def export() -> None:
        removed.wait()
        form = {"token": token, "purpose": "Hand-over", "format": "csv", "status": "", "employer": ""}
        answers.append(browser.post(page, data=form).status_code)

    at_once([remove, export])

    assert answers == [403]
    assert happened(Action.EXPORT_STARTED) == 0
