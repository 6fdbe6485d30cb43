"""Claims in the public API: lines ready to be quoted, and a verdict on each claim of a text."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, jsonify, request, url_for

from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said
from petition_app.replicas import begin_viewing
from petition_app.services import claims as claim_checks
from petition_app.services import petitions as reading
from petition_app.services import public_data
from petition_app.services.claims import MOST_CHARACTERS, Published
from petition_app.services.public_data import PublicPetition
from petition_app.web.api.answers import answer, bp, full, refuse_other_parameters
from petition_app.web.guards import public, visitor


class TextIsWrong(Refusal):
    status = 400


@bp.get("/petitions/<key>/claims")
@public
def claims(key: str) -> Response:
    """The lines ready to be quoted."""
    refuse_other_parameters()
    found, published = _published(key)
    links = {
        "self": full(url_for("api.claims", key=found.slug)),
        "check": full(url_for("api.check_claims", key=found.slug)),
        "method": full(url_for("public.how_we_count")),
    }
    data = {"type": "claims", "id": str(found.id), "attributes": claim_checks.lines_as_data(published)}
    return answer({"links": links, "data": data})


@bp.post("/petitions/<key>/claims/check")
@public
def check_claims(key: str) -> Response:
    """A verdict on each claim of the text sent, as JSON or as a form. Nothing of it is kept, so no token is asked."""
    text = _text_sent()
    found, published = _published(key)
    return jsonify(
        data={"type": "check", "id": str(found.id), "attributes": claim_checks.check_as_data(published, text)}
    )


def _published(key: str) -> tuple[PublicPetition, Published]:
    with begin_viewing(visitor()) as work:
        found = public_data.one(work, key)
        return found, claim_checks.published(work, reading.public_by_slug(work, found.slug))


def _text_sent() -> str:
    """Raises TextIsWrong."""
    try:
        sent = request.get_json(silent=True) if request.is_json else request.form
    except RecursionError:
        sent = None  # thousands of brackets, one in the other
    text = sent.get("text") if isinstance(sent, Mapping) else None
    if not isinstance(text, str) or not 0 < len(text) <= MOST_CHARACTERS:
        raise TextIsWrong(said("text must be a string of 1 to %(most)s characters.", most=str(MOST_CHARACTERS)))
    return text
