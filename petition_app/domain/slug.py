"""A petition's short name in addresses: what may be one."""

from __future__ import annotations

import re
import unicodedata
from uuid import UUID

LONGEST = 80
_LONGEST_MADE = 60
_SHAPE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: Pages of their own in the workshop.
_TAKEN = frozenset({"new"})


def is_slug(text: str) -> bool:
    """Small letters, digits and single dashes; not what would be read as something else: a page's name, or an id."""
    return len(text) <= LONGEST and bool(_SHAPE.fullmatch(text)) and text not in _TAKEN and not _is_id(text)


def slug_of(title: str) -> str:
    """A short name made of a title: "return-to-office" of "Return to Office!", "petition" where nothing is left."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    made = ""
    for word in re.findall(r"[a-z0-9]+", plain):
        longer = f"{made}-{word}".strip("-")
        if len(longer) > _LONGEST_MADE:
            break
        made = longer
    return made if is_slug(made) else "petition"


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
