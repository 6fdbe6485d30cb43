"""The hours that stand out, on both engines: nothing under five, nothing that leads to a signature."""

from __future__ import annotations

from disposable_email_domains import blocklist
from flask import Flask
from sqlalchemy import func, select

from petition_app.database import begin_reading, begin_work
from petition_app.models import HourCount, Signature
from petition_app.services import bursts, retention, searchterms, signatories
from petition_app.services.bursts import Overview, Standout
from petition_app.services.work import OPERATOR, WORKER
from tests.application import Clock
from tests.builders import a_request, sign
from tests.bulk import HOLD, RESTORE, change_all, seen, some_confirmed, statuses, the_petition


def overview() -> Overview:
    with begin_reading(OPERATOR) as work:
        return bursts.overview(work, the_petition())


def told(found: tuple[Standout, ...]) -> list[tuple[str, int, str]]:
    return [(each.name, each.burst.signatures, each.search) for each in found]


def signed(number: int, domain: str, employer: str = "Acme") -> None:
    for each in range(number):
        sign(a_request(f"{employer}{each}@{domain}".replace(" ", ""), employer=employer, network=f"192.0.2.{each}"))


def found_by(text: str) -> int:
    with begin_reading(OPERATOR) as work:
        return signatories.count(work, searchterms.understand(work, the_petition(), text).meant)


def test_an_hour_is_told_by_employer_and_by_domain_from_five_signatures_up(app: Flask):
    signed(5, "gmail.com", "Google")
    signed(4, "unknown.example", "Meta")

    shown = overview()

    assert told(shown.employers) == [("Google", 5, "employer:Google signed:2026-11-22")]
    assert told(shown.domains) == [("gmail.com", 5, "@gmail.com signed:2026-11-22")]
    assert told(shown.everybody) == [("", 9, "signed:2026-11-22")]


def test_an_unknown_domain_has_no_name_and_a_search_that_finds_its_signatures(app: Flask):
    signed(6, "unknown.example")

    ((name, number, search),) = told(overview().domains)

    assert (name, number) == ("", 6)
    assert "unknown" not in search
    assert found_by(search) == found_by("@unknown.example") == 6


def test_what_means_one_employer_counts_together_however_it_is_typed(app: Flask):
    signed(3, "a.example", "Google")
    signed(2, "b.example", "Alphabet")

    assert [(each.name, each.burst.signatures) for each in overview().employers] == [("Google", 5)]


def test_an_hour_stands_out_beside_what_was_usual(app: Flask, clock: Clock):
    for _ in range(30):
        signed(2, f"h{clock.now:%d%H}.example")
        clock.move(hours=1)
    signed(5, "rush.example")

    (hour,) = overview().everybody

    assert hour.burst.signatures == 5
    assert hour.burst.normal
    assert (hour.burst.normal.median, hour.burst.normal.most, hour.burst.normal.hours) == (2, 2, 30)
    assert hour.at == clock.now


def test_the_share_of_one_time_addresses_is_told_from_five_up(app: Flask):
    once = min(blocklist)
    signed(4, once)
    assert overview().throw_away == 0

    signed(1, once, "Meta")

    assert (overview().throw_away, overview().signatures) == (5, 5)


def test_the_figures_of_an_hour_are_gone_after_a_week(app: Flask, clock: Clock):
    signed(5, "gmail.com")
    clock.move(days=7, hours=1)
    with begin_work(WORKER) as work:
        retention.forget_what_is_over(work)

    assert overview().since is None
    with begin_reading(OPERATOR) as work:
        assert work.session.scalar(select(func.count()).select_from(HourCount)) == 0


def test_a_signature_counts_once_in_its_hour_however_often_it_is_sent(app: Flask, clock: Clock):
    sign()
    clock.move(minutes=11)
    sign()

    assert overview().signatures == 1


def test_signatures_held_over_the_limit_are_let_through_by_day(app: Flask, clock: Clock):
    ids = some_confirmed(3)
    change_all(HOLD, "")
    with begin_work(OPERATOR) as work:
        for row in work.session.scalars(select(Signature).where(Signature.id.in_(ids[:2]))):
            row.over_limit, row.revision = True, 0

    (group,) = overview().held
    assert (group.day, group.signatures) == (clock.now.date(), 2)
    change_all(RESTORE, group.search)

    assert overview().held == ()
    assert sorted(statuses().values()) == [1, 2]
    assert len(seen()) == 3
