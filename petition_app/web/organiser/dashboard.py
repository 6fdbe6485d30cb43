"""The overview of one petition: exact figures for organisers."""

from __future__ import annotations

from flask import Blueprint, g, render_template

from petition_app.database import begin_reading
from petition_app.domain.access import Right
from petition_app.services import charts
from petition_app.services import dashboard as figures
from petition_app.web.guards import organiser, requires

bp = Blueprint("organiser_dashboard", __name__)


@bp.get("/organise/<slug>")
@requires(Right.SEE_TALLIES)
def dashboard(slug: str) -> str:
    with begin_reading(organiser()) as work:
        seen = figures.dashboard(work, g.petition)
    return render_template("organiser/dashboard.html", seen=seen, proofs=charts.by_proof(seen.table))
