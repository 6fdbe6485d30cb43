"""The key of an employer's name: when two spellings name the same one, and how a name is shown and addressed.

Names are compared exactly, by key. Nothing here guesses: a name that is nearly another name is another employer.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from itertools import dropwhile, groupby
from typing import NewType

from petition_app.domain.naming.legal import name_alone

EmployerKey = NewType("EmployerKey", str)

LONGEST_NAME = 120
LONGEST_SLUG = 60

# Letters, marks and symbols that show nothing; Unicode does not file them with the control and format characters.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
# Normalising sorts the marks on a letter, in time that grows with the square of their number; no writing needs 30.
_MANY_MARKS = re.compile(r"(?:[^\w\x00-\x7f]|[\uff9e\uff9f]){31,}")
_APOSTROPHE = re.compile("['`’‘‛ʼ′]")
_ASCII_WORD = re.compile(r"[a-z0-9]+|[&+]")
_BETWEEN_WORDS = re.compile(r"[^\w ]|_")
_SPELT_OUT = {"&": "and", "+": "plus"}
_UNDECOMPOSED = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_UNSPACED_FORM = re.compile("(株式会社|有限会社|合同会社|股份有限公司|有限责任公司|有限公司|주식회사)")


def employer_key(text: str) -> EmployerKey:
    """What two spellings of one employer share; "" where nothing can be read.

    Compatibility forms (NFKC), invisible characters, case, punctuation, spacing and spaced or dotted initials make
    no difference, nor does a legal form where its language puts it, unless too little would be left ("The Company",
    "X Corp."). The key of a key is that key. Takes time in proportion to the length of `text`.
    """
    return key_of(words_of(folded(text)))


def key_of(words: Sequence[str]) -> EmployerKey:
    """The key of a name that has been parted into words."""
    return EmployerKey(" ".join(name_alone(initials_joined(words))))


def display_name(text: str, longest: int = LONGEST_NAME) -> str:
    """What was typed, fit to be shown: NFC, one line, no invisible or direction-changing characters, bounded."""
    seen = " ".join(unicodedata.normalize("NFC", _visible(_fewer_marks(text))).split())
    return seen[:longest].rstrip()


def slug_of(name: str) -> str:
    """The address of an employer that is not listed: equal for equal keys, never empty, at most 60 characters.

    A key that does not survive as plain ASCII gets a mark of its own, so that no two employers share an address.
    """
    key = employer_key(name)
    plain = unicodedata.normalize("NFKD", key.translate(_UNDECOMPOSED)).encode("ascii", "ignore").decode()
    slug = "-".join(plain.split())
    if slug and slug == key.replace(" ", "-") and len(slug) <= LONGEST_SLUG:
        return slug
    mark = hashlib.sha256(key.encode()).hexdigest()[:10]
    return f"{slug[: LONGEST_SLUG - len(mark) - 1].rstrip('-') or 'employer'}-{mark}"


def folded(text: str) -> str:
    """The text without what cannot be seen, in one case and one form, its punctuation kept but for apostrophes."""
    if text.isascii():
        return _visible(text).replace("'", "").replace("`", "").lower()
    # U+00B4 is typed as an apostrophe, and NFKC would turn it into a space and an accent.
    plain = unicodedata.normalize("NFKC", _fewer_marks(text).replace("\u00b4", "'"))
    once = _APOSTROPHE.sub("", _visible(plain)).casefold()
    return once if once.isascii() else unicodedata.normalize("NFKC", once)


def words_of(folded_text: str) -> list[str]:
    """The words of a folded text, "&" and "+" spelt out between others."""
    found = _ASCII_WORD.findall(folded_text) if folded_text.isascii() else _words_of_any_script(folded_text)
    if "&" not in folded_text and "+" not in folded_text:
        return found
    words = list(dropwhile(_SPELT_OUT.__contains__, found))
    while words and words[-1] == "&":
        words.pop()
    return [_SPELT_OUT.get(word, word) for word in words]


def initials_joined(words: Sequence[str]) -> list[str]:
    """Single letters in a row are one word: "S.p.A." and "S. p. A." are "spa", "J. P. Morgan" is "jp morgan"."""
    if not words or min(map(len, words)) > 1:
        return list(words)
    joined: list[str] = []
    for single, run in groupby(words, key=lambda word: len(word) == 1):
        several = list(run)
        joined += [unicodedata.normalize("NFKC", "".join(several))] if single else several
    return joined


def _fewer_marks(text: str) -> str:
    return text if text.isascii() else _MANY_MARKS.sub(lambda run: run[0][:30], text)


def _visible(text: str) -> str:
    if not text.isprintable():
        text = "".join(map(_shown, text))
    return text if text.isascii() else _BLANK.sub("", text)


def _shown(character: str) -> str:
    if character.isspace():
        return " "
    return "" if unicodedata.category(character).startswith("C") else character


def _words_of_any_script(folded_text: str) -> list[str]:
    spaced = _BETWEEN_WORDS.sub(_spaced, _UNSPACED_FORM.sub(r" \1 ", folded_text))
    return [word for word in spaced.split() if word in _SPELT_OUT or any(map(str.isalnum, word))]


def _spaced(found: re.Match[str]) -> str:
    """Marks on letters (vowel signs, accents) stay with them; all else that is no letter or number parts words."""
    character = found[0]
    if unicodedata.category(character).startswith("M"):
        return character
    return f" {character} " if character in _SPELT_OUT else " "
