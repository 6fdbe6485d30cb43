"""Hours in which more signed than usual, by employer and by mail domain, with what is normal beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, func, select, type_coerce

from petition_app.domain.burst import HOUR, KEPT_HOURS, LEAST_SHOWN, Burst, Kind, bursts, hour_of
from petition_app.domain.listsearch.term import KEYED, Answer, Key, Search, Term
from petition_app.domain.mailproviders import MAILBOX_PROVIDERS
from petition_app.domain.signature import Status
from petition_app.models import FROM_ONE_NETWORK, CompanyDomain, Employer, HourCount, Signature, Spelling
from petition_app.services.domainkeys import domain_key
from petition_app.services.mailboxes import one_time_domains
from petition_app.services.work import Work

_MOST = 40


@dataclass(frozen=True)
class Standout:
    """An hour that stands out. `name` is the employer's or the mail domain's, empty for all signatures together and for
    a domain that is none of the known ones; `search` finds those of that day."""

    at: datetime
    burst: Burst
    name: str
    search: str


@dataclass(frozen=True)
class Group:
    """Signatures of one day that are held because many came from one network, and that nobody has looked at."""

    day: date
    signatures: int
    search: str


@dataclass(frozen=True)
class Overview:
    """`throw_away` are the signatures of the last days with addresses for one-time use; fewer than five are told as
    none. `since` is the first hour with figures."""

    since: datetime | None
    signatures: int
    throw_away: int
    everybody: tuple[Standout, ...]
    employers: tuple[Standout, ...]
    domains: tuple[Standout, ...]
    held: tuple[Group, ...]


_Counts = Mapping[Any, dict[int, int]]


def overview(work: Work, petition: UUID) -> Overview:
    hour = hour_of(int(work.now.timestamp()))
    everybody = _counts(work, petition, Kind.ALL, hour).get(b"", {})
    by_domain = _counts(work, petition, Kind.DOMAIN, hour)
    names, throw_away = _domain_names(work, petition, by_domain)
    first = min(everybody, default=hour)
    used_once = sum(sum(by_domain[key].values()) for key in throw_away)
    return Overview(
        _moment(first) if everybody else None,
        sum(everybody.values()),
        used_once if used_once >= LEAST_SHOWN else 0,
        tuple(_standout(each, "", Search()) for each in bursts(everybody, everybody, first)[:_MOST]),
        _of_employers(work, petition, everybody, first, hour),
        _most_recent([
            _standout(each, names.get(key, ""), Search((Term(Key.DOMAIN, names.get(key) or KEYED + key.hex()),)))
            for key, counts in by_domain.items()
            for each in bursts(counts, everybody, first)
        ]),
        held_groups(work, petition),
    )  # fmt: skip


def held_groups(work: Work, petition: UUID) -> tuple[Group, ...]:
    """Newest day first."""
    query = (
        select(Signature.signed_on, func.count())
        .where(Signature.petition_id == petition, FROM_ONE_NETWORK, Signature.over_limit.is_(True),
               Signature.status == Status.HELD, Signature.revision == 0)
        .group_by(Signature.signed_on)
        .order_by(Signature.signed_on.desc())
    )  # fmt: skip
    return tuple(Group(row[0], row[1], str(_held_on(row[0]))) for row in work.session.execute(query))


def _held_on(day: date) -> Search:
    return Search((
        Term(Key.OVER_LIMIT, Answer.YES), Term(Key.STATE, Status.HELD), Term(Key.CHANGED, Answer.NO), _on(day),
    ))  # fmt: skip


def _on(day: date) -> Term:
    return Term(Key.SIGNED, day.isoformat(), low=day, high=day)


def _counts(work: Work, petition: UUID, kind: Kind, hour: int) -> _Counts:
    """By key, the figures of each hour of the days that are kept."""
    query = select(HourCount.key, HourCount.hour, HourCount.signatures).where(
        HourCount.petition_id == petition, HourCount.kind == kind, HourCount.hour > hour - KEPT_HOURS
    )
    found: defaultdict[bytes, dict[int, int]] = defaultdict(dict)
    for key, at, signatures in work.session.execute(query):
        found[key][at] = signatures
    return found


def _of_employers(work: Work, petition: UUID, everybody: dict[int, int], first: int, hour: int) -> tuple[Standout, ...]:
    """What is typed differently counts together where it means one employer."""
    counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
    spellings = _spellings(work, petition)
    for key, hours in _counts(work, petition, Kind.EMPLOYER, hour).items():
        name = spellings.get(UUID(bytes=key))
        for at, signatures in hours.items() if name else ():
            counts[name][at] = counts[name].get(at, 0) + signatures  # type: ignore[index]
    is_employer = set(work.session.scalars(select(Employer.name).where(Employer.petition_id == petition)))
    return _most_recent([
        _standout(each, name, Search((Term(Key.EMPLOYER if name in is_employer else Key.TEXT, name),)))
        for name, hours in counts.items()
        for each in bursts(hours, everybody, first)
    ])  # fmt: skip


def _spellings(work: Work, petition: UUID) -> dict[UUID, str]:
    """The employer that each text means, or the text."""
    key = type_coerce(Spelling.id, Uuid())
    query = select(key, func.coalesce(Employer.name, Spelling.text))
    query = query.outerjoin(Employer, Employer.id == Spelling.employer_id).where(Spelling.petition_id == petition)
    return {row[0]: row[1] for row in work.session.execute(query)}


def _domain_names(work: Work, petition: UUID, keys: _Counts) -> tuple[dict[bytes, str], set[bytes]]:
    """The names of those domains that are known, and which of them are for addresses of one-time use."""
    known = {*work.session.scalars(select(CompanyDomain.domain)), *MAILBOX_PROVIDERS} if keys else set()
    listed = one_time_domains() if keys else ()
    names = {domain_key(work, petition, domain): domain for domain in known}
    once = {domain_key(work, petition, domain): domain for domain in listed}
    named = once | names
    return {key: named[key] for key in keys if key in named}, set(keys) & once.keys()


def _standout(burst: Burst, name: str, search: Search) -> Standout:
    at = _moment(burst.hour)
    return Standout(at, burst, name, str(Search((*search.terms, _on(at.date())))))


def _moment(hour: int) -> datetime:
    return datetime.fromtimestamp(hour * HOUR, UTC)


def _most_recent(found: list[Standout]) -> tuple[Standout, ...]:
    return tuple(sorted(found, key=lambda each: (-each.burst.hour, -each.burst.signatures, each.name))[:_MOST])
