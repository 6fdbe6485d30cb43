"""The pieces that a description is made of."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
YES_OR_NO: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time", "description": "UTC, with milliseconds."}
ADDRESS: Schema = {"type": "string"}
SHA256: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
UUID: Schema = {"type": "string", "format": "uuid"}


def thing(**attributes: Schema) -> Schema:
    """An object that has all of these; more may come within version 1, so others are not forbidden."""
    return {"type": "object", "required": [*attributes], "properties": attributes}


def many(of: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": of, **more}


def or_null(schema: Schema) -> Schema:
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return schema | {"type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def one_of(*words: str) -> Schema:
    return {"type": "string", "enum": [*words]}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def query(name: str, schema: Schema, description: str) -> Schema:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}


def path(name: str, schema: Schema, description: str) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": schema, "description": description}


def answers(schema: Schema, *problems: int, status: int = 200, description: str = "As asked for.") -> Schema:
    """What an address answers: this, or one of these problems; 503 always may come."""
    good = {"description": description, "content": {"application/json": {"schema": schema}}}
    bad = {str(each): {"$ref": f"#/components/responses/Problem{each}"} for each in (*problems, 503)}
    return {str(status): good, **bad}


PROBLEMS = {
    400: "The query or the body is not as it should be; `detail` says what.",
    401: "There is no token, or it is worth nothing (any more).",
    403: "The token's scopes, or the role of whoever made it, do not include this.",
    404: "There is nothing under that address; what is not public looks the same.",
    409: "That does not fit what is there; `detail` says why.",
    413: "The body is too long.",
    422: "What was sent cannot be kept as it is; `detail` says why.",
    429: "Too many requests: `Retry-After` says when to come back.",
    503: "The server is busy, and nothing was done: try again after `Retry-After` seconds.",
}
RESPONSES = {
    f"Problem{status}": {
        "description": description,
        "content": {"application/problem+json": {"schema": ref("Problem")}},
    }
    for status, description in PROBLEMS.items()
}
#: RFC 9457.
PROBLEM = thing(type=TEXT, title=TEXT, status={"type": "integer"}, detail=TEXT)
