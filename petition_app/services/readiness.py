"""What `petition doctor` says of the set-up checklist: the same points as in the workshop, as findings."""

from __future__ import annotations

from sqlalchemy import select

from petition_app.domain.checklist import Point, Standing
from petition_app.models import Petition
from petition_app.services import checklist, settingup
from petition_app.services.checkup import Check, Level
from petition_app.services.work import Work


def findings(work: Work) -> list[Check]:
    """Of the site and of every petition that is not over. What is needed and missing fails; all else warns."""
    found = _organisers(work)
    found += [_finding("Set-up", point) for point in checklist.of_site(work)]
    for petition in work.session.scalars(select(Petition).order_by(Petition.slug)):
        found += _of_petition(work, petition)
    return found


def _of_petition(work: Work, petition: Petition) -> list[Check]:
    """One line for each thing to do, or one that says that there is none."""
    points, what = checklist.of_petition(work, petition), f"“{petition.slug}”"
    todo = [_finding(what, point) for point in points if point.is_open]
    return todo or ([Check(Level.OK, what, "nothing is left of its checklist")] if points else [])


def _finding(what: str, point: Point) -> Check:
    title = point.title[0].lower() + point.title[1:]
    if point.is_open:
        return Check(Level.FAIL if point.needed else Level.WARN, what, f"{title}: to do. {point.reason}")
    return Check(Level.OK, what, f"{title}{' is left out' if point.standing is Standing.LEFT_OUT else ''}")


def _organisers(work: Work) -> list[Check]:
    if not settingup.is_empty(work):
        return []
    level = Level.FAIL if work.settings.is_public else Level.WARN
    return [Check(level, "Organisers", "there is none yet. Print a link for the first: `petition setup-link`.")]
