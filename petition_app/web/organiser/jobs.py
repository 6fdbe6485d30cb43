"""How far a job is, for pages that look again by themselves."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, jsonify
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _

from petition_app.database import begin_reading
from petition_app.domain.access import Right
from petition_app.services import jobs
from petition_app.web.guards import organiser, requires

bp = Blueprint("organiser_jobs", __name__, url_prefix="/organise/<slug>/jobs")


@bp.get("/<uuid:job>")
@requires(Right.SEE_TALLIES)
def job(slug: str, job: UUID) -> ResponseReturnValue:
    with begin_reading(organiser()) as work:
        found = jobs.one(work, g.petition.id, job)
    words = _("%(done)s of %(total)s", done=format_decimal(found.done), total=format_decimal(found.total))
    return jsonify(state=found.state, over=found.state.is_over, done=found.done, total=found.total, words=words)
