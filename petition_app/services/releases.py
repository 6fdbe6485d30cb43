"""Releases: published tables, stored as they were shown, each measured against the one before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.events import Action
from petition_app.domain.lifecycle import RELEASING
from petition_app.domain.petition import Policy, State, is_hidden
from petition_app.domain.publishing import publish
from petition_app.domain.refusals import Refusal
from petition_app.domain.rhythm import earliest_release
from petition_app.domain.said import said
from petition_app.domain.tally import PublishedTally, Release
from petition_app.models import Petition, PublishedRelease, Rulebook
from petition_app.services import audit, tallies
from petition_app.services.release_text import basis_text, digest_of, public_text, read_public, read_release
from petition_app.services.work import Work


class ReleasedToday(Refusal):
    status = 409
    sentence = said(
        "There has been a release today or within the last 20 hours. One a day at most: more would let outsiders "
        "watch single signatures."
    )


class RulesAreFrozen(Refusal):
    status = 409
    sentence = said(
        "This petition was opened under other publishing rules than it has now. They cannot change once it is open, "
        "so nothing was published."
    )


class NotInPublic(Refusal):
    status = 409
    sentence = said("Tables are published only while the petition is in public: not before it is launched or opened.")


class LastTableStays(Refusal):
    status = 409
    sentence = said("This petition is archived, so its last table stays as it is.")


@dataclass(frozen=True)
class StoredRelease:
    """A release as stored. `digest` is the SHA-256 of its public text.
    `policy` and `rules` (a version) are those it was made under; older texts name none."""

    number: int
    released_at: datetime
    tally: PublishedTally
    digest: str
    policy: Policy | None = None
    rules: int = 0


def latest(work: Work, petition: UUID) -> StoredRelease | None:
    """The release the public sees."""
    row = _latest_row(work, petition)
    return _stored(row) if row else None


def history(work: Work, petition: UUID) -> list[StoredRelease]:
    """Every release, oldest first."""
    query = select(PublishedRelease).where(PublishedRelease.petition_id == petition).order_by(PublishedRelease.number)
    return [_stored(row) for row in work.session.scalars(query)]


def preview(work: Work, petition: Petition) -> PublishedTally:
    """The table a release would publish now."""
    return _next(work, petition).tally


def would_change(work: Work, petition: Petition) -> bool:
    """Whether a release now would publish other figures than the last one; a first one without any is no change."""
    before, new = latest(work, petition.id), preview(work, petition)
    if before is None:
        return new.total > 0
    return replace(new, as_of=before.tally.as_of) != before.tally


def release(work: Work, petition: Petition) -> StoredRelease:
    """Publish the next table. Raises ReleasedToday, RulesAreFrozen, NotInPublic and LastTableStays."""
    # Whoever asks second waits here, and then sees the release of the first. Signing goes on meanwhile.
    at = select(Petition.state, Petition.hidden_until, Petition.launched_at).where(Petition.id == petition.id)
    _refuse_where_not_in_public(*work.session.execute(at.with_for_update(key_share=True)).one())
    # Nobody decides about employers while they are counted: some would be counted as before, and some as after.
    work.session.execute(select(Rulebook.rules).where(Rulebook.petition_id == petition.id).with_for_update(read=True))
    before = _latest_row(work, petition.id)
    if before and work.now < earliest_release(before.released_at):
        raise ReleasedToday
    frozen = frozen_policy(work, petition.id)
    if frozen and frozen != policy_of(petition):
        raise RulesAreFrozen
    new = _next(work, petition)
    public = public_text(new.tally, policy_of(petition))
    row = PublishedRelease(
        petition_id=petition.id,
        number=before.number + 1 if before else 1,
        released_at=work.now,
        public=public,
        basis=basis_text(new),
        digest=digest_of(public),
    )
    work.session.add(row)
    work.session.flush()
    audit.record(work, Action.RELEASE_PUBLISHED, petition.id, number=row.number, digest=row.digest)
    return _stored(row)


def _refuse_where_not_in_public(state: State, hidden_until: int | None, launched_at: datetime | None) -> None:
    if state is State.ARCHIVED:
        raise LastTableStays
    if state not in RELEASING or is_hidden(hidden_until, launched_at):
        raise NotInPublic


def policy_of(petition: Petition) -> Policy:
    return Policy(petition.threshold, petition.employment_proof, petition.live_total)


def frozen_policy(work: Work, petition: UUID) -> Policy | None:
    """The rules the petition was opened under, as its first release tells them."""
    return next((each.policy for each in history(work, petition) if each.policy), None)


def rules_are_frozen(work: Work) -> tuple[str, list[str]]:
    """For `petition verify`: every release was made under the rules that the petition has now."""
    checked, faults = 0, list[str]()
    for petition in work.session.scalars(select(Petition).order_by(Petition.slug)):
        for each in history(work, petition.id):
            checked += 1
            if each.policy and each.policy != policy_of(petition):
                faults.append(f"{petition.slug}: release {each.number} was made under other rules than those of today")
    return f"releases: {checked:,}", faults


def _next(work: Work, petition: Petition) -> Release:
    before = _latest_row(work, petition.id)
    exact = tallies.exact_tally(work, petition)
    return publish(
        exact, policy_of(petition), work.today, read_release(before.public, before.basis) if before else None
    )


def _latest_row(work: Work, petition: UUID) -> PublishedRelease | None:
    query = select(PublishedRelease).where(PublishedRelease.petition_id == petition)
    query = query.order_by(PublishedRelease.number.desc()).limit(1)
    return work.session.scalars(query).one_or_none()


def _stored(row: PublishedRelease) -> StoredRelease:
    read = read_public(row.public)
    return StoredRelease(row.number, row.released_at, read.tally, row.digest, read.policy, read.rules)
