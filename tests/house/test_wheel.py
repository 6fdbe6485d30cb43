"""The wheel holds everything a running petition needs, and works where it is installed."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from tests.house.tree import ROOT, files

BESIDE_THE_PACKAGE = ("templates", "static", "seeds")
WHERE_THINGS_ARE = """
import petition_app.cli.main
from petition_app import folders
print(folders.TEMPLATES, folders.STATIC, folders.SEEDS, sep="\\n")
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _python(ROOT, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_the_wheel_holds_exactly_the_files_of_the_project(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}

    assert packed == {_place(path) for path in files("petition_app", *BESIDE_THE_PACKAGE)}


def test_the_wheel_brings_the_command_and_the_licence(installed: Path):
    (about,) = installed.glob("*.dist-info")

    assert "petition = petition_app.cli.main:main" in (about / "entry_points.txt").read_text("utf-8")
    assert (about / "licenses" / "LICENSE").is_file()


def test_an_installed_petition_answers_from_any_folder(installed: Path):
    answer = _answer(installed, "-m", "petition_app.cli.main", "--help")

    assert "demo" in answer
    assert "serve" in answer


def test_an_installed_petition_finds_its_own_folders(installed: Path):
    places = [Path(line) for line in _answer(installed, "-c", WHERE_THINGS_ARE).splitlines()]

    assert all(place.is_dir() and place.is_relative_to(installed) for place in places), places


def _place(path: Path) -> str:
    inside = PurePosixPath("petition_app") if path.parts[0] in BESIDE_THE_PACKAGE else PurePosixPath()
    return str(inside / path.as_posix())


def _answer(installed: Path, *arguments: str) -> str:
    """What a Python says that has the installed petition on its path, and stands elsewhere."""
    return _python(Path("/"), *arguments, PYTHONPATH=str(installed), PYTHONDONTWRITEBYTECODE="1")


def _python(folder: Path, *arguments: str, **environment: str) -> str:
    command = [sys.executable, *arguments]
    run = subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout
