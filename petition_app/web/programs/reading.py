"""What a token may read: exact tallies, signatories as the room shows them, and texts that mean no employer yet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, g, jsonify, request, url_for

from petition_app.database import begin_reading
from petition_app.domain.accesstoken import Scope
from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said
from petition_app.services import employerqueue, organiser_data, searchterms, signatories
from petition_app.services.employerqueue import Place
from petition_app.services.searchpages import FURTHER
from petition_app.web.api.answers import full, refuse_other_parameters, short_text
from petition_app.web.programs.bearers import bp, maker, with_token

LONGEST_SEARCH = 500


class SearchIsUnclear(Refusal):
    status = 400


@bp.get("/tallies")
@with_token(Scope.TALLIES_READ)
def tallies(slug: str) -> Response:
    refuse_other_parameters()
    with begin_reading(maker()) as work:
        return jsonify(data=organiser_data.tallies(work, g.bearer.petition))


@bp.get("/signatories")
@with_token(Scope.SIGNATORIES_READ)
def people(slug: str) -> Response:
    """A page of those that fit the search, the newest day first; not full, or empty, where few of very many fit."""
    refuse_other_parameters("q", "after")
    search, after = short_text("q", LONGEST_SEARCH), request.args.get("after")
    with begin_reading(maker()) as work:
        found = searchterms.understand(work, g.bearer.petition.id, search)
        if found.problems:
            raise SearchIsUnclear(" ".join(each.sentence for each in found.problems))
        page = signatories.search(work, found.meant, after=_id(after) if after else None, reach=FURTHER)
    further = {"q": search or None, "after": page.older} if page.older else None
    return _page("people", slug, [organiser_data.signatory(each) for each in page.lines], further)


@bp.get("/employers/queue")
@with_token(Scope.EMPLOYERS_READ)
def queue(slug: str) -> Response:
    """A page of what was typed and means no employer yet, most frequent first."""
    refuse_other_parameters("q", "after")
    search, after = short_text("q", LONGEST_SEARCH), request.args.get("after")
    with begin_reading(maker()) as work:
        page = employerqueue.page(work, g.bearer.petition.id, search, after=_place(after) if after else None)
    further = {"q": search or None, "after": f"{page.older.waiting}.{page.older.id}"} if page.older else None
    return _page("queue", slug, [organiser_data.waiting_text(each) for each in page.lines], further)


@bp.get("/addressees")
@with_token(Scope.RESPONSES_WRITE)
def addressees(slug: str) -> Response:
    """Who must answer, with the ids that a new response names."""
    refuse_other_parameters()
    with begin_reading(maker()) as work:
        return jsonify(data=organiser_data.addressees(work, g.bearer.petition.id))


def _page(name: str, slug: str, data: list[dict[str, Any]], further: dict[str, Any] | None) -> Response:
    following = full(url_for(f"programs.{name}", slug=slug, **further)) if further else None
    return jsonify(links={"next": following}, data=data)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise SearchIsUnclear(said("after must be taken from links.next.")) from error


def _place(text: str) -> Place:
    waiting, _, key = text.partition(".")
    if not (waiting.isascii() and waiting.isdigit() and len(waiting) <= 9):
        raise SearchIsUnclear(said("after must be taken from links.next."))
    return Place(int(waiting), _id(key))
