"""The two lock files: names, versions and hashes, and nothing else."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import text

RUNTIME = Path("requirements.lock")
TESTS = Path("tests/requirements.lock")
PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[0-9a-z.]+)( ; [^;]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


@pytest.mark.parametrize("lock", [RUNTIME, TESTS], ids=str)
def test_a_lock_holds_only_pins_and_hashes(lock: Path):
    lines = text(lock).splitlines()

    assert [line for line in lines if not PIN.fullmatch(line) and not HASH.fullmatch(line)] == []


@pytest.mark.parametrize("lock", [RUNTIME, TESTS], ids=str)
def test_each_pin_has_a_hash(lock: Path):
    lines = text(lock).splitlines()

    assert [
        pin for pin, after in zip(lines, [*lines[1:], ""], strict=True) if PIN.match(pin) and "--hash" not in after
    ] == []


def test_the_tests_run_on_the_very_versions_that_are_served():
    assert _pins(RUNTIME).items() <= _pins(TESTS).items()


def test_the_locks_satisfy_pyproject():
    project = tomllib.loads(text(Path("pyproject.toml")))

    assert _unsatisfied(project["project"]["dependencies"], _pins(RUNTIME)) == []
    for group in ("test", "lint"):
        assert _unsatisfied(project["dependency-groups"][group], _pins(TESTS)) == []


def _pins(lock: Path) -> dict[str, str]:
    found = map(PIN.fullmatch, text(lock).splitlines())
    return {pin["name"]: pin["version"] for pin in found if pin}


def _unsatisfied(lines: Iterable[str], pins: dict[str, str]) -> list[str]:
    wanted = [Requirement(line) for line in lines]
    return [str(each) for each in wanted if not each.specifier.contains(pins.get(canonicalize_name(each.name), "0"))]
