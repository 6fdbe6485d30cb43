"""The petition application as `petition serve` has it in each of its processes, and as it would be without groups."""

from __future__ import annotations

import os

from flask import Flask

from petition_app.app import create_app
from petition_app.cli import server_process
from petition_app.settings import load_settings
from petition_app.web.desk import confirmations, signatures


def application() -> Flask:
    return server_process.take_up(create_app(load_settings(os.environ)), os.getppid(), lambda: None)


def one_at_a_time() -> Flask:
    """With a commit for each signature, and for each confirmation."""
    app = application()
    with app.app_context():
        signatures().writer.most_at_once = confirmations().writer.most_at_once = 1
    return app
