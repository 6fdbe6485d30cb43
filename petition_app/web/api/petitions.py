"""The petitions of the public API: the list, one of them, and its figure alone."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for

from petition_app.domain.said import said
from petition_app.replicas import begin_viewing
from petition_app.services import public_data, public_listing
from petition_app.services.public_data import PublicPetition
from petition_app.services.public_listing import Facet
from petition_app.web.api.answers import (
    QueryIsWrong,
    answer,
    bp,
    full,
    refuse_other_parameters,
    resource,
    short_text,
    whole_number,
)
from petition_app.web.guards import public, visitor
from petition_app.web.keeping import kept

USUAL_COUNT, MOST_COUNT, MOST_PAGES, LONGEST_SEARCH = 25, 50, 1_000_000, 100


@bp.get("/petitions.json")
@bp.get("/petitions")
@public
@kept
def petitions() -> Response:
    refuse_other_parameters("q", "state", "page", "count")
    number, size = whole_number("page", 1, MOST_PAGES), whole_number("count", USUAL_COUNT, MOST_COUNT)
    search, facet = short_text("q", LONGEST_SEARCH), _facet()
    with begin_viewing(visitor()) as work:
        found = public_listing.listing(work, search, facet, number, size)
    data = [resource(each) | {"links": {"self": _address_of(each)}} for each in found.petitions]
    kept = {name: value for name, value in (("q", search), ("state", request.args.get("state"))) if value}
    last = max(1, -(-found.total // size))
    return answer({"links": _page_links(number, size, last, kept), "data": data, "meta": {"states": found.facets}})


@bp.get("/petitions/<key>.json")
@bp.get("/petitions/<key>")
@public
@kept
def petition(key: str) -> Response:
    refuse_other_parameters()
    with begin_viewing(visitor()) as work:
        found = public_data.one(work, key)
    links = {
        "self": _address_of(found),
        "page": full(url_for("public.petition", slug=found.slug)),
        "count": full(url_for("api.count", key=found.slug)),
        "privacy": full(url_for("public.privacy")),
    }
    return answer({"links": links, "data": resource(found)})


@bp.get("/petitions/<key>/count.json")
@public
@kept
def count(key: str) -> Response:
    refuse_other_parameters()
    with begin_viewing(visitor()) as work:
        return answer(public_data.count(work, key))


def _facet() -> Facet:
    given = request.args.get("state", Facet.ALL)
    if given not in list(Facet):
        raise QueryIsWrong(said("state must be one of: %(known)s.", known=", ".join(Facet)))
    return Facet(given)


def _page_links(number: int, size: int, last: int, kept: dict[str, Any]) -> dict[str, str | None]:
    def at(page: int) -> str:
        return full(url_for("api.petitions", page=page, count=size, **kept))

    return {
        "self": at(number),
        "first": at(1),
        "last": at(last),
        "next": at(number + 1) if number < last else None,
        "prev": at(min(number - 1, last)) if number > 1 else None,
    }


def _address_of(found: PublicPetition) -> str:
    return full(url_for("api.petition", key=found.slug))
