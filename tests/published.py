"""Many signatures at once, and releases of them."""

from __future__ import annotations

from petition_app.database import begin_reading, begin_work
from petition_app.domain.employer import read, slug_of
from petition_app.domain.employerrule import Rule, RuleKind
from petition_app.domain.headcount import Headcount
from petition_app.domain.signature import DisplayMode
from petition_app.services import employerrules, headcounts, petitions, releases
from petition_app.services.releases import StoredRelease
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG, a_request, claim_letters, confirm, sign


def signed_at(employer: str, count: int, names: str = "") -> None:
    """So many confirmed signatures; with `names`, each appears by this name and a number."""
    how = {"display": DisplayMode.NAME} if names else {}
    for number in range(count):
        address = f"{names.lower() or 'unnamed'}.{slug_of(employer)}.{number}@example.org"
        name = f"{names} {number:03}" if names else ""
        sign(a_request(address, employer=employer, name=name, network=f"192.0.2.{number % 250}", **how))  # type: ignore[arg-type]
    for letter in claim_letters():
        confirm(letter.text)


def released(clock: Clock) -> StoredRelease:
    """A release, on a day of its own."""
    clock.move(days=1)
    with begin_work(OPERATOR) as work:
        return releases.release(work, petitions.by_slug(work, SLUG))


def decided(*rules: Rule) -> list[int]:
    with begin_work(OPERATOR) as work:
        return employerrules.decide(work, petitions.by_slug(work, SLUG).id, rules)


def kept_separate(text: str) -> str:
    """The slug of what is an employer of its own from now on."""
    decided(Rule(RuleKind.SEPARATE, read(text).key, slug_of(text), text))
    return slug_of(text)


def headcount_entered(employer: str, headcount: Headcount) -> None:
    with begin_work(OPERATOR) as work:
        headcounts.enter(work, petitions.by_slug(work, SLUG).id, employer, headcount)


def headcount_of(employer: str) -> Headcount | None:
    with begin_reading(OPERATOR) as work:
        return headcounts.place(work, petitions.by_slug(work, SLUG).id, employer).headcount
