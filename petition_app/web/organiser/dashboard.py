"""The overview of one petition: exact figures for organisers."""

from __future__ import annotations

from flask import Blueprint, g, render_template
from flask_login import current_user

from petition_app.database import begin_reading
from petition_app.domain.access import Right, may
from petition_app.services import approval_list, charts, checklist, crowdcounts, founding
from petition_app.services import dashboard as figures
from petition_app.web.guards import organiser, requires
from petition_app.web.organiser.checklist import links_in, links_of_site

bp = Blueprint("organiser_dashboard", __name__)


@bp.get("/organise/<slug>")
@requires(Right.SEE_TALLIES)
def dashboard(slug: str) -> str:
    with begin_reading(organiser()) as work:
        seen = figures.dashboard(work, g.petition)
        to_decide = approval_list.to_decide(work, g.petition.id) if may(g.role, Right.MANAGE_TEAM) else []
        crowd = crowdcounts.crowded(work, g.petition.id) if may(g.role, Right.SEE_SIGNATORIES) else ()
        points = checklist.of_petition(work, g.petition) if may(g.role, Right.EDIT_PETITION) else ()
        site_points = checklist.of_site(work) if founding.may_found(work, current_user.id) else ()
    return render_template(
        "organiser/dashboard.html", seen=seen, proofs=charts.by_proof(seen.table), to_decide=to_decide, crowd=crowd,
        points=points, links=links_in(slug), site_points=site_points, of_site=links_of_site(),
    )  # fmt: skip
