"""The index of published names and titles, by pieces of up to three letters: fed by the worker, never by who signs.

Triggers note whose name is new (`search_waiting`), and take out at once what changes or goes; the worker feeds the
index in batches. Searches look through what waits one by one, so that everything is found at any time. SQLite's index
is a table of FTS5 without texts of its own, PostgreSQL's one of the pieces of each entry.
"""

from __future__ import annotations

import secrets

from sqlalchemy import text

from petition_app.services.work import WORKER, Begin, Work

#: What the database has for this beside the tables of the models. All of it can be made anew from the signatures.
TABLES = "search_"
BATCH = 2_000
#: Two spaces after each text, so that its last letters begin a piece as well.
END = "  "
# Of the index's file, in pages of 4 kB, rewritten at once to clear it of traces.
_CLEARED = 2_000
_NUMBERS = 1 << 48

_TAKE_POSTGRESQL = text(
    "WITH taken AS (DELETE FROM search_waiting WHERE signature_id IN"
    " (SELECT signature_id FROM search_waiting LIMIT :most FOR UPDATE SKIP LOCKED) RETURNING signature_id)"
    " INSERT INTO search_entry SELECT id, petition_id, search_text FROM signature JOIN taken ON id = signature_id"
)
_SOME = text(
    "SELECT signature.id, signature.petition_id, signature.search_text FROM search_waiting"
    " JOIN signature ON signature.id = search_waiting.signature_id LIMIT :most"
)
# A number that another has already leaves its signature waiting for the next batch.
_ENTER = text("INSERT OR IGNORE INTO search_entry VALUES (:number, :petition, :id)")
_FEED = text(
    "INSERT INTO search_grams (rowid, text) SELECT number, :text FROM search_entry"
    " WHERE number = :number AND signature_id = :id"
)
_FED = text(
    "DELETE FROM search_waiting WHERE signature_id = (SELECT signature_id FROM search_entry WHERE number = :number)"
)

_GONE = text("SELECT number, text FROM search_gone WHERE text IS NOT NULL LIMIT :most")
_TAKE_OUT = text("INSERT INTO search_grams (search_grams, rowid, text) VALUES ('delete', :number, :text)")
_TAKEN_OUT = text("UPDATE search_gone SET text = NULL WHERE number = :number")
_MERGE = text("INSERT INTO search_grams (search_grams, rank) VALUES ('merge', :pages)")


def feed(work: Work) -> int:
    """Take the next signatures that wait into the index; how many, 0 once none waits."""
    if not work.is_sqlite:
        return work.connection.execute(_TAKE_POSTGRESQL, {"most": BATCH}).rowcount
    waiting = work.connection.execute(_SOME, {"most": BATCH}).all()
    if waiting:
        # In the order of their numbers, or the index writes a part of its own for each.
        numbers = sorted(secrets.randbelow(_NUMBERS) for _ in waiting)
        rows = [
            {"number": number, "petition": row.petition_id, "id": row.id, "text": row.search_text + END}
            for number, row in zip(numbers, waiting, strict=True)
        ]
        for statement in (_ENTER, _FEED, _FED):
            work.connection.execute(statement, rows)
    return len(waiting)


def forget(work: Work) -> bool:
    """Take out of SQLite's index what has changed or gone, and then clear its file of the traces, a piece at a time:
    deleting only marks them as gone. False once none are left."""
    if not work.is_sqlite:
        return False
    gone = [row._asdict() | {"text": row.text + END} for row in work.connection.execute(_GONE, {"most": BATCH})]
    if gone:
        for statement in (_TAKE_OUT, _TAKEN_OUT):
            work.connection.execute(statement, gone)
        return True
    is_new = not work.connection.scalar(text("SELECT EXISTS (SELECT 1 FROM search_gone WHERE is_being_cleared)"))
    if is_new and not work.connection.execute(text("UPDATE search_gone SET is_being_cleared = TRUE")).rowcount:
        return False
    _rewrite(work, is_new)
    return True


def _rewrite(work: Work, is_new: bool) -> None:
    before = _changes(work)
    # Below zero: begin, with all that is in the index by now.
    work.connection.execute(_MERGE, {"pages": -_CLEARED if is_new else _CLEARED})
    # One change is that of asking.
    if _changes(work) - before < 2:
        work.connection.execute(text("DELETE FROM search_gone WHERE is_being_cleared"))


def _changes(work: Work) -> int:
    return work.connection.scalar(text("SELECT total_changes()")) or 0


def look_after(begin: Begin) -> bool:
    """What the worker does for the index at every turn, in small transactions; whether names still wait for it."""
    with begin(WORKER) as work:
        forget(work)
    with begin(WORKER) as work:
        return feed(work) > 0


def rebuild(work: Work) -> None:
    """Empty the index and let all names wait for `feed`."""
    for statement in (*(_EMPTY if work.is_sqlite else ()), *_BEGIN_ANEW):
        work.connection.execute(text(statement))


_EMPTY = ("INSERT INTO search_grams (search_grams) VALUES ('delete-all')", "DELETE FROM search_gone")
_BEGIN_ANEW = (
    "DELETE FROM search_entry",
    "DELETE FROM search_waiting",
    "INSERT INTO search_waiting SELECT id FROM signature WHERE search_text IS NOT NULL",
)


def waiting(work: Work) -> int:
    """How many names the index does not have yet."""
    return work.connection.scalar(text("SELECT COUNT(*) FROM search_waiting")) or 0
