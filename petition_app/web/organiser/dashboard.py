"""The overview of one petition: exact figures for organisers."""

from __future__ import annotations

from flask import Blueprint, g, render_template

from petition_app.database import begin_reading
from petition_app.domain.access import Right, may
from petition_app.services import approval_list, charts
from petition_app.services import dashboard as figures
from petition_app.web.guards import organiser, requires

bp = Blueprint("organiser_dashboard", __name__)


@bp.get("/organise/<slug>")
@requires(Right.SEE_TALLIES)
def dashboard(slug: str) -> str:
    with begin_reading(organiser()) as work:
        seen = figures.dashboard(work, g.petition)
        to_decide = approval_list.to_decide(work, g.petition.id) if may(g.role, Right.MANAGE_TEAM) else []
    return render_template(
        "organiser/dashboard.html", seen=seen, proofs=charts.by_proof(seen.table), to_decide=to_decide
    )
