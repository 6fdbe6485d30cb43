"""How letters arrive: what left, what came back and what was confirmed, by day and by mail domain, so that a gateway
that swallows letters is seen. Counts alone, and a domain by name only where ten or more have signed with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, or_, select

from petition_app.domain.signature import Status
from petition_app.models import CompanyDomain, Employer, OutboxLetter, Signature
from petition_app.services import outbox
from petition_app.services.domainkeys import domain_key
from petition_app.services.outbox import OutboxState
from petition_app.services.work import Work

DAYS = 14
#: Fewer are counted together with others: a row must not tell of one person.
LEAST = 10
#: Below this share of what the others reach, letters to a domain most likely do not arrive.
_SUSPECT_PERCENT = 50
_ROWS = 20
WELL_KNOWN = (
    "gmail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "me.com", "proton.me",
    "protonmail.com", "aol.com", "gmx.net", "gmx.de", "web.de", "fastmail.com", "hey.com", "tutanota.com", "orange.fr",
    "free.fr", "mail.ru", "qq.com",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """Signatures of one day, or of one domain, whose letter asked them to confirm. `name` is empty for the others."""

    name: str
    day: date | None
    signed: int
    confirmed: int
    ended: int
    is_suspect: bool = False

    @property
    def percent(self) -> int:
        return self.confirmed * 100 // self.signed if self.signed else 0


@dataclass(frozen=True)
class Funnel:
    """`ended` is how many signatures get no more letters, because letters came back or were complained of."""

    letters: OutboxState
    left: int
    ended: int
    days: tuple[Row, ...]
    domains: tuple[Row, ...]


_SIGNED = func.count().label("signed")
_CONFIRMED = func.sum(case((Signature.confirmed_on.is_not(None), 1), else_=0)).label("confirmed")
_ENDED = func.sum(case((Signature.mail_ended_on.is_not(None), 1), else_=0)).label("ended")


def funnel(work: Work, petition: UUID) -> Funnel:
    """The letters of the last 30 days, the signatures of the last two weeks by day, and those of as long by domain."""
    since = work.today - timedelta(days=DAYS - 1)
    ended = select(func.count()).select_from(Signature)
    ended = ended.where(Signature.petition_id == petition, Signature.mail_ended_on.is_not(None))
    left = select(func.count()).select_from(OutboxLetter)
    left = left.where(OutboxLetter.petition_id == petition, OutboxLetter.delivered)
    return Funnel(
        outbox.state(work, petition),
        work.session.scalar(left) or 0,
        work.session.scalar(ended) or 0,
        _by_day(work, petition, since),
        _by_domain(work, petition, since),
    )


def _by_mail(petition: UUID, since: date, *columns: Any) -> Any:
    """Of those who were asked by letter: what was imported or withdrawn tells nothing of letters."""
    asked = or_(Signature.status != Status.WITHDRAWN, Signature.confirmed_on.is_not(None))
    query = select(*columns, _SIGNED, _CONFIRMED, _ENDED).where(
        Signature.petition_id == petition, Signature.signed_on >= since, Signature.import_id.is_(None), asked
    )
    return query.group_by(*columns)


def _by_day(work: Work, petition: UUID, since: date) -> tuple[Row, ...]:
    rows = work.session.execute(_by_mail(petition, since, Signature.signed_on).order_by(Signature.signed_on.desc()))
    return tuple(Row("", row.signed_on, row.signed, row.confirmed, row.ended) for row in rows)


def _by_domain(work: Work, petition: UUID, since: date) -> tuple[Row, ...]:
    counted = work.session.execute(_by_mail(petition, since, Signature.domain_key)).all()
    many = {row.domain_key: row for row in counted if row.domain_key and row.signed >= LEAST}
    named = _names(work, petition, many) if many else {}
    rows = [Row(name, None, many[key].signed, many[key].confirmed, many[key].ended) for key, name in named.items()]
    rest = [row for row in counted if row.domain_key not in named]
    other = Row("", None, *(sum(getattr(row, part) for row in rest) for part in ("signed", "confirmed", "ended")))
    shown = sorted(rows, key=lambda row: (-row.signed, row.name))[:_ROWS]
    total_signed, total_confirmed = sum(row.signed for row in counted), sum(row.confirmed for row in counted)
    return tuple(_judged(row, total_signed, total_confirmed) for row in [*shown, other] if row.signed)


def _judged(row: Row, signed: int, confirmed: int) -> Row:
    """Whether far fewer confirm than at all other domains together."""
    others_signed, others_confirmed = signed - row.signed, confirmed - row.confirmed
    is_suspect = (
        bool(row.name)
        and others_signed >= LEAST
        and (row.confirmed * others_signed * 100 < others_confirmed * row.signed * _SUSPECT_PERCENT)
    )
    return Row(row.name, row.day, row.signed, row.confirmed, row.ended, is_suspect)


def _names(work: Work, petition: UUID, keys: dict[bytes, Any]) -> dict[bytes, str]:
    """The known domains among these keys: the well-known providers, and those of the companies on the list."""
    query = select(CompanyDomain.domain).join(Employer, Employer.company == CompanyDomain.company)
    known = {*WELL_KNOWN, *work.session.scalars(query.where(Employer.petition_id == petition))}
    tried = ((domain_key(work, petition, domain), domain) for domain in sorted(known))
    return {key: domain for key, domain in tried if key in keys}
