"""How a text is spelt: its key, the same for texts that read alike, and the parts that its signs divide it into."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import NewType

from petition_app.domain.naming.key import EmployerKey, folded, key_of, words_of
from petition_app.domain.naming.legal import is_form_alone, stands_at_the_start

SpellingKey = NewType("SpellingKey", str)

LONGEST_KEY = 200

_SEPARATOR = re.compile(r"[,;:/\\|@()\[\]{}<>、•【】「」『』〈〉《》—―→]|\s[-–−~·・]+\s")
# "N/A", "A/S", "24/7": no separator. "/" between longer words is one.
_SLASHED = re.compile(r"(?<!\w)(\w)/(?=\w(?!\w))|(?<=\d)/(?=\d)")
_ADDRESS = re.compile(r"(?:https?://(?:www\.)?|(?<![\w.])www\.)([^\s/?#:,;|()<>]+)[^\s,;|()<>]*")
_MAILBOX = re.compile(r"(?<![^\s,;|()<>/:])[^\s@,;|()<>/:]{1,64}@((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})(?![\w.-])")


def segments_of(text: str) -> list[EmployerKey]:
    """The parts of a text, each as its key; a legal form alone goes with the part beside it."""
    plain = folded(text)
    if "://" in plain or "www." in plain:
        plain = _ADDRESS.sub(r" \1 ", plain)
    if "@" in plain:
        plain = _MAILBOX.sub(r" \1 ", plain)
    if "/" in plain:
        plain = _SLASHED.sub(r"\1 ", plain)
    segments = [key_of(words) for chunk in _SEPARATOR.split(plain) if (words := words_of(chunk))]
    while len(segments) > 1:
        joined = _forms_joined([segment.split(" ") for segment in segments])
        if len(joined) == len(segments):
            break
        segments = [key_of(words) for words in joined]
    return segments


def _forms_joined(chunks: list[list[str]]) -> list[list[str]]:
    joined: list[list[str]] = []
    for words in chunks:
        if joined and (is_form_alone(words) or (len(joined) == 1 and stands_at_the_start(joined[0]))):
            joined[-1] += words
        else:
            joined.append(words)
    return joined


def spelling_key(segments: Sequence[str]) -> SpellingKey:
    """At most 200 characters. Where a cut would make another key of it, a digest stands for the whole."""
    key = ", ".join(segments)
    if len(key) <= LONGEST_KEY:
        return SpellingKey(key)
    cut = key[:LONGEST_KEY]
    if cut != ", ".join(segments_of(cut)):
        cut = hashlib.sha256(key.encode()).hexdigest()
    return SpellingKey(cut)
