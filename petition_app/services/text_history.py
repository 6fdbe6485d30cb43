"""The public history of a petition's text: every version signers could give their signature for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from petition_app.domain.drafting import Text
from petition_app.domain.petition import is_hidden
from petition_app.domain.refusals import NotFound
from petition_app.models import Petition, PetitionText
from petition_app.services import drafting, petitions, releases
from petition_app.services.work import Work


@dataclass(frozen=True)
class TextVersion:
    """`signed_by` is the figure that was published when this version came, a floor; none where there was none then.
    `digest` is the SHA-256 of what signers agree with."""

    version: int
    on: date
    reason: str
    digest: str
    signed_by: int | None


@dataclass(frozen=True)
class TextHistory:
    """Newest first."""

    petition: Petition
    versions: tuple[TextVersion, ...]


def public_history(work: Work, slug: str) -> TextHistory:
    """Raises NotFound."""
    petition = petitions.reachable_by_slug(work, slug)
    return TextHistory(petition, tuple(versions(work, petition))[::-1])


def versions(work: Work, petition: Petition) -> list[TextVersion]:
    """Oldest first. The first one counts from the opening: how long it was written before is nobody's business."""
    figures = _published(work, petition)
    reasons: dict[int, str] = {}
    for wording in drafting.wordings(work, petition):
        reasons.setdefault(wording.version, wording.reason)
    query = select(PetitionText).where(PetitionText.petition_id == petition.id).order_by(PetitionText.version)
    return [
        TextVersion(
            each.version,
            _since(petition, each).date(),
            reasons.get(each.version, ""),
            each.digest,
            _figure(figures, each),
        )
        for each in work.session.scalars(query)
    ]


def last_change(work: Work, petition: Petition) -> TextVersion | None:
    """The newest version; none while the text is as it was at first."""
    return versions(work, petition)[-1] if petition.text_version > 1 else None


def change(work: Work, slug: str, version: int) -> tuple[TextVersion, Text | None, Text]:
    """A version, the text before it and its own; without precedents, which belong to none. Raises NotFound."""
    petition = petitions.reachable_by_slug(work, slug)
    found = {each.version: each for each in versions(work, petition)}
    if version not in found:
        raise NotFound
    before = _agreed(work, petition, version - 1) if version - 1 in found else None
    return found[version], before, _agreed(work, petition, version)


def _figure(figures: list[tuple[datetime, int]], text: PetitionText) -> int | None:
    before = (total for at, total in figures if at <= text.created_at)
    return next(before, None) if text.version > 1 else None


def _since(petition: Petition, text: PetitionText) -> datetime:
    if petition.opened_at is None:
        return text.created_at
    return petition.opened_at if text.version == 1 else max(text.created_at, petition.opened_at)


def _agreed(work: Work, petition: Petition, version: int) -> Text:
    text = drafting.text_of(work, petition, version)
    return Text(text.title, text.summary, text.body, text.demands)


def _published(work: Work, petition: Petition) -> list[tuple[datetime, int]]:
    """Every published total above nothing, newest first, with its time."""
    if is_hidden(petition.hidden_until, petition.launched_at):
        return []
    return [
        (each.released_at, each.tally.total) for each in releases.history(work, petition.id)[::-1] if each.tally.total
    ]
