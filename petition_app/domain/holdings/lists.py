"""Kept searches, changes to many signatures, and the figures of the last hours."""

from __future__ import annotations

from petition_app.domain.holdings.holding import ERASED, PETITION, SERVER, Kind, of

_MODERATORS = "moderators and above"
_WEEK = "seven days"

LISTS = of(
    "saved_search",
    ("name", Kind.ORGANISERS, _MODERATORS, PETITION, "what the team calls a search"),
    ("query", Kind.ORGANISERS, _MODERATORS, PETITION, "what is searched for: it may be a name"),
) + of(
    "bulk_change",
    ("query", Kind.ORGANISERS, _MODERATORS, PETITION, "which signatures were changed: it may be a name"),
    ("made_by", Kind.ORGANISERS, _MODERATORS, PETITION, "which organiser changed them"),
    ("undone_by", Kind.ORGANISERS, _MODERATORS, PETITION, "which organiser took it back"),
) + of(
    "bulk_change_row",
    ("signature_id", Kind.ORGANISERS, SERVER, ERASED, "which signature was changed, to take it back"),
    ("status", Kind.ORGANISERS, SERVER, ERASED, "what it was before"),
    ("proof", Kind.ORGANISERS, SERVER, ERASED, "what it was before"),
    ("ended_on", Kind.ORGANISERS, SERVER, ERASED, "what it was before"),
) + of(
    "hour_count",
    ("hour", Kind.ORGANISERS, f"{_MODERATORS}, from five signatures up", _WEEK, "finds floods; leads to no signature"),
    ("key", Kind.HASH, SERVER, _WEEK, "of which spelling or mail domain (keyed), or none"),
    ("signatures", Kind.ORGANISERS, f"{_MODERATORS}, from five up", _WEEK, "how many signed or met a limit in it"),
)  # fmt: skip
