"""The floor of all that answers over HTTP: one Flask view with a short text."""

from __future__ import annotations

from flask import Flask


def application() -> Flask:
    app = Flask(__name__, static_folder=None)
    for path in ("/", "/readyz"):
        app.add_url_rule(path, path, lambda: "Hello, World!")
    return app
