"""Charts as files to take away: a drawing, a picture, a table."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from flask import Response, request

from petition_app.database import edge
from petition_app.services.chart_rows import csv_text
from petition_app.services.charts import ChartName, Figures
from petition_app.web.drawing.chart import svg_of
from petition_app.web.drawing.sheet import Shape

#: How addresses of charts end.
ADDRESS = "/charts/<any(employers, proof, growth):chart>.<any(svg, png, csv):ending>"
_TYPES = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8; header=present"}


def chart_file(figures: Figures, chart: ChartName, ending: str, draw: Callable[[str], bytes]) -> Response:
    """The file, or the answer that the browser has it already: then no picture is made."""
    text = csv_text(chart, figures) if ending == "csv" else svg_of(chart, figures, _shape(), edge().settings.site_url)
    response = Response(content_type=_TYPES[ending])
    response.set_etag(hashlib.sha256(f"{ending} {text}".encode()).hexdigest()[:32])
    response.headers["Content-Disposition"] = f'inline; filename="{_name_of(figures, chart)}.{ending}"'
    response.make_conditional(request)
    if response.status_code == 200:
        response.set_data(draw(text) if ending == "png" else text)
    return response


def _name_of(figures: Figures, chart: ChartName) -> str:
    state = f"exact-{figures.as_of}" if figures.is_exact else f"release-{figures.release}"
    return f"{figures.slug}-{chart}-{state}"


def _shape() -> Shape:
    return Shape.NARROW if request.args.get("shape") == Shape.NARROW else Shape.WIDE
