"""The index behind the organisers' search: fed by the worker, and right however signatures change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text

from petition_app.database import begin_reading, begin_work, db
from petition_app.domain.signature import DisplayMode, RoleBand
from petition_app.security.tokens import Receipt
from petition_app.services import (
    petitions,
    receipts,
    searchindex,
    searchterms,
    signatories,
    verifying_search,
)
from petition_app.services.receipts import Appearance
from petition_app.services.work import OPERATOR, VISITOR
from tests.builders import SLUG, a_request, a_signature
from tests.cast import OTHER_SLUG, another_petition


def found(words: str, slug: str = SLUG) -> list[str]:
    with begin_reading(OPERATOR) as work:
        understood = searchterms.understand(work, petitions.by_slug(work, slug).id, words)
        return sorted(line.name for line in signatories.search(work, understood.meant, reach=None).lines)


def index_all() -> None:
    while searchindex.look_after(begin_work):
        pass


def faults() -> list[str]:
    with begin_reading(OPERATOR) as work:
        return verifying_search.index_agrees(work)[1]


def waiting() -> int:
    with begin_reading(OPERATOR) as work:
        return searchindex.waiting(work)


def named(name: str, number: int = 0) -> Receipt:
    """The receipt of a confirmed signature with this name."""
    return a_signature(a_request(f"sam{number}@example.org", name=name, display=DisplayMode.NAME))


@pytest.fixture(params=["still waiting", "in the index"])
def settled(request: pytest.FixtureRequest) -> Any:
    return index_all if request.param == "in the index" else lambda: None


def test_a_name_is_found_by_any_piece_of_it(app: Flask, settled: Any):
    named("Ada Lovelace", 1)
    named("Bo Smyth", 2)
    settled()

    for words in ("ada", "lovelace", "velac", '"da lo"', "lovelace ada", "v", "ce", "lo"):
        assert found(words) == ["Ada Lovelace"], words
    assert faults() == []


def test_what_stands_in_no_name_finds_nobody(app: Flask, settled: Any):
    named("Ada Lovelace", 1)
    named("Bo Smyth", 2)
    settled()

    for words in ("adax", "zq", "q", '"lovelace ada"', "%", "_", '"\\""', "*", "ada AND NOT", "smyth ada"):
        assert found(words) == [], words


def test_signing_leaves_the_index_to_the_worker(app: Flask):
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *about: statements.append(about[2]))
    named("Ada Lovelace")

    assert not [each for each in statements if "search_entry" in each or "search_grams" in each]
    assert waiting() == 1
    index_all()
    assert waiting() == 0


def test_a_changed_name_is_found_by_its_new_letters_alone(app: Flask, settled: Any):
    receipt = named("Ada Lovelace")
    settled()
    with begin_work(VISITOR) as work:
        receipts.change_appearance(work, receipt, Appearance(DisplayMode.NAME, RoleBand.UNSAID, "Grace Hopper", ""))

    assert (found("ada"), found("hopper")) == ([], ["Grace Hopper"])
    assert faults() == []
    index_all()
    assert (found("ada"), found("hopper")) == ([], ["Grace Hopper"])
    assert faults() == []


def test_whoever_withdraws_is_out_of_the_index_at_once(app: Flask, settled: Any):
    receipt = named("Ada Lovelace")
    settled()
    with begin_work(VISITOR) as work:
        receipts.withdraw(work, receipt)

    with begin_reading(OPERATOR) as work:
        for name in ("search_entry", "search_waiting"):
            assert work.session.execute(text(f"SELECT * FROM {name}")).all() == []
    assert found("ada") == []
    assert faults() == []


def test_a_deleted_signature_leaves_the_index(app: Flask, settled: Any):
    named("Ada Lovelace")
    settled()
    with begin_work(OPERATOR) as work:
        for table in ("confirmation", "signature"):
            work.session.execute(text(f"DELETE FROM {table}"))
    index_all()

    assert faults() == []
    with begin_reading(OPERATOR) as work:
        assert work.session.execute(text("SELECT * FROM search_entry")).all() == []


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_no_letters_of_who_has_gone_stay_in_the_file_of_the_index(app: Flask):
    receipt = named("Жанна Щукина", 1)
    named("Ada Lovelace", 2)
    index_all()
    assert pieces_in_file("жан")
    with begin_work(VISITOR) as work:
        receipts.withdraw(work, receipt)
    rounds(6)

    assert not pieces_in_file("жан")
    assert found("ada") == ["Ada Lovelace"]
    assert faults() == []
    with begin_reading(OPERATOR) as work:
        assert work.session.execute(text("SELECT * FROM search_gone")).all() == []


def rounds(number: int) -> None:
    for _ in range(number):
        searchindex.look_after(begin_work)


def pieces_in_file(piece: str) -> bool:
    with begin_reading(OPERATOR) as work:
        blocks = work.session.scalars(text("SELECT block FROM search_grams_data")).all()
    # What a piece has in common with the one before it is not written again: the first byte, here.
    return any(piece.encode()[1:] in block for block in blocks)


def test_names_of_another_petition_are_not_found(app: Flask, settled: Any):
    named("Ada Lovelace")
    another_petition()
    settled()

    assert found("ada", OTHER_SLUG) == []


def test_beginning_anew_gives_the_same_index(app: Flask):
    named("Ada Lovelace", 1)
    named("Bo Smyth", 2)
    index_all()
    with begin_work(OPERATOR) as work:
        searchindex.rebuild(work)
    assert (found("ada"), waiting()) == (["Ada Lovelace"], 2)
    index_all()

    assert (found("ada"), found("myt"), waiting(), faults()) == (["Ada Lovelace"], ["Bo Smyth"], 0, [])


@pytest.mark.parametrize(
    "harm",
    ["DELETE FROM search_entry", "UPDATE search_entry SET petition_id = signature_id"],
)
def test_verify_tells_where_index_and_signatures_differ(app: Flask, harm: str):
    named("Ada Lovelace")
    index_all()
    with begin_work(OPERATOR) as work:
        work.session.execute(text(harm))

    assert any("petition reindex" in each for each in faults())


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_verify_tells_where_the_pieces_are_not_those_of_the_names(app: Flask):
    named("Ada Lovelace")
    index_all()
    with begin_work(OPERATOR) as work:
        work.session.execute(text("INSERT INTO search_grams (rowid, text) VALUES (5, 'somebody')"))

    assert len(faults()) == 1


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_on_postgresql_texts_of_any_length_and_script_are_found_through_the_index(app: Flask):
    for number, name in enumerate(("Ada Lovelace", "李娜", "Жанна")):
        named(name, number)
    index_all()
    expected = {"q": [], "lo": ["Ada Lovelace"], "velac": ["Ada Lovelace"], "娜": ["李娜"], "жа": ["Жанна"]}
    with statements() as seen:
        assert {words: found(words) for words in expected} == expected

    with begin_reading(OPERATOR) as work:
        work.session.execute(text("SET LOCAL enable_seqscan = off"))
        asked = [work.connection.exec_driver_sql(f"EXPLAIN {each}", values) for each, values in seen]
        plans = ["\n".join(each.scalars()) for each in asked]
    assert len(plans) == 10
    assert [plan for plan in plans if "Index Cond: (search_pieces(" not in plan] == []


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """Those that ask the index, meanwhile."""
    seen: list[tuple[str, Any]] = []

    def note(*about: Any) -> None:
        if "search_entry" in about[2]:
            seen.append((about[2], about[3]))

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)
