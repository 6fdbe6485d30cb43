"""How far an export is, as others see it while it streams."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import closing
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import update

from petition_app.database import begin_reading, begin_work
from petition_app.domain.export import ExportKind
from petition_app.domain.exportprogress import STANDS_STILL, ExportState
from petition_app.domain.petition import Custody
from petition_app.domain.refusals import PassphraseIsWrong
from petition_app.domain.signature import DisplayMode
from petition_app.models import Export
from petition_app.services import export_progress, exports, petitions
from petition_app.services.export_passing import Cells, Passing, counted
from petition_app.services.export_progress import Progress
from petition_app.services.exports import StartedExport
from petition_app.services.work import OPERATOR, Actor, ActorKind
from tests.application import Clock
from tests.builders import SLUG, a_petition, a_request, a_signature
from tests.services.exporting import OLU, add_signatures, export, start

PATIENCE_SECONDS = 20


def seen(actor: Actor = OLU) -> Progress | None:
    with begin_reading(actor) as work:
        return export_progress.newest_of_mine(work, petitions.by_slug(work, SLUG).id)


def told() -> tuple[ExportState, int, int | None]:
    progress = seen()
    assert progress
    return progress.state, progress.rows, progress.expected


def wait_for(rows: int) -> None:
    """Until so many are noted."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while told()[1] < rows:
        assert time.monotonic() < deadline, told()
        time.sleep(0.05)


def stream(started: StartedExport) -> closing[Generator[bytes]]:
    return closing(exports.stream(started, begin_reading, begin_work))


@pytest.fixture
def many(app: Flask) -> None:
    with begin_work(OPERATOR) as work:
        add_signatures(work, 1_200, DisplayMode.NAME)


@pytest.mark.usefixtures("many")
def test_others_see_how_many_rows_of_how_many_have_left():
    with stream(start(ExportKind.SIGNATORIES)) as pieces:
        before = told()
        for _ in range(3):
            next(pieces)
        wait_for(500)

        assert before == (ExportState.UNDER_WAY, 0, None)
        assert told() == (ExportState.UNDER_WAY, 500, 1_200)


@pytest.mark.usefixtures("many")
def test_the_file_does_not_wait_until_it_is_noted_how_far_it_is():
    started = start(ExportKind.SIGNATORIES)
    with stream(started) as pieces:
        next(pieces)
        next(pieces)
        with begin_work(OPERATOR) as work:
            work.session.execute(update(Export).where(Export.id == started.id).values(purpose="Held by another"))
            next(pieces)
            time.sleep(1.5)
            next(pieces)
            assert told()[1] == 0
        wait_for(1_000)


@pytest.mark.usefixtures("many")
def test_one_that_stands_still_is_told_as_stopped_until_it_goes_on(clock: Clock):
    with stream(start(ExportKind.SIGNATORIES)) as pieces:
        for _ in range(3):
            next(pieces)
        wait_for(500)
        clock.now += STANDS_STILL * 1.1
        still = told()
        next(pieces)
        wait_for(1_000)

        assert still == (ExportState.STOPPED, 500, 1_200)
        assert told() == (ExportState.UNDER_WAY, 1_000, 1_200)


@pytest.mark.parametrize("kind", ExportKind)
def test_a_whole_export_is_complete_with_all_its_rows(app: Flask, kind: ExportKind):
    a_signature(a_request(display=DisplayMode.NAME, name="Sam Signer"))

    export(kind)

    assert told() == (ExportState.COMPLETE, 1, 1)


def test_who_turns_out_not_to_be_taken_is_expected_no_longer():
    """Of four whom the columns in the clear would let through, one has no address."""
    passing = Passing()
    rows: list[list[Cells]] = [[("a",), ("b",)], [("c",)]]

    passed = [passing.expected for _ in counted((batch for batch in rows), passing, lambda: 4, lambda: 1)]

    assert (passed, passing) == ([None, 3], Passing(rows=3, expected=3))


def test_an_export_that_was_refused_is_not_under_way(app: Flask):
    a_signature(a_request())
    with begin_work(OPERATOR) as work:
        a_petition(work, "sealed", kept_by=Custody.ORGANISERS, passphrase="correct horse battery staple")

    with pytest.raises(PassphraseIsWrong):
        export(ExportKind.SIGNATORIES, "sealed", passphrase="wrong")

    with begin_reading(OLU) as work:
        refused = export_progress.newest_of_mine(work, petitions.by_slug(work, "sealed").id)
    assert refused
    assert (refused.state, refused.rows, refused.expected) == (ExportState.STOPPED, 0, None)


def test_each_sees_their_own_export_and_no_other(app: Flask, clock: Clock):
    export(ExportKind.ROSTER)

    assert seen(Actor(ActorKind.ORGANISER, UUID(int=8))) is None
    clock.move(days=2)
    assert seen() is None
