"""What a process of the site loads at its start is what nearly every request needs, and nothing else."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.house.tree import ROOT

#: Used by a few pages, exports, imports and upgrades; together they would double the start.
RARELY_USED = {"alembic", "charset_normalizer", "fontTools", "fpdf", "rapidfuzz", "segno", "webauthn", "xlsxwriter"}
#: What the process that only holds the port has no use for: it stays for as long as the site.
OF_THE_SERVER = {*RARELY_USED, "cryptography", "flask", "granian", "sqlalchemy", "werkzeug"}


@pytest.mark.parametrize(
    ("module", "unused"), [("petition_app.cli.generation", RARELY_USED), ("petition_app.cli.serving", OF_THE_SERVER)]
)
def test_a_start_loads_nothing_that_is_rarely_used(module: str, unused: set[str]):
    script = f"import sys, {module}; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)

    assert not unused & {name.partition(".")[0] for name in told.stdout.split()}
