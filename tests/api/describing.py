"""Whatever a program may send to the addresses of the description, and what is asked of every answer."""

from __future__ import annotations

from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

DESCRIPTION = "/api/v1/openapi.json"
EXAMPLES = 12
# The same requests in every run.
_BOUNDED = settings(
    max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=[*HealthCheck]
)
_ASKED = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


def schema_of(app: Flask) -> Any:
    return schemathesis.openapi.from_wsgi(DESCRIPTION, app)


def operations(schema: Any, tag: str) -> list[Any]:
    found = [each.ok() for each in schema.get_all_operations()]
    return [each for each in found if tag in each.tags]


def tried(operation: Any, known: dict[str, str], headers: dict[str, str] | None = None) -> set[int]:
    """The statuses with which it answered: right and wrong requests, about what is there (`known` values of the
    address) and what is not. Every answer was as the description has it."""
    statuses = set[int]()

    @_BOUNDED
    @given(case=_cases(operation), is_known=st.integers(0, 3))
    def every(case: Any, is_known: int) -> None:
        if is_known:
            case.path_parameters = {**(case.path_parameters or {}), **known}
        # It reads no packed answers of an application that is called within the process.
        answer = case.call(headers={"Accept-Encoding": "identity", **(headers or {})})
        case.validate_response(answer, checks=list(_ASKED))
        statuses.add(answer.status_code)

    every()
    return statuses


def _cases(operation: Any) -> st.SearchStrategy[Any]:
    right: st.SearchStrategy[Any] = operation.as_strategy()
    try:
        wrong = operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)
    except schemathesis.errors.InvalidSchema:
        return right
    return st.one_of(right, wrong)
