"""The promise of `petition verify` that is about the index of names: it finds whom the signatures say, nobody else."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection, text

from petition_app.services import searchindex
from petition_app.services.verifying_rows import Outcome
from petition_app.services.work import Work

_PIECE = 3
_COUNTS = {
    "names are neither in the index nor waiting for it": (
        "SELECT COUNT(*) FROM signature WHERE search_text IS NOT NULL"
        " AND id NOT IN (SELECT signature_id FROM search_entry) AND id NOT IN (SELECT signature_id FROM search_waiting)"
    ),
    "entries of the index lead to no published name": (
        "SELECT COUNT(*) FROM search_entry WHERE NOT EXISTS (SELECT 1 FROM signature WHERE signature.id = signature_id"
        " AND signature.petition_id = search_entry.petition_id AND signature.search_text IS NOT NULL)"
    ),
}
_OTHER_TEXT = (
    "SELECT COUNT(*) FROM search_entry JOIN signature ON signature.id = signature_id"
    " WHERE search_entry.text <> search_text"
)
# What is to be forgotten is still in the index until the worker comes by.
_TEXTS = text(
    "SELECT search_text FROM search_entry JOIN signature ON signature.id = signature_id WHERE search_text IS NOT NULL"
    " UNION ALL SELECT text FROM search_gone WHERE text IS NOT NULL"
)


def index_agrees(work: Work) -> Outcome:
    connection = work.connection
    found = {what: connection.scalar(text(query)) or 0 for what, query in _COUNTS.items()}
    if work.is_sqlite:
        found["pieces of three letters are not as often in the index as in the names"] = _pieces(connection)
    else:
        found["entries of the index have another text"] = connection.scalar(text(_OTHER_TEXT)) or 0
    entries = connection.scalar(text("SELECT COUNT(*) FROM search_entry")) or 0
    faults = [f"{number:,} {what} (`petition reindex`)" for what, number in found.items() if number]
    return f"names in the index: {entries:,}, waiting for it: {searchindex.waiting(work):,}", faults


def _pieces(connection: Connection) -> int:
    """How many pieces the index has more or less often than the names do."""
    wanted: Counter[str] = Counter()
    for row in connection.execute(_TEXTS).yield_per(searchindex.BATCH):
        whole = row[0] + searchindex.END
        wanted.update(whole[at : at + _PIECE] for at in range(len(whole) - _PIECE + 1))
    actual = {term: times for term, times in connection.execute(text("SELECT term, cnt FROM search_vocabulary"))}
    return sum(wanted[each] != actual.get(each, 0) for each in wanted.keys() | actual.keys())
