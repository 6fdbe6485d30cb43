"""What may stand in the fields of a signature, whether somebody types it into the form or it comes from a file."""

from __future__ import annotations

import re

from petition_app.domain.employer import display_name

LONGEST_ADDRESS = 254
LONGEST_EMPLOYER = 200
LONGEST_NAME = 120
_LONGEST_CLEANED = 1_000

_LINK = re.compile(r"://|\bhttps?:|\bwww\.|\w\.[a-z]{2,24}/", re.IGNORECASE)


def one_line(text: str | None) -> str:
    """The text on one line without characters that show nothing or turn the direction of others; never shortened."""
    text = text or ""
    # No field takes as much, and putting thousands of combining marks into order would cost seconds.
    return text if len(text) > _LONGEST_CLEANED else display_name(text, longest=len(text))


def has_link(text: str) -> bool:
    """A list of names must not become a list of advertisements."""
    return _LINK.search(text) is not None


def lacks_letters(text: str) -> bool:
    """True of a text in which no letter of any script stands; an empty one lacks nothing."""
    return bool(text) and not any(map(str.isalpha, text))
