"""kill -9 in the middle of an import, on both engines: nothing counts by half, and the next worker completes it."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from petition_app.database import begin_reading
from petition_app.domain.importing import ImportState
from petition_app.domain.signature import Status
from petition_app.models import ImportBatch
from petition_app.services.work import OPERATOR
from tests import counts
from tests.application import Clock, Site
from tests.builders import SLUG
from tests.cli.command import COMMAND
from tests.house.tree import ROOT
from tests.services.importing import people, promises_broken, state_it, work_off

ROWS = 12_000
MOST_SECONDS = 60


def batch_now() -> ImportBatch | None:
    with begin_reading(OPERATOR) as work:
        return work.session.scalars(select(ImportBatch)).one_or_none()


@pytest.mark.parametrize("state", [ImportState.READING, ImportState.RESOLVING, ImportState.COUNTING])
def test_an_import_that_is_killed_counts_nothing_or_all_and_is_completed(
    app: Flask, site: Site, clock: Clock, tmp_path: Path, state: ImportState
):
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(people(*range(ROWS)))
    command = [*COMMAND, "import", str(sheet), "--petition", SLUG, "--yes"]
    with subprocess.Popen(command, env=site.environment, cwd=ROOT, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + MOST_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            batch = batch_now()
            if batch and batch.state is state:
                break
        process.kill()
        process.wait()

    batch = batch_now()
    assert batch
    is_counted = batch.state in (ImportState.TIDYING, ImportState.DONE)
    assert counts.by_status() == ({Status.CONFIRMED: ROWS} if is_counted else {})
    assert promises_broken() == []
    # The command kept real time, and this worker's clock stands still.
    clock.move(days=3650)
    work_off()
    if not is_counted:
        if batch_now().state is ImportState.CHECKED:  # type: ignore[union-attr]
            state_it(batch.id)
        work_off()
    assert counts.by_status() == {Status.CONFIRMED: ROWS}
    assert promises_broken() == []
