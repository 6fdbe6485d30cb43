"""Every address of the site, filled with plausible values."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from petition_app.web.assets import digest_of
from tests.builders import SLUG

ASSET = "css/base.css"


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
    def is_workshop(self) -> bool:
        """Whether organisers alone have to do with it."""
        return self.endpoint.startswith(("organiser", "account"))


def visits(app: Flask) -> Iterator[Visit]:
    """Every method of every route. A route with a new kind of part has to be given a value here."""
    values = {
        "slug": SLUG, "key": SLUG, "secret": "A" * 43, "what": "withdraw", "signature": uuid.UUID(int=7),
        "target": uuid.UUID(int=7), "response": uuid.UUID(int=7), "job": uuid.UUID(int=7),
        "chart": "employers", "ending": "svg", "employer": "google",
        "number": 1, "name": ASSET, "digest": digest_of(ASSET),
    }  # fmt: skip
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        missing = rule.arguments - values.keys()
        assert not missing, f"{rule}: no value for {missing}"
        path = adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments}, method=_any_of(rule))
        for method in sorted(rule.methods or ()):
            yield Visit(method, path, rule.endpoint, getattr(app.view_functions[rule.endpoint], "guard", None))


def _any_of(rule: Rule) -> str:
    return next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"}))


def go(client: FlaskClient, visit: Visit, **more: Any) -> Any:
    return client.open(visit.path, method=visit.method, buffered=True, **more)
