"""What is only drawn asks for no database: one application for all of these tests, on neither engine in particular."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from petition_app.app import create_app
from petition_app.settings import load_settings
from tests.application import close


@pytest.fixture(scope="package")
def app(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("drawing") / "data"
    shutil.copytree(sqlite_template, folder)
    app = create_app(load_settings({"PETITION_DATA_DIR": str(folder)}))
    yield app
    close(app)
