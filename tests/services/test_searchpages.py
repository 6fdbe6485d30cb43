"""Whatever way a search takes to its pages, they are those that plainly reading all signatures gives."""

from __future__ import annotations

import random
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.signature import DisplayMode, Relation, Status
from petition_app.models import Signature
from petition_app.services import petitions, searchindex, searchsql, searchterms, signatories
from petition_app.services.searchterms import Meant
from petition_app.services.work import OPERATOR, Work
from tests.application import Clock
from tests.builders import SLUG, a_request, sign

NAMES = ("Ada Linson", "Bo Qwertz", "Ada Firmin", "李娜", "")
EMPLOYERS = ("Google", "Firm 1", "Firm 2", "")
SEARCHES = (
    "", "ada", "firm", "ada -firm", "-ada -firm", "ada -state:pending", "li", "a", "zq", "娜", "李娜", "state:held",
    "-state:held", "relation:former", "ada google", "employer:google", "employer:none", "signed:2026-11-23",
    "signed:>=2026-11-23 -ada", "confirmed:2026-11", "-signed:2026-11-22", "nobody-has-this", "over-limit:no bo",
)  # fmt: skip


@pytest.fixture
def signed(app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Three days of signers of all kinds; half of their names are in the index, half wait for it."""
    monkeypatch.setattr(signatories, "PAGE", 4)
    chance = random.Random(20161213)
    for number in range(36):
        name = chance.choice(NAMES)
        sign(
            a_request(
                f"sam{number}@example.org", name=name, employer=chance.choice(EMPLOYERS),
                display=DisplayMode.NAME if name else DisplayMode.COUNTED,
                relation=chance.choice((Relation.CURRENT, Relation.FORMER)),
            )
        )  # fmt: skip
        if number in (11, 23):
            clock.move(days=1)
            index_all()
    with begin_work(OPERATOR) as work:
        for signature in work.session.scalars(select(Signature)):
            signature.status = chance.choice((Status.PENDING, Status.CONFIRMED, Status.HELD))
            signature.confirmed_on = signature.signed_on if signature.status is Status.CONFIRMED else None
    return app


def index_all() -> None:
    while searchindex.look_after(begin_work):
        pass


def meant_by(work: Work, text: str) -> Meant:
    found = searchterms.understand(work, petitions.by_slug(work, SLUG).id, text)
    assert found.problems == ()
    return found.meant


def plainly(work: Work, meant: Meant) -> list[UUID]:
    order = Signature.signed_on.desc(), Signature.id.desc()
    return list(work.session.scalars(select(Signature.id).where(searchsql.fits(meant)).order_by(*order)))


def forward(work: Work, meant: Meant, reach: int | None) -> list[UUID]:
    page = signatories.search(work, meant, reach=reach)
    seen = [line.id for line in page.lines]
    while page.older:
        page = signatories.search(work, meant, after=page.older, reach=reach)
        seen += [line.id for line in page.lines]
    return seen


def back(work: Work, meant: Meant, last: UUID, reach: int | None) -> list[UUID]:
    """From the last that fits, which the pages before it do not have."""
    page = signatories.search(work, meant, before=last, reach=reach)
    seen = [line.id for line in page.lines]
    while page.newer:
        page = signatories.search(work, meant, before=page.newer, reach=reach)
        seen = [line.id for line in page.lines] + seen
    return seen


@pytest.mark.parametrize("few", [0, 5, 3_000])
@pytest.mark.parametrize("reach", [1, 3, 7, None])
def test_pages_forward_and_back_show_exactly_those_that_fit_in_order(
    signed: Flask, monkeypatch: pytest.MonkeyPatch, few: int, reach: int | None
):
    monkeypatch.setattr(searchsql, "FEW", few)
    with begin_reading(OPERATOR) as work:
        for text in SEARCHES:
            meant = meant_by(work, text)
            expected = plainly(work, meant)

            assert forward(work, meant, reach) == expected, text
            if expected:
                assert back(work, meant, expected[-1], reach) == expected[:-1], text


def test_a_page_that_stopped_says_so_and_one_that_has_all_does_not(signed: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(searchsql, "FEW", 0)
    with begin_reading(OPERATOR) as work:
        meant = meant_by(work, "google -google")
        stopped = signatories.search(work, meant, reach=35)
        whole = signatories.search(work, meant, reach=36)

    assert (stopped.lines, stopped.looked_at, whole.lines, whole.looked_at) == ((), 35, (), None)
    assert stopped.older
    assert not whole.older


def test_few_are_found_however_far_back(signed: Flask):
    with begin_reading(OPERATOR) as work:
        meant = meant_by(work, "signed:2026-11-22 bo")
        page = signatories.search(work, meant, reach=1)

    assert page.lines
    assert page.looked_at is None
