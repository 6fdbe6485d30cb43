"""Which signatures a searched text may lead to: through the index of names where it has the text, and through what was
typed as employer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import String, Text, column, false, func, literal_column, select, table
from sqlalchemy.dialects.postgresql import ARRAY

from petition_app.domain.listsearch.folding import fold
from petition_app.domain.listsearch.term import Term
from petition_app.models import Signature
from petition_app.services.searchterms import Meant
from petition_app.services.work import Work

#: The index knows pieces of three letters; SQLite's others by what begins with them, PostgreSQL's shorter ones too.
_PIECE = 3
_LAST = "\U0010ffff"
_MOST_PIECES = 200

_GRAMS = table("search_grams", column("rowid"), column("search_grams", String))
_KEY = Signature.id.type
# `number` is SQLite's, `text` PostgreSQL's.
_ENTRY = table(
    "search_entry", column("number"), column("petition_id", _KEY), column("signature_id", _KEY), column("text", String)
)
_WAITING = table("search_waiting", column("signature_id", _KEY))
_VOCABULARY = table("search_vocabulary", column("term", String), column("doc"))


def in_public(term: Term) -> Any:
    """The condition that the text stands in the published name or title."""
    return func.coalesce(Signature.search_text, "").contains(fold(term.value), autoescape=True)


def is_behind(work: Work, few: int) -> bool:
    """Whether more than a few names wait for the index, as they do after a large import."""
    waiting = select(_WAITING).limit(few + 1).subquery()
    return (work.session.scalar(select(func.count()).select_from(waiting)) or 0) > few


def of_names(work: Work, meant: Meant, terms: Sequence[Term], few: int) -> list[Any]:
    """Queries of the keys of all signatures that publish every one of these texts; none where the index is of no use
    for any of them. No more than a few wait for it."""
    known = select(_ENTRY.c.signature_id.label("id")).where(_ENTRY.c.petition_id == meant.petition)
    if work.is_sqlite:
        wanted = " AND ".join(each for each in _matches(work, terms, few) if each)
        if not wanted:
            return []
        # The sign keeps SQLite from going through all entries and asking the index about each.
        pieces = _GRAMS.join(_ENTRY, _ENTRY.c.number == literal_column("+search_grams.rowid"))
        known = known.select_from(pieces).where(_GRAMS.c.search_grams.op("MATCH")(wanted))
    else:
        known = known.where(*(each for term in terms for each in _in_entry(fold(term.value))))
    # Asked for the petition as it has an index of, SQLite would go through all of the petition's.
    here = func.coalesce(Signature.petition_id == meant.petition, false())
    # PostgreSQL does not know how many wait, and would go through all signatures if it took them for many.
    waiting = select(Signature.id).where(Signature.id.in_(select(_WAITING.c.signature_id).limit(few)), here)
    waiting = waiting.where(*(in_public(each) for each in terms))
    return [known, waiting]


def _in_entry(text: str) -> Iterator[Any]:
    """What an entry of PostgreSQL's index fulfils that has the text: all pieces of it, and those side by side."""
    pieces = sorted({text[at : at + _PIECE] for at in range(max(len(text) - _PIECE, 0) + 1)} - {""})
    yield func.search_pieces(_ENTRY.c.text, type_=ARRAY(Text)).contains(pieces)
    if len(text) > _PIECE:
        yield _ENTRY.c.text.contains(text, autoescape=True)


def _matches(work: Work, terms: Iterable[Term], few: int) -> Iterator[str]:
    """For each text what the index is asked for; nothing for a short one that too many have."""
    for term in terms:
        text = fold(term.value)
        yield _quoted(text) if len(text) >= _PIECE else _short(work, text, few)


def _short(work: Work, text: str, few: int) -> str:
    """All pieces that begin with one or two letters, where only a few signatures have one."""
    query = select(_VOCABULARY).where(_VOCABULARY.c.term >= text, _VOCABULARY.c.term < text + _LAST)
    pieces: list[str] = []
    with work.connection.execute(query) as rows:
        for term, signatures in rows:
            pieces.append(_quoted(term))
            few -= signatures
            if few < 0 or len(pieces) > _MOST_PIECES:
                return ""
    # That nobody has it must be asked for as well: by a text that stands nowhere.
    return f"({' OR '.join(pieces)})" if pieces else _quoted(_LAST * _PIECE)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
