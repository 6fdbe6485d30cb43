"""What the text of a petition was before, for everybody."""

from __future__ import annotations

from flask import Blueprint, render_template

from petition_app.replicas import begin_viewing
from petition_app.services import petitions, text_history
from petition_app.web.guards import public, visitor
from petition_app.web.textdifference import changed_fields

bp = Blueprint("text_history", __name__)


@bp.get("/p/<slug>/text-history")
@public
def history(slug: str) -> str:
    with begin_viewing(visitor()) as work:
        found = text_history.public_history(work, slug)
    return render_template("public/text_history.html", petition=found.petition, versions=found.versions)


@bp.get("/p/<slug>/text-history/<int:number>")
@public
def change(slug: str, number: int) -> str:
    with begin_viewing(visitor()) as work:
        petition = petitions.reachable_by_slug(work, slug)
        version, before, text = text_history.change(work, slug, number)
    changes = changed_fields(before, text)
    return render_template(
        "public/text_change.html", petition=petition, version=version, changes=changes, is_first=before is None
    )
