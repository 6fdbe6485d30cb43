"""The addresses of the organiser API."""

from __future__ import annotations

from petition_app.domain.accesstoken import Scope
from petition_app.domain.petition import ResponseKind
from petition_app.domain.signature import DisplayMode, Proof, Relation, RoleBand, Status
from petition_app.web.openapi.parts import (
    ADDRESS,
    COUNT,
    DAY,
    TEXT,
    UUID,
    YES_OR_NO,
    Schema,
    answers,
    many,
    one_of,
    or_null,
    path,
    query,
    thing,
)

_SLUG = path("slug", TEXT | {"minLength": 1}, "The petition's short name, as in its address.")
_SEARCH = query("q", TEXT | {"maxLength": 500}, "A search as in the room of the same name.")
_AFTER = query("after", TEXT, "From `links.next`.")
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": TEXT | {"maxLength": 255},
    "description": "The same request with the same key within 24 hours is carried out once, and answered the same.",
}

_TALLIES = thing(
    statuses=thing(**{each.value: COUNT for each in Status}),
    columns=many(thing(relation=one_of(*Relation), proof=one_of(*Proof))),
    employers=many(
        thing(name=or_null(TEXT), slug=or_null(TEXT), counted_with=or_null(TEXT), is_unmatched=YES_OR_NO,
              cells=many(COUNT), signatures=COUNT)
    ),
    days=many(thing(date=DAY, signatures=COUNT)),
)  # fmt: skip
_SIGNATORY = thing(
    id=UUID, status=one_of(*Status), relation=one_of(*Relation), proof=one_of(*Proof), display=one_of(*DisplayMode),
    role_band=one_of(*RoleBand), name=or_null(TEXT), title=or_null(TEXT), employer=or_null(TEXT),
    employer_is_matched=YES_OR_NO, employer_typed=or_null(TEXT), imported_from=or_null(TEXT), signed_on=DAY,
    confirmed_on=or_null(DAY), ended_on=or_null(DAY), is_over_limit=YES_OR_NO,
)  # fmt: skip
_WAITING = thing(
    id=UUID, text=TEXT, signatures=COUNT, why=TEXT, hints=many(TEXT), suggestions=many(thing(slug=TEXT, name=TEXT))
)
_ADDRESSEE = thing(id=UUID, name=TEXT, organisation=TEXT, retired_on=or_null(DAY))

_RESPONSE = {
    "target": UUID,
    "kind": one_of(*ResponseKind),
    "date": DAY,
    "summary": TEXT | {"maxLength": 2_000},
    "quotation": TEXT | {"maxLength": 2_000},
    "source_url": TEXT | {"maxLength": 500},
}
_UPDATE = {
    "title": TEXT | {"maxLength": 150},
    "body": TEXT | {"maxLength": 6_000},
    "subject": TEXT | {"maxLength": 150},
}


def _page(of: Schema) -> Schema:
    return thing(links=thing(next=or_null(ADDRESS)), data=many(of))


def _about(name: str, summary: str, scope: Scope) -> Schema:
    return {
        "operationId": name,
        "summary": summary,
        "description": f"Needs the scope `{scope}`.",
        "tags": ["organiser"],
        "security": [{"token": []}],
    }


def _read(name: str, summary: str, scope: Scope, schema: Schema, *more: Schema) -> Schema:
    good = answers(schema, 400, 401, 403, 404, 429)
    return {"get": _about(name, summary, scope) | {"parameters": [_SLUG, *more], "responses": good}}


def _write(name: str, summary: str, scope: Scope, kind: str, fields: dict[str, Schema], *needed: str) -> Schema:
    body = {"type": "object", "required": [*needed], "properties": fields, "additionalProperties": False}
    made = thing(data=thing(type=one_of(kind), id=UUID))
    problems = (400, 401, 403, 404, 413, 422, 429)
    return {
        "post": _about(name, summary, scope)
        | {
            "parameters": [_SLUG, _KEY],
            "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
            "responses": answers(made, *problems, status=201, description="Done."),
        }
    }


PATHS: Schema = {
    "/organise/{slug}/tallies": _read(
        "readTallies", "Exact figures", Scope.TALLIES_READ, thing(data=_TALLIES)
    ),
    "/organise/{slug}/signatories": _read(
        "listSignatories", "Signatories, the newest day first, 50 on a page", Scope.SIGNATORIES_READ,
        _page(_SIGNATORY), _SEARCH, _AFTER,
    ),
    "/organise/{slug}/employers/queue": _read(
        "listWaitingTexts", "Texts that mean no employer yet, most frequent first, 25 on a page", Scope.EMPLOYERS_READ,
        _page(_WAITING), _SEARCH, _AFTER,
    ),
    "/organise/{slug}/addressees": _read(
        "listAddressees", "Who must answer", Scope.RESPONSES_WRITE, thing(data=many(_ADDRESSEE))
    ),
    "/organise/{slug}/responses": _write(
        "addResponse", "Say what an addressee answered", Scope.RESPONSES_WRITE, "response", _RESPONSE,
        "target", "kind", "date",
    ),
    "/organise/{slug}/updates": _write(
        "draftUpdate", "Write an update that nobody but organisers sees yet", Scope.UPDATES_WRITE, "update",
        _UPDATE, "title", "body",
    ),
}  # fmt: skip
