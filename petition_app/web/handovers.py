"""What was handed over to whom, for everybody, as far as the organisers have made it public."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template

from petition_app.database import begin_reading
from petition_app.services import handover_history, petitions
from petition_app.web.guards import public, visitor

bp = Blueprint("handovers", __name__, url_prefix="/p/<slug>")


@bp.get("/hand-overs")
@public
def history(slug: str) -> Response:
    with begin_reading(visitor()) as work:
        petition = petitions.public_by_slug(work, slug)
        lines = handover_history.public_lines(work, petition.id)
    page = make_response(render_template("public/handovers.html", petition=petition, lines=lines))
    page.headers["Cache-Control"] = "public, max-age=60"
    return page
