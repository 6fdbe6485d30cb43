"""How one text of a petition became another, part by part and word by word."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask_babel import lazy_gettext as _

from petition_app.domain.drafting import Text
from petition_app.domain.response import Change, differences

Parts = list[tuple[Change, str]]

#: The words people read for each part, in the order of the page.
NAMES: dict[str, Any] = {
    "title": _("Title"),
    "summary": _("Summary"),
    "body": _("Text"),
    "demands": _("Demands"),
    "precedents": _("Precedents"),
}


def changed_fields(before: Text | None, after: Text) -> list[tuple[Any, Parts]]:
    """Each part that differs, as (words, pieces); every part, whole, where there was nothing before."""
    old, new = lines_of(before) if before else None, lines_of(after)
    return changed(old, new, NAMES)


def changed(old: Mapping[str, str] | None, new: Mapping[str, str], names: Mapping[str, Any]) -> list[tuple[Any, Parts]]:
    """The same for any texts by name."""
    if old is None:
        return [(names[name], [(Change.SAME, text)]) for name, text in new.items() if text]
    return [
        (names[name], list(_pieces(old.get(name, ""), text))) for name, text in new.items() if text != old.get(name, "")
    ]


def lines_of(text: Text) -> dict[str, str]:
    """Each part as plain lines; demands and precedents numbered."""
    precedents = ("\n".join(filter(None, (each.title, each.summary, each.source_url))) for each in text.precedents)
    return {
        "title": text.title,
        "summary": text.summary,
        "body": text.body,
        "demands": "\n".join(f"{n}. {demand}" for n, demand in enumerate(text.demands, 1)),
        "precedents": "\n".join(f"{n}. {precedent}" for n, precedent in enumerate(precedents, 1)),
    }


@lru_cache(maxsize=64)
def _pieces(old: str, new: str) -> tuple[tuple[Change, str], ...]:
    # Kept, because everybody may ask for the public ones, and comparing long texts takes a moment.
    return tuple(differences(old, new))
