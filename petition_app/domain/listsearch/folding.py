"""Text as it is compared in a search: case, accents and width make no difference."""

from __future__ import annotations

import unicodedata

LONGEST_FOLDED = 300
# Letters that Unicode does not take apart into a letter and a mark.
_UNDECOMPOSED = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def fold(text: str) -> str:
    """The text in one case, without marks on its letters, on one line."""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(each for each in parts if not unicodedata.combining(each)).translate(_UNDECOMPOSED)
    return " ".join(unicodedata.normalize("NFKC", plain).split())


def searchable(name: str | None, title: str | None) -> str | None:
    """What a signature is found by, of what its signer publishes; none where that is nothing."""
    if not name and not title:
        return None
    return fold(f"{name or ''} {title or ''}")[:LONGEST_FOLDED].strip() or None
