"""The releases of a petition in the public API."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for

from petition_app.replicas import begin_viewing
from petition_app.services import public_data, release_history
from petition_app.services.release_history import PastRelease
from petition_app.web.api.answers import answer, bp, full, refuse_other_parameters
from petition_app.web.guards import public, visitor
from petition_app.web.keeping import kept


@bp.get("/petitions/<key>/releases")
@public
@kept
def releases(key: str) -> Response:
    """Every release, newest first."""
    refuse_other_parameters()
    with begin_viewing(visitor()) as work:
        found = public_data.one(work, key)
        past = release_history.public_history(work, found.slug).releases
    data = [_release(found.slug, each) for each in past]
    return answer({"links": {"self": full(url_for("api.releases", key=found.slug))}, "data": data})


def _release(slug: str, past: PastRelease) -> dict[str, Any]:
    made = past.release
    attributes = {
        "number": made.number,
        "as_of": made.tally.as_of.isoformat(),
        "signature_count": made.tally.total,
        "rows": len(made.tally.rows),
        "rows_changed": past.changed,
        "sha256": made.digest,
        "rules": made.rules,
    }
    links = {kind: full(url_for(f"releases.as_{kind}", slug=slug, number=made.number)) for kind in ("json", "csv")}
    return {"type": "release", "id": str(made.number), "attributes": attributes, "links": links}
