"""Many requests in one transaction: what each is told, and when."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import pytest

from petition_app.domain.refusals import ServiceIsBusy, TextHasChanged
from petition_app.services.groupcommit import GroupCommit

Told = dict[str, BaseException | None]


class Desk:
    """Carries out words. The first group stays open until it is let go, so that others gather."""

    def __init__(self, most_waiting: int = 100, patience: float = 15.0, alone: bool = True) -> None:
        self.groups: list[list[str]] = []
        self.is_open, self.go_on = threading.Event(), threading.Event()
        self.writer: GroupCommit[str] = GroupCommit(self.carry_out, lambda failure: alone, most_waiting, patience)
        self.told: Told = {}
        self.spoils: Callable[[Sequence[str]], BaseException | None] = lambda group: None

    def carry_out(self, group: Sequence[str]) -> Sequence[Exception | None]:
        self.groups.append(list(group))
        self.is_open.set()
        assert self.go_on.wait(20)
        if failure := self.spoils(group):
            raise failure
        return [TextHasChanged() if word == "refused" else None for word in group]

    def send(self, word: str) -> threading.Thread:
        def run() -> None:
            try:
                self.writer.do(word)
            except BaseException as failure:
                self.told[word] = failure
            else:
                self.told[word] = None

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    def send_together(self, *words: str) -> Told:
        """The first word alone; the others gather meanwhile."""
        first = self.send("first")
        assert self.is_open.wait(20)
        others = []
        for word in words:
            others.append(self.send(word))
            while self.writer.waiting < len(others):
                threading.Event().wait(0.001)
        self.go_on.set()
        for thread in (first, *others):
            thread.join(20)
        return self.told


def test_what_gathers_while_a_group_is_written_is_written_together():
    desk = Desk()

    told = desk.send_together("second", "third", "fourth")

    assert desk.groups == [["first"], ["second", "third", "fourth"]]
    assert told == dict.fromkeys(("first", "second", "third", "fourth"))


def test_nobody_is_told_anything_before_the_group_is_written():
    desk = Desk()
    thread = desk.send("first")
    assert desk.is_open.wait(20)
    thread.join(0.05)
    before = dict(desk.told)
    desk.go_on.set()
    thread.join(20)

    assert (before, desk.told) == ({}, {"first": None})


def test_one_that_is_refused_does_not_touch_its_neighbours():
    told = Desk().send_together("second", "refused", "fourth")

    assert isinstance(told.pop("refused"), TextHasChanged)
    assert set(told.values()) == {None}


def test_one_that_spoils_its_group_is_alone_told_so():
    desk = Desk()
    desk.spoils = lambda group: ValueError() if "spoilt" in group else None
    told = desk.send_together("second", "spoilt", "fourth")

    assert isinstance(told.pop("spoilt"), ValueError)
    assert told == dict.fromkeys(("first", "second", "fourth"))
    assert desk.groups[2:] == [["second"], ["spoilt"], ["fourth"]]


def test_where_the_database_is_out_of_reach_nothing_is_tried_one_by_one():
    desk = Desk(alone=False)
    desk.spoils = lambda group: OSError() if len(group) > 1 else None
    told = desk.send_together("second", "third")

    assert [type(told[word]) for word in ("second", "third")] == [OSError, OSError]
    assert len(desk.groups) == 2


def test_one_too_many_is_told_to_come_again_and_is_not_done():
    desk = Desk(most_waiting=2)
    first = desk.send("first")
    assert desk.is_open.wait(20)
    waiting = [desk.send(word) for word in ("second", "third")]
    while desk.writer.waiting < 2:
        threading.Event().wait(0.001)

    with pytest.raises(ServiceIsBusy):
        desk.writer.do("too many")
    desk.go_on.set()
    for thread in (first, *waiting):
        thread.join(20)
    assert sorted(word for group in desk.groups for word in group) == ["first", "second", "third"]


def test_who_has_given_up_waiting_is_not_done_afterwards():
    desk = Desk(patience=0.05)
    first = desk.send("first")
    assert desk.is_open.wait(20)

    with pytest.raises(ServiceIsBusy):
        desk.writer.do("impatient")
    desk.go_on.set()
    first.join(20)
    desk.writer.do("afterwards")
    assert "impatient" not in [word for group in desk.groups for word in group]


def test_a_writer_that_dies_leaves_nobody_waiting_and_comes_back():
    desk = Desk(patience=60)
    desk.spoils = lambda group: SystemExit() if "deadly" in group else None
    told = desk.send_together("deadly", "neighbour")
    desk.send("afterwards").join(20)

    assert [type(told[word]) for word in ("deadly", "neighbour")] == [ServiceIsBusy, ServiceIsBusy]
    assert desk.told["afterwards"] is None


def test_many_at_once_are_each_done_once():
    desk = Desk()
    desk.go_on.set()
    words = [f"word {number}" for number in range(500)]
    threads = [desk.send(word) for word in words]
    for thread in threads:
        thread.join(20)

    assert sorted(word for group in desk.groups for word in group) == sorted(words)
    assert desk.told == dict.fromkeys(words)
