"""What a test does when the machine lacks a program it needs: in CI it fails, elsewhere it is skipped with one line."""

import os
from typing import NoReturn

import pytest

IN_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")


def missing(sentence: str) -> NoReturn:
    """Ends the test. The sentence says what is missing and how to get it."""
    if IN_CI:
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)
