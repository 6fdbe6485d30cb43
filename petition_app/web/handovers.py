"""What was handed over to whom, for everybody, as far as the organisers have made it public."""

from __future__ import annotations

from flask import Blueprint, render_template

from petition_app.replicas import begin_viewing
from petition_app.services import handover_history, petitions
from petition_app.web.guards import public, visitor
from petition_app.web.keeping import kept

bp = Blueprint("handovers", __name__, url_prefix="/p/<slug>")


@bp.get("/hand-overs")
@public
@kept
def history(slug: str) -> str:
    with begin_viewing(visitor()) as work:
        petition = petitions.public_by_slug(work, slug)
        lines = handover_history.public_lines(work, petition.id)
    return render_template("public/handovers.html", petition=petition, lines=lines)
