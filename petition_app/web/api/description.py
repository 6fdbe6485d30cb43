"""The description of the API for programs."""

from __future__ import annotations

from flask import Response

from petition_app.database import edge
from petition_app.web.api.answers import answer, bp
from petition_app.web.guards import public
from petition_app.web.keeping import kept
from petition_app.web.openapi.document import document


@bp.get("/openapi.json")
@public
@kept
def description() -> Response:
    return answer(document(edge().settings.site_url), "application/openapi+json")
