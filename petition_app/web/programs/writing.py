"""What a token may write: what an addressee answered, and the draft of an update. Nothing is sent or undone by it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, g, request

from petition_app.database import begin_work
from petition_app.domain.accesstoken import Scope
from petition_app.domain.events import Action
from petition_app.domain.petition import ResponseKind
from petition_app.domain.refusals import Refusal
from petition_app.domain.response import Wording
from petition_app.domain.said import said
from petition_app.domain.update import Draft
from petition_app.services import askedonce, audit, responses, updates
from petition_app.services.work import Work
from petition_app.web.api.answers import refuse_other_parameters
from petition_app.web.programs.bearers import bp, maker, with_token

LONGEST_KEY = 255


class BodyIsWrong(Refusal):
    status = 400


@bp.post("/responses")
@with_token(Scope.RESPONSES_WRITE)
def add_response(slug: str) -> Response:
    refuse_other_parameters()
    sent = _sent({"target", "kind", "date", "summary", "quotation", "source_url"}, needed=("target", "kind", "date"))
    target, wording = _target(sent), _wording(sent)
    return _written("response", lambda work: responses.add(work, g.bearer.petition.id, target, wording))


@bp.post("/updates")
@with_token(Scope.UPDATES_WRITE)
def draft_update(slug: str) -> Response:
    refuse_other_parameters()
    sent = _sent({"title", "body", "subject"}, needed=("title", "body"))
    draft = Draft(sent["title"], sent["body"], sent.get("subject", ""))
    return _written("update", lambda work: updates.draft(work, g.bearer.petition.id, draft))


def _written(kind: str, write: Callable[[Work], UUID]) -> Response:
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > LONGEST_KEY:
        raise BodyIsWrong(said("Idempotency-Key must have at most %(most)s characters.", most=LONGEST_KEY))
    asked = request.path.encode() + b"\0" + request.get_data()
    with begin_work(maker()) as work:

        def do() -> str:
            made = write(work)
            audit.record(work, Action.TOKEN_USED, g.bearer.petition.id, token=g.bearer.token, wrote=kind, id=made)
            return json.dumps({"data": {"type": kind, "id": str(made)}})

        answer = askedonce.once(work, g.bearer.token, key, asked, do)
    return Response(answer, 201, mimetype="application/json")


def _sent(known: set[str], needed: tuple[str, ...]) -> dict[str, str]:
    """The body: a JSON object of texts. Raises BodyIsWrong."""
    try:
        sent: Any = request.get_json(silent=True)
    except RecursionError:
        sent = None  # thousands of brackets, one in the other
    if not isinstance(sent, dict):
        raise BodyIsWrong(said("The body must be a JSON object."))
    other = sorted(set(sent) - known)
    if other:
        raise BodyIsWrong(said("There is no “%(name)s” here.", name=other[0][:40]))
    for name in known & sent.keys():
        if not isinstance(sent[name], str):
            raise BodyIsWrong(said("%(name)s must be a text.", name=name))
    missing = [name for name in needed if name not in sent]
    if missing:
        raise BodyIsWrong(said("%(name)s is missing.", name=missing[0]))
    return sent


def _target(sent: dict[str, str]) -> UUID:
    try:
        return UUID(sent["target"])
    except ValueError as error:
        raise BodyIsWrong(said("target must be an id, as the list of addressees gives it.")) from error


def _wording(sent: dict[str, str]) -> Wording:
    try:
        kind, on = ResponseKind(sent["kind"]), date.fromisoformat(sent["date"])
    except ValueError as error:
        kinds = ", ".join(ResponseKind)
        raise BodyIsWrong(
            said("kind must be one of: %(kinds)s; and date a day such as 2026-11-22.", kinds=kinds)
        ) from error
    return Wording(kind, on, sent.get("summary", ""), sent.get("quotation"), sent.get("source_url"))
