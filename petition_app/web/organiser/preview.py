"""A petition's page as the public will see it, shown to its organisers alone, in any state."""

from __future__ import annotations

from flask import Blueprint, g, render_template

from petition_app.database import begin_reading
from petition_app.domain.access import Right
from petition_app.services import petitions
from petition_app.web.guards import organiser, requires
from petition_app.web.public import whole_page

bp = Blueprint("organiser_preview", __name__, url_prefix="/organise/<slug>/preview")


@bp.get("")
@requires(Right.SEE_TALLIES)
def preview(slug: str) -> str:
    with begin_reading(organiser()) as work:
        page = petitions.preview(work, g.petition)
        return render_template("public/petition.html", **whole_page(work, page), is_preview=True)
