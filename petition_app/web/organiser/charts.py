"""The charts of one petition from exact figures, as files."""

from __future__ import annotations

from flask import Blueprint, Response, g

from petition_app.database import begin_reading
from petition_app.domain.access import Right
from petition_app.services import charts
from petition_app.services.charts import ChartName
from petition_app.web.drawing.files import ADDRESS, chart_file
from petition_app.web.guards import organiser, requires
from petition_app.web.pictures import png_of

bp = Blueprint("organiser_charts", __name__, url_prefix="/organise/<slug>")


@bp.get(ADDRESS)
@requires(Right.SEE_TALLIES)
def chart(slug: str, chart: str, ending: str) -> Response:
    with begin_reading(organiser()) as work:
        seen = charts.exact(work, g.petition)
    return chart_file(seen, ChartName(chart), ending, png_of)
