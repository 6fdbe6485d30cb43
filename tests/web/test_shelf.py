"""The shelf of kept answers: one maker at a time, nothing that was overtaken, never more than fits."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from flask.testing import FlaskClient

from petition_app.web.shelf import MOST_A_MOMENT, Answer, Shelf, answer_of
from tests.application import Clock
from tests.builders import change_petition
from tests.web.kept import Made, ask
from tests.web.signer import PAGE


class Changes:
    """How much was changed so far."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> int:
        return self.count


def an_answer(text: str = "x" * 1000) -> Answer:
    return answer_of("200 OK", [("Content-Type", "image/png")], text.encode())


def put(shelf: Shelf, key: str, text: str, seconds: float = 1) -> None:
    with shelf.making(key) as now:
        shelf.put(key, an_answer(text), seconds, now)


def text_of(found: Answer | None) -> str | None:
    return found.plain.body.decode() if found else None


def test_what_is_kept_never_takes_more_than_it_may():
    shelf = Shelf(Clock(), Changes(), most_bytes=100_000)
    for number in range(500):
        put(shelf, f"/p/{number}", "x" * (number * 97 % 9000))
        assert shelf.bytes <= 100_000

    assert shelf.find("/p/499")
    assert not shelf.find("/p/0")


def test_an_answer_that_is_put_again_counts_once():
    shelf = Shelf(Clock(), Changes())
    put(shelf, "/", "x" * 9000)
    before = shelf.bytes
    put(shelf, "/", "y" * 9000)

    assert shelf.bytes == before


def test_what_is_larger_than_the_shelf_is_not_kept():
    shelf = Shelf(Clock(), Changes(), most_bytes=10_000)
    put(shelf, "/", "x" * 20_000)

    assert shelf.find("/") is None
    assert shelf.bytes == 0


def test_an_answer_that_was_overtaken_while_it_was_made_is_not_given():
    changes = Changes()
    shelf = Shelf(Clock(), changes)
    with shelf.making("/") as now:
        changes.count += 1
        shelf.put("/", an_answer(), 1, now)

    assert shelf.find("/") is None


def test_nothing_lasts_longer_because_the_clock_was_put_back():
    clock = Clock()
    shelf = Shelf(clock, Changes())
    put(shelf, "/", "then")
    clock.move(hours=-1)

    assert shelf.find("/") is None


def test_where_many_change_it_a_page_is_made_some_times_a_second_and_no_more():
    clock, changes = Clock(), Changes()
    shelf = Shelf(clock, changes)
    made = 0
    for _ in range(100):
        changes.count += 1
        if shelf.find("/") is None:
            put(shelf, "/", str(made))
            made += 1
        clock.move(seconds=0.005)
    assert made == MOST_A_MOMENT

    clock.move(seconds=1)
    changes.count += 1

    assert shelf.find("/") is None


def test_whoever_asks_meanwhile_waits_for_the_one_who_makes_it():
    shelf, begun, done = Shelf(Clock(), Changes()), threading.Barrier(8), []

    def ask_for_it() -> str | None:
        begun.wait()
        with shelf.making("/") as now:
            if not shelf.find("/"):
                done.append(1)
                shelf.put("/", an_answer("made"), 1, now)
            return text_of(shelf.find("/"))

    with ThreadPoolExecutor(8) as crowd:
        answers = [each.result() for each in [crowd.submit(ask_for_it) for _ in range(8)]]

    assert answers == ["made"] * 8
    assert len(done) == 1


def test_a_crowd_has_the_page_made_once(app: Flask):
    change_petition(title="For a crowd")
    made = Made(app)
    begun = threading.Barrier(8)

    def reader() -> str:
        client: FlaskClient = app.test_client()
        begun.wait()
        return ask(client, PAGE).text

    with ThreadPoolExecutor(8) as crowd:
        pages = {each.result() for each in [crowd.submit(reader) for _ in range(8)]}

    assert len(pages) == 1
    assert made.count == 1
