"""What is erased after a petition's end, and what stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.lifecycle import Step
from petition_app.domain.refusals import NotFound
from petition_app.domain.signature import DisplayMode
from petition_app.models import AuditLine, PetitionSecret, Signature
from petition_app.security.tokens import Receipt
from petition_app.services import custody, erasing, lifecycle, petitions, receipts, releases, retention, verifying
from petition_app.services.work import OPERATOR, VISITOR, WORKER
from tests import counts
from tests.application import Clock
from tests.builders import SLUG, a_request, a_signature
from tests.cast import OTHER_SLUG, another_petition

PRIVATE = ("email_key", "domain_key", "sealed", "own_copy")


def ended(clock: Clock, signers: int = 5) -> list[Receipt]:
    """A closed petition with this many signers, on the eve of its erasure."""
    held = [
        a_signature(a_request(f"sam{n}@example.org", employer="Google", network=f"192.0.2.{n}",
                              display=DisplayMode.NAME, name=f"Sam {n}"))
        for n in range(signers)
    ]  # fmt: skip
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG)
        releases.release(work, petition)
        lifecycle.take(work, petition.id, Step.CLOSE)
    clock.move(days=89)
    return held


def forget() -> None:
    more = True
    while more:
        with begin_work(WORKER) as work:
            more = retention.forget_what_is_over(work).more


def private(slug: str = SLUG) -> list[Any]:
    with begin_reading(OPERATOR) as work:
        rows = work.session.execute(
            select(*(Signature.__table__.c[name] for name in PRIVATE))
            .where(Signature.petition_id == petitions.by_slug(work, slug).id)
        )  # fmt: skip
        return [value for row in rows for value in row if value is not None]


def test_nothing_is_erased_before_its_day(app: Flask, clock: Clock):
    ended(clock)
    forget()

    assert len(private()) == 5 * len(PRIVATE)


def test_on_its_day_all_that_leads_to_people_is_erased_and_the_counts_stay(
    app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(erasing, "BATCH", 2)
    ended(clock)
    before = counts.cells()
    clock.move(days=1)
    forget()

    assert private() == []
    assert counts.cells() == before
    with begin_reading(OPERATOR) as work:
        assert petitions.by_slug(work, SLUG).erased_on == clock.now.date()
        assert not [promise for promise in verifying.verify(work) if not promise.holds]
        with pytest.raises(NotFound):
            custody.pepper(work, petitions.by_slug(work, SLUG).id)
        assert set(work.session.scalars(select(Signature.public_name))) == {f"Sam {n}" for n in range(5)}


def test_the_log_tells_once_how_many_there_were(app: Flask, clock: Clock):
    ended(clock)
    clock.move(days=1)
    forget()
    forget()

    with begin_reading(OPERATOR) as work:
        lines = work.session.scalars(select(AuditLine.details).where(AuditLine.action == "private data erased")).all()
    assert lines == ['{"erase_on":"2027-02-20","signatures":5}']


def test_broken_off_in_the_middle_it_goes_on(app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(erasing, "BATCH", 2)
    ended(clock)
    clock.move(days=1)
    with begin_work(WORKER) as work:
        erasing.erase_what_is_due(work)
    with begin_reading(OPERATOR) as work:
        assert petitions.by_slug(work, SLUG).erased_on is None
        assert work.session.scalar(select(func.count()).select_from(PetitionSecret)) == 0
    forget()

    assert private() == []


def test_who_holds_a_receipt_can_still_withdraw(app: Flask, clock: Clock):
    receipt = ended(clock)[0]
    clock.move(days=1)
    forget()

    with begin_work(VISITOR) as work:
        assert receipts.open_signature(work, receipt).private == {}
    with begin_work(VISITOR) as work:
        receipts.withdraw(work, receipt)
    counts.cells()


def test_another_petition_keeps_what_is_its_own(app: Flask, clock: Clock):
    another_petition()
    a_signature(slug=OTHER_SLUG)
    ended(clock)
    clock.move(days=1)
    forget()

    assert len(private(OTHER_SLUG)) == len(PRIVATE)


def test_without_signers_it_is_done_at_once(app: Flask, clock: Clock):
    ended(clock, signers=0)
    clock.move(days=1)
    forget()

    with begin_reading(OPERATOR) as work:
        assert petitions.by_slug(work, SLUG).erased_on


def test_no_process_keeps_the_address_key_for_longer_than_an_hour(app: Flask, clock: Clock):
    a_signature()
    with begin_reading(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG).id
        assert work.keys.secret(petition, custody.PEPPER)
        work.keys.drop_expired(clock.now + timedelta(hours=1))

        assert work.keys.secret(petition, custody.PEPPER) is None
