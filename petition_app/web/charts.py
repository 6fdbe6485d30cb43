"""What was released, drawn: the page of figures, and its charts as files. Never an exact count."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from petition_app.replicas import begin_viewing
from petition_app.services import charts, petitions
from petition_app.services.charts import ChartName, NothingPublishedYet
from petition_app.web.drawing.chart import proof_rows, title_of
from petition_app.web.drawing.files import ADDRESS, chart_file
from petition_app.web.finding import may_be_found
from petition_app.web.guards import public, visitor
from petition_app.web.keeping import kept
from petition_app.web.pictures import kept_png_of

bp = Blueprint("charts", __name__, url_prefix="/p/<slug>")


@bp.get("/figures")
@public
@kept
def figures(slug: str) -> str:
    with begin_viewing(visitor()) as work:
        petition = petitions.public_by_slug(work, slug)
        try:
            seen = charts.published(work, slug)
        except NothingPublishedYet:
            seen = None
    if seen:
        may_be_found()
    titles = {chart: title_of(chart, seen) for chart in ChartName} if seen else {}
    return render_template(
        "public/figures.html", petition=petition, seen=seen, titles=titles, proofs=proof_rows(seen) if seen else []
    )


@bp.get(ADDRESS)
@public
@kept
def chart(slug: str, chart: str, ending: str) -> Response:
    with begin_viewing(visitor()) as work:
        seen = charts.published(work, slug)
    return chart_file(seen, ChartName(chart), ending, kept_png_of)
