"""The memory of a connection to SQLite's file, for work that needs less or more of it than is usual."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text

from petition_app.database import begin_reading, begin_work
from petition_app.domain.export import ExportKind, Wanted
from petition_app.services import exports, petitions
from petition_app.services.pagecache import page_cache
from petition_app.services.work import OPERATOR, Work
from tests.builders import SLUG, a_signature

ON_SQLITE = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


def pages(work: Work) -> int:
    return work.connection.scalar(text("PRAGMA cache_size")) or 0


def fail(work: Work) -> None:
    with page_cache(work, 1_000):
        assert pages(work) == -1_000
        raise ZeroDivisionError


@ON_SQLITE
def test_as_much_as_before_is_kept_again_whatever_happens_meanwhile(app: Flask):
    with begin_reading(OPERATOR) as work:
        before = pages(work)
        with pytest.raises(ZeroDivisionError):
            fail(work)

        assert pages(work) == before


@ON_SQLITE
def test_an_export_leaves_the_connection_as_it_was(app: Flask):
    a_signature()
    with begin_reading(OPERATOR) as work:
        before = pages(work)
    with begin_work(OPERATOR) as work:
        started = exports.start(work, petitions.by_slug(work, SLUG), Wanted(ExportKind.SIGNATORIES), "To look")
    pieces = exports.stream(started, begin_reading, begin_work)
    next(pieces)
    pieces.close()

    with begin_reading(OPERATOR) as work:
        assert pages(work) == before
