"""When an export counts as under way, complete or stopped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from petition_app.domain.exportprogress import STANDS_STILL, ExportState, state_of

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_what_has_moved_within_five_minutes_is_under_way():
    assert state_of(None, None, NOON, NOON + STANDS_STILL) is ExportState.UNDER_WAY


def test_what_has_stood_still_for_longer_is_told_as_stopped():
    assert state_of(None, None, NOON, NOON + STANDS_STILL + timedelta(seconds=1)) is ExportState.STOPPED


def test_what_broke_off_has_stopped_at_once():
    assert state_of(None, NOON, NOON, NOON) is ExportState.STOPPED


def test_what_is_finished_stays_complete():
    assert state_of(NOON, None, NOON, NOON + timedelta(days=400)) is ExportState.COMPLETE
