"""Every table ever released, for everybody: a page, and the files to check it and to count with."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from petition_app.domain.spreadsheet import BOM, csv_lines
from petition_app.replicas import begin_viewing
from petition_app.services import release_history
from petition_app.web.guards import public, visitor
from petition_app.web.keeping import kept

bp = Blueprint("releases", __name__, url_prefix="/p/<slug>")


@bp.get("/releases")
@public
@kept
def history(slug: str) -> str:
    with begin_viewing(visitor()) as work:
        found = release_history.public_history(work, slug)
    return render_template("public/releases.html", petition=found.petition, history=found.releases)


@bp.get("/releases/<int:number>.json")
@public
@kept
def as_json(slug: str, number: int) -> Response:
    """The very bytes that were hashed."""
    with begin_viewing(visitor()) as work:
        found = release_history.public_file(work, slug, number)
    return _file(found.text, "application/json", f"{slug}-release-{number}.json")


@bp.get("/releases/<int:number>.csv")
@public
@kept
def as_csv(slug: str, number: int) -> Response:
    with begin_viewing(visitor()) as work:
        text = csv_lines(release_history.lines(work, slug, number))
    return _file(BOM + text, "text/csv; charset=utf-8", f"{slug}-release-{number}.csv")


@bp.get("/releases.csv")
@public
@kept
def all_as_csv(slug: str) -> Response:
    with begin_viewing(visitor()) as work:
        text = csv_lines(release_history.lines(work, slug))
    return _file(BOM + text, "text/csv; charset=utf-8", f"{slug}-releases.csv")


def _file(text: str, kind: str, name: str) -> Response:
    response = Response(text.encode(), content_type=kind)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"' if kind.endswith("json") else (
        f'attachment; filename="{name}"'
    )  # fmt: skip
    response.add_etag()
    return response
