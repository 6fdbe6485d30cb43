"""What every test starts from. The fixtures live in modules named for what they give."""

import os

from hypothesis import settings

from tests.compiled import compile_once
from tests.missing import IN_CI

pytest_plugins = ["tests.postgres", "tests.chromium", "tests.application", "tests.running"]

# A slow machine is no failure (no deadline), and CI tries the same examples for the same code.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if IN_CI else "here"))

compile_once()
