"""Hours in which more signed than usual, and signatures held because many came from one network."""

from __future__ import annotations

from flask import Blueprint, g, render_template

from petition_app.database import begin_reading
from petition_app.domain.access import Right
from petition_app.domain.bulkchange import BulkStep
from petition_app.services import bursts, crowdcounts
from petition_app.web.guards import organiser, requires
from petition_app.web.organiser.bulkchanges import let_through_token

bp = Blueprint("organiser_bursts", __name__, url_prefix="/organise/<slug>/signatories/bursts")


@bp.get("")
@requires(Right.SEE_SIGNATORIES)
def room(slug: str) -> str:
    with begin_reading(organiser()) as work:
        seen = bursts.overview(work, g.petition.id)
        crowd = crowdcounts.crowded(work, g.petition.id)
    tokens = {each.day: let_through_token(each.search, each.signatures) for each in seen.held}
    return render_template("organiser/bursts.html", seen=seen, crowd=crowd, tokens=tokens, restore=BulkStep.RESTORE)
