"""The public JSON API, which changes nothing: what the public pages say, for programs. docs/api.md describes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for
from flask_babel import gettext as _

from petition_app.database import begin_reading, edge
from petition_app.domain.refusals import Refusal
from petition_app.services import claims as claim_checks
from petition_app.services import petitions as reading
from petition_app.services import public_data, release_history
from petition_app.services.claims import MOST_CHARACTERS, Published
from petition_app.services.public_data import PublicPetition
from petition_app.services.release_history import PastRelease
from petition_app.web.guards import public, visitor

bp = Blueprint("api", __name__, url_prefix="/api/v1")

USUAL_COUNT, MOST_COUNT, MOST_PAGES = 25, 50, 1_000_000


class PageIsWrong(Refusal):
    status = 400


class TextIsWrong(Refusal):
    status = 400


@bp.after_request
def for_every_site(response: Response) -> Response:
    """Pages of any other site may read this: it is public, and no cookie plays a part in it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@bp.get("/petitions")
@public
def petitions() -> Response:
    number = _whole_number("page", 1, MOST_PAGES)
    size = _whole_number("count", USUAL_COUNT, MOST_COUNT)
    with begin_reading(visitor()) as work:
        found, total = public_data.page(work, number, size)
    last = max(1, -(-total // size))
    data = [_resource(each) | {"links": {"self": _address_of(each)}} for each in found]
    return _answer({"links": _page_links(number, size, last), "data": data})


@bp.get("/petitions/<key>")
@public
def petition(key: str) -> Response:
    with begin_reading(visitor()) as work:
        found = public_data.one(work, key)
    return _answer({"links": {"self": _address_of(found)}, "data": _resource(found)})


@bp.get("/petitions/<key>/claims")
@public
def claims(key: str) -> Response:
    """The lines ready to be quoted."""
    found, published = _published(key)
    links = {
        "self": _full(url_for("api.claims", key=found.slug)),
        "check": _full(url_for("api.check_claims", key=found.slug)),
        "method": _full(url_for("public.how_we_count")),
    }
    data = {"type": "claims", "id": str(found.id), "attributes": claim_checks.lines_as_data(published)}
    return _answer({"links": links, "data": data})


@bp.post("/petitions/<key>/claims/check")
@public
def check_claims(key: str) -> Response:
    """A verdict on each claim of the text sent, as JSON or as a form. Nothing of it is kept, so no token is asked."""
    text = _text_sent()
    found, published = _published(key)
    return jsonify(
        data={"type": "check", "id": str(found.id), "attributes": claim_checks.check_as_data(published, text)}
    )


@bp.get("/petitions/<key>/releases")
@public
def releases(key: str) -> Response:
    """Every release, newest first."""
    with begin_reading(visitor()) as work:
        found = public_data.one(work, key)
        past = release_history.public_history(work, found.slug).releases
    data = [_release(found.slug, each) for each in past]
    return _answer({"links": {"self": _full(url_for("api.releases", key=found.slug))}, "data": data})


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
    links = {kind: _full(url_for(f"releases.as_{kind}", slug=slug, number=made.number)) for kind in ("json", "csv")}
    return {"type": "release", "id": str(made.number), "attributes": attributes, "links": links}


def _published(key: str) -> tuple[PublicPetition, Published]:
    with begin_reading(visitor()) as work:
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
        raise TextIsWrong(_("text must be a string of 1 to %(most)s characters.", most=MOST_CHARACTERS))
    return text


def _whole_number(name: str, usual: int, most: int) -> int:
    """The query's number of that name, from 1 to `most`. Raises PageIsWrong."""
    given = request.args.get(name)
    if given is None:
        return usual
    # Longer figures than any that could be allowed are not even read.
    if given.isascii() and given.isdigit() and len(given) <= len(str(most)) and 1 <= int(given) <= most:
        return int(given)
    raise PageIsWrong(_("%(name)s must be a whole number from 1 to %(most)s.", name=name, most=most))


def _page_links(number: int, size: int, last: int) -> dict[str, str | None]:
    def at(page: int) -> str:
        return _full(url_for("api.petitions", page=page, count=size))

    return {
        "self": at(number),
        "first": at(1),
        "last": at(last),
        "next": at(number + 1) if number < last else None,
        "prev": at(min(number - 1, last)) if number > 1 else None,
    }


def _resource(found: PublicPetition) -> dict[str, Any]:
    return {"type": "petition", "id": str(found.id), "attributes": found.attributes}


def _address_of(found: PublicPetition) -> str:
    return _full(url_for("api.petition", key=found.slug))


def _full(path: str) -> str:
    return edge().settings.site_url + path


def _answer(body: dict[str, Any]) -> Response:
    """JSON that may be kept for a minute, and asked for again by its ETag."""
    response = jsonify(body)
    response.headers["Cache-Control"] = "public, max-age=60"
    response.add_etag()
    response.make_conditional(request)
    return response
