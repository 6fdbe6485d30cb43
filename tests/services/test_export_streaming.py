"""How an export leaves: logged before its first byte, in constant memory, and never taken for whole where it is not."""

from __future__ import annotations

import hashlib
import tracemalloc
from contextlib import closing

import pytest
from flask import Flask
from sqlalchemy import event

from petition_app.database import begin_reading, begin_work, db
from petition_app.domain.events import Action
from petition_app.domain.export import ExportKind
from petition_app.domain.exportprogress import ExportState
from petition_app.domain.signature import DisplayMode
from petition_app.services import custody, exports
from petition_app.services.work import OPERATOR
from tests.builders import a_request, a_signature
from tests.services.exporting import add_signatures, export, log, past, rows_of, start


@pytest.mark.parametrize("kind", ExportKind)
def test_an_export_is_in_the_log_before_its_first_byte_and_again_after_its_last(app: Flask, kind: ExportKind):
    a_signature(a_request(display=DisplayMode.NAME, name="Sam Signer"))
    started = start(kind)
    opened = [(Action.PRIVATE_FIELDS_OPENED, {"export": str(started.id)})] if kind.is_private else []
    asked = {"kind": kind, "profile": "own", "format": "csv", "purpose": "Hand-over"}
    begun = (Action.EXPORT_STARTED, {"export": str(started.id), **asked})

    assert log()[0] == begun
    with closing(exports.stream(started, begin_reading, begin_work)) as pieces:
        file = next(pieces)
        assert log()[: len(opened) + 1] == [*opened, begun]
        file += b"".join(pieces)

    facts = {"export": str(started.id), "rows": 1, "left_out": 0, "sha256": hashlib.sha256(file).hexdigest()}
    assert log()[0] == (Action.EXPORT_FINISHED, facts)
    (made,) = past()
    assert (made.progress.kind, made.progress.rows, made.progress.digest) == (kind, 1, facts["sha256"])


def test_a_download_that_breaks_off_is_never_noted_as_finished(app: Flask):
    with begin_work(OPERATOR) as work:
        add_signatures(work, 1_200, DisplayMode.NAME)
    started = start(ExportKind.SIGNATORIES)
    with closing(exports.stream(started, begin_reading, begin_work)) as pieces:
        for _ in range(3):
            next(pieces)

    (made,) = past()
    told = (made.progress.state, made.progress.rows, made.progress.expected, made.progress.digest)
    assert told == (ExportState.STOPPED, 500, 1_200, "")
    assert log()[0][0] == Action.PRIVATE_FIELDS_OPENED


def test_signers_who_look_alike_on_the_roster_are_all_in_its_export(app: Flask):
    with begin_work(OPERATOR) as work:
        add_signatures(work, 1_200, DisplayMode.TITLE)

    assert len(rows_of(export(ExportKind.ROSTER))) == 1_200


def test_a_file_whose_reading_fails_says_so_in_its_last_line(app: Flask, monkeypatch: pytest.MonkeyPatch):
    with begin_work(OPERATOR) as work:
        add_signatures(work, 3, DisplayMode.NAME)
    monkeypatch.setattr(custody, "unseal", lambda *_, **__: 1 / 0)
    started = start(ExportKind.SIGNATORIES)
    seen: list[bytes] = []

    with pytest.raises(ZeroDivisionError):
        seen.extend(exports.stream(started, begin_reading, begin_work))

    assert b"".join(seen).endswith(
        b"\r\nINCOMPLETE: this export broke off here. Delete this file and export again.\r\n"
    )
    assert log()[0][0] == Action.PRIVATE_FIELDS_OPENED


def test_the_first_byte_does_not_wait_for_the_rows(app: Flask):
    started = start(ExportKind.SIGNATORIES)
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))

    with closing(exports.stream(started, begin_reading, begin_work)) as pieces:
        next(pieces)
        before = [each for each in statements if "FROM signature" in each]
        next(pieces, None)
        after = [each for each in statements if "FROM signature" in each]

    assert before == []
    assert after


def test_an_export_of_20000_signatories_needs_no_more_memory_than_one_batch(app: Flask):
    with begin_work(OPERATOR) as work:
        add_signatures(work, 20_000, DisplayMode.NAME)
    started = start(ExportKind.SIGNATORIES)

    tracemalloc.start()
    size = sum(map(len, exports.stream(started, begin_reading, begin_work)))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert size > 2_500_000
    assert most < 3_000_000
