"""How far the file is that an organiser is downloading, for pages that look again by themselves."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, jsonify, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from petition_app.database import begin_reading
from petition_app.domain.access import Right
from petition_app.domain.exportprogress import ExportState
from petition_app.services import export_progress
from petition_app.services.export_progress import Progress
from petition_app.services.work import Work
from petition_app.web.guards import organiser, requires

bp = Blueprint("organiser_export_progress", __name__, url_prefix="/organise/<slug>/exports")


@bp.get("/mine")
@requires(Right.EXPORT_PUBLIC)
def mine(slug: str) -> ResponseReturnValue:
    """Of the newest export that this organiser began, and nobody else's."""
    with begin_reading(organiser()) as work:
        return jsonify(told(work))


def told(work: Work) -> dict[str, Any]:
    """What `parts/download.html` shows and asks for; empty where this organiser has begun none."""
    found = export_progress.newest_of_mine(work, g.petition.id)
    if found is None:
        return {}
    return {
        "export": found.export,
        "state": found.state,
        "over": found.state.is_over,
        "done": found.rows,
        "total": found.expected,
        "words": _words(found),
        "digest": found.digest,
        "summary": url_for("organiser_exports.manifest", slug=g.petition.slug, export=found.export),
    }


def _words(found: Progress) -> str:
    if found.state is ExportState.COMPLETE:
        rows = format_decimal(found.rows)
        return str(ngettext("Complete: %(rows)s row", "Complete: %(rows)s rows", found.rows, rows=rows))
    figures = {"done": format_decimal(found.rows), "total": format_decimal(found.expected or 0)}
    if found.state is ExportState.UNDER_WAY:
        return str(_("%(done)s of %(total)s rows", **figures)) if found.expected else ""
    if found.expected is None:
        return str(_("The download stopped before its end."))
    return str(_("The download stopped after %(done)s of %(total)s rows.", **figures))
