"""Which signatures an export takes, which it leaves out and why, told by what stands in the clear."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date
from typing import Any
from uuid import UUID

from sqlalchemy import func, literal, select, text

from petition_app.domain.export import ExportKind, Wanted
from petition_app.domain.exportmanifest import LeftOut
from petition_app.domain.exportprofile import Profile
from petition_app.domain.refusals import NotFound
from petition_app.domain.said import said
from petition_app.domain.signature import Purpose, Status
from petition_app.models import Export, Petition, Signature, Spelling
from petition_app.services import tallies
from petition_app.services.work import Work

#: The day a signature came to count; for one that never did, the day of signing.
COUNTED_ON = func.coalesce(Signature.confirmed_on, Signature.signed_on)
_MAIL_ENDED = Signature.mail_ended_on.is_not(None)
_WANTS_LETTERS = (literal(",") + Signature.consents + ",").contains(f",{Purpose.UPDATES},")


def settle(work: Work, petition: Petition, wanted: Wanted) -> Wanted:
    """What is wanted, with everything decided that depends on what is there: the day since when, and whether the file
    is split. Raises FormatIsNotOffered, CannotBeSplit, and NotFound for an employer that this petition has not."""
    wanted.check()
    if wanted.employer:
        _employers(work, petition.id, wanted.employer)
    if wanted.only_new:
        wanted = replace(wanted, since=_last_day(work, petition.id, wanted))
    if wanted.rows_a_part is None:
        most = wanted.profile.rows_a_file
        too_many = most and counts(work, petition.id, wanted)[0] > most
        wanted = replace(wanted, rows_a_part=most if too_many else 0)
    return wanted


def conditions(work: Work, petition: UUID, wanted: Wanted) -> list[Any]:
    """What every signature in the export has to meet; `Spelling` is joined."""
    may_write = [_WANTS_LETTERS, ~_MAIL_ENDED] if wanted.is_of_tool else []
    return [*_asked_for(work, petition, wanted), Signature.status.in_(wanted.statuses), *may_write]


def counts(work: Work, petition: UUID, wanted: Wanted) -> tuple[int, Counter[LeftOut]]:
    """How many signatures are taken, as far as the columns in the clear tell, and how many are left out for what."""
    query = (
        select(
            Signature.status, _WANTS_LETTERS.label("agreed"), _MAIL_ENDED.label("ended"), func.count().label("many")
        )
        .outerjoin(Spelling, Spelling.id == Signature.spelling_id)
        .where(*_asked_for(work, petition, wanted))
        .group_by(Signature.status, text("agreed"), text("ended"))
    )  # fmt: skip
    taken, left_out = 0, Counter[LeftOut]()
    for row in work.session.execute(query):
        reason = _reason(row, wanted)
        if reason:
            left_out[reason] += row.many
        elif row.status in wanted.statuses:
            taken += row.many
    return taken, left_out


def _reason(row: Any, wanted: Wanted) -> LeftOut | None:
    if row.status is not Status.CONFIRMED and (wanted.is_of_tool or row.status is not Status.HELD):
        return LeftOut(row.status)
    if not wanted.is_of_tool:
        return None
    if not row.agreed:
        return LeftOut.NO_UPDATES
    return LeftOut.MAIL_ENDED if row.ended else None


def _asked_for(work: Work, petition: UUID, wanted: Wanted) -> list[Any]:
    asked: list[Any] = [Signature.petition_id == petition]
    if wanted.since:
        asked.append(wanted.since <= COUNTED_ON)
    if wanted.employer:
        asked.append(Spelling.employer_id.in_(_employers(work, petition, wanted.employer)))
    return asked


def employers(work: Work, petition: UUID) -> dict[str, str]:
    """The employers with any signature, and those they are counted with: names by slug, in alphabetical order."""
    found = tallies.employers(work, petition)
    names = {each.slug: each.name for each in found.values()}
    signed = {row.employer for row in tallies.counters(work, petition) if row.employer}
    slugs = {slug for each in signed for slug in (each.slug, each.family)}
    return dict(sorted(((slug, names[slug]) for slug in slugs), key=lambda pair: pair[1].casefold()))


def outlook(work: Work, petition: UUID, for_a_tool: bool) -> tuple[int, list[tuple[LeftOut, int]]]:
    """How many signatures there would be in a file for a tool, or in the list of all, and who would be left out."""
    profile = Profile.LISTMONK if for_a_tool else Profile.OWN
    taken, left_out = counts(work, petition, Wanted(ExportKind.SIGNATORIES, profile))
    return taken, [(reason, left_out[reason]) for reason in LeftOut if left_out[reason]]


def _employers(work: Work, petition: UUID, slug: str) -> list[UUID]:
    """The employer and those that are counted with it."""
    found = [each.id for each in tallies.employers(work, petition).values() if slug in (each.slug, each.family)]
    if not found:
        raise NotFound(said("This petition has no employer of that short name."))
    return found


def _last_day(work: Work, petition: UUID, wanted: Wanted) -> date | None:
    """The day up to which whole exports of this profile have held these signatures, or none. Days are compared, so
    those of that day come a second time rather than not at all."""
    query = (
        select(Export.started_at, Export.since)
        .where(
            Export.petition_id == petition,
            Export.kind == ExportKind.SIGNATORIES,
            Export.profile == wanted.profile,
            Export.employer.in_({wanted.employer, ""}),
            Export.status.in_({wanted.status or "", ""}),
            Export.finished_at.is_not(None),
        )
        .order_by(Export.started_at, Export.id)
    )
    reached: date | None = None
    for row in work.session.execute(query):
        # One that began later than where the ones before it ended has left a gap.
        if row.since is None or (reached and row.since <= reached):
            reached = row.started_at.astimezone(UTC).date()
    return reached
