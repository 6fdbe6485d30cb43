"""How the API answers: JSON that any site may read, addresses in full, and what a query may say."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from petition_app.database import edge
from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said
from petition_app.services.public_data import PublicPetition

bp = Blueprint("api", __name__, url_prefix="/api/v1")

#: May be kept for a minute, shown while a newer one is fetched, and for five where the server is out of reach.
CACHED = "public, max-age=60, stale-while-revalidate=120, stale-if-error=300"
_LAST_MODIFIED_SECONDS = 10


class QueryIsWrong(Refusal):
    status = 400


@bp.after_request
def for_every_site(response: Response) -> Response:
    """Pages of any other site may read this: it is public, and no cookie plays a part in it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def answer(body: dict[str, Any], mimetype: str = "application/json") -> Response:
    """JSON that may be kept for a minute, and asked for again by its ETag.

    Last-Modified is the time of the answer, to ten seconds: the moment at which a figure changed would tell when
    somebody signed."""
    response = jsonify(body)
    response.mimetype = mimetype
    response.headers["Cache-Control"] = CACHED
    now = edge().clock()
    response.last_modified = now.replace(second=now.second - now.second % _LAST_MODIFIED_SECONDS, microsecond=0)
    response.add_etag()
    response.make_conditional(request)
    return response


def full(path: str) -> str:
    return edge().settings.site_url + path


def resource(found: PublicPetition) -> dict[str, Any]:
    return {"type": "petition", "id": str(found.id), "attributes": found.attributes}


def refuse_other_parameters(*known: str) -> None:
    """A name that means nothing here is a mistake: better said than read past. Raises QueryIsWrong."""
    other = sorted(set(request.args) - set(known))
    if not other:
        return
    name = other[0][:40]
    if not known:
        raise QueryIsWrong(said("This address takes no parameters, so “%(name)s” means nothing here.", name=name))
    raise QueryIsWrong(
        said("There is no parameter “%(name)s” here; there are: %(known)s.", name=name, known=", ".join(known))
    )


def whole_number(name: str, usual: int, most: int) -> int:
    """The query's number of that name, from 1 to `most`. Raises QueryIsWrong."""
    given = request.args.get(name)
    if given is None:
        return usual
    # Longer figures than any that could be allowed are not even read.
    if given.isascii() and given.isdigit() and len(given) <= len(str(most)) and 1 <= int(given) <= most:
        return int(given)
    raise QueryIsWrong(said("%(name)s must be a whole number from 1 to %(most)s.", name=name, most=str(most)))


def short_text(name: str, most: int) -> str:
    """The query's text of that name, "" where there is none. Raises QueryIsWrong."""
    given = request.args.get(name, "")
    if len(given) > most or "\x00" in given:
        raise QueryIsWrong(said("%(name)s must be a text of at most %(most)s characters.", name=name, most=str(most)))
    return given
