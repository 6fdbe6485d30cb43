"""The addresses of the public API."""

from __future__ import annotations

from petition_app.services.claims import MOST_CHARACTERS
from petition_app.services.public_listing import Facet
from petition_app.web.openapi import petition
from petition_app.web.openapi.parts import TEXT, Schema, answers, one_of, path, query

_KEY = path("key", TEXT | {"minLength": 1}, "The petition's short name, as in its address, or its id.")
_LIST_QUERY = [
    query("q", TEXT | {"maxLength": 100}, "Words that the title or the summary has."),
    query("state", one_of(*Facet), "A state, or whether an addressee has answered."),
    query("page", {"type": "integer", "minimum": 1, "maximum": 1_000_000}, "From 1."),
    query("count", {"type": "integer", "minimum": 1, "maximum": 50}, "Petitions on a page; usually 25."),
]
_CHECK_BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["text"],
                "properties": {"text": {"type": "string", "minLength": 1, "maxLength": MOST_CHARACTERS}},
            }
        }
    },
}


def _get(name: str, summary: str, schema: Schema, *problems: int, of_one: bool = True) -> Schema:
    parameters = [_KEY] if of_one else _LIST_QUERY
    said = {"operationId": name, "summary": summary, "tags": ["public"], "security": []}
    return {"get": said | {"parameters": parameters, "responses": answers(schema, 400, *problems)}}


PATHS: Schema = {
    "/petitions.json": _get("listPetitions", "The public petitions, newest first", petition.LIST, of_one=False),
    "/petitions/{key}.json": _get("readPetition", "One petition, in full", petition.ONE, 404),
    "/petitions/{key}/count.json": _get("readCount", "Its figure alone", petition.COUNTED, 404),
    "/petitions/{key}/releases": _get("listReleases", "Every release, newest first", petition.RELEASES, 404),
    "/petitions/{key}/claims": _get("readClaims", "Sentences ready to be quoted", petition.CLAIMS, 404, 409),
    "/petitions/{key}/claims/check": {
        "post": {
            "operationId": "checkClaims",
            "summary": "A verdict on each claim of a text, of which nothing is kept",
            "tags": ["public"],
            "security": [],
            "parameters": [_KEY],
            "requestBody": _CHECK_BODY,
            "responses": answers(petition.CHECKED, 400, 404, 409, 413),
        }
    },
}
