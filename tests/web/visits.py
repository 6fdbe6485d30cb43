"""Every address of the site, filled with plausible values."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from petition_app.domain.accesstoken import Scope
from petition_app.web.assets import digest_of
from tests.builders import SLUG

ASSET = "css/base.css"
NO_ID = uuid.UUID(int=7)


@dataclass(frozen=True)
class Visit:
    """One way to ask for one address."""

    method: str
    path: str
    endpoint: str
    guard: Any

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def is_public(self) -> bool:
        return bool(self.guard == "public")

    @property
    def is_for_programs(self) -> bool:
        """Whether it asks for a token, and no cookie is worth anything there."""
        return isinstance(self.guard, Scope)

    @property
    def is_workshop(self) -> bool:
        """Whether organisers alone have to do with it."""
        return self.endpoint.startswith(("organiser", "account"))


def visits(app: Flask, ids: Mapping[str, uuid.UUID] | None = None) -> Iterator[Visit]:
    """Every method of every route. What an address names by its id is in `ids`, or is not there. A route with a new
    kind of other part has to be given a value here."""
    values: dict[str, Any] = {
        "slug": SLUG, "key": SLUG, "secret": "A" * 43, "what": "withdraw", "step": "pause", "deed": "discard",
        "chart": "employers", "ending": "svg", "employer": "google", "number": 1, "name": ASSET,
        "digest": digest_of(ASSET), **(ids or {}),
    }  # fmt: skip
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        given = {name: values.get(name, NO_ID if name in ids_in(rule) else None) for name in rule.arguments}
        missing = [name for name, value in given.items() if value is None]
        assert not missing, f"{rule}: no value for {missing}"
        path = adapter.build(rule.endpoint, given, method=_any_of(rule))
        for method in sorted(rule.methods or ()):
            yield Visit(method, path, rule.endpoint, getattr(app.view_functions[rule.endpoint], "guard", None))


def ids_in(rule: Rule) -> set[str]:
    """The parts of an address that are ids."""
    return set(re.findall(r"<uuid:(\w+)>", rule.rule))


def _any_of(rule: Rule) -> str:
    return next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"}))


def go(client: FlaskClient, visit: Visit, **more: Any) -> Any:
    return client.open(visit.path, method=visit.method, buffered=True, **more)
