"""Employers: when two spellings name the same one, and how a name is shown and addressed.

Names are compared exactly, by key. Nothing here guesses: a name that is nearly another name is another employer.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from itertools import dropwhile, groupby
from typing import NewType

EmployerKey = NewType("EmployerKey", str)

LONGEST_NAME = 120
LONGEST_SLUG = 60

# Whoever deals with these firms can be given an address under a sub-domain (relays between buyers and sellers, hosts
# and guests; mail that becomes a comment or a ticket), so only the bare domain shows that somebody works there.
BARE_DOMAIN_ONLY = frozenset({"airbnb.com", "amazon.co.uk", "amazon.com", "amazon.de", "box.com", "ebay.com",
                              "github.com", "linkedin.com", "salesforce.com"})  # fmt: skip

# Letters, marks and symbols that show nothing; Unicode does not file them with the control and format characters.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_APOSTROPHE = re.compile("['`’‘‛ʼ′]")
_ASCII_WORD = re.compile(r"[a-z0-9]+|[&+]")
_BETWEEN_WORDS = re.compile(r"[^\w ]|_")
_SPELT_OUT = {"&": "and", "+": "plus"}
_UNDECOMPOSED = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})

# "Group" and "Holdings" are not here: they are part of a name, and often tell two companies apart.
_LEGAL_FORMS = frozenset({
    "ab", "ag", "as", "asa", "bhd", "bv", "co", "company", "corp", "corporation", "cv", "eurl", "gmbh", "inc",
    "incorporated", "kft", "kg", "kgaa", "kk", "limited", "llc", "llp", "lp", "ltd", "ltda", "mbh", "nv", "ohg", "oy",
    "oyj", "pbc", "plc", "pllc", "pte", "pty", "pvt", "sa", "sarl", "sas", "sdn", "se", "sl", "slu", "spa", "srl",
    "sro", "ug", "zrt", "株", "有", "株式会社", "有限会社", "合同会社", "有限公司", "股份有限公司", "주식회사",
})  # fmt: skip
# What may stand before a legal form and goes with it: "GmbH & Co. KG", "S.A. de C.V.", "Private Limited".
_BEFORE_LEGAL_FORM = frozenset({"and", "de", "private"})
_UNSPACED_FORM = re.compile("(株式会社|有限会社|合同会社|股份有限公司|有限公司|주식회사)")


def employer_key(text: str) -> EmployerKey:
    """What two spellings of one employer share; "" where nothing can be read.

    Compatibility forms (NFKC), invisible characters, case, punctuation, spacing and spaced or dotted initials make
    no difference, nor does a legal form at the end, unless too little would be left ("The Company", "X Corp.").
    The key of a key is that key. Takes time in proportion to the length of `text`.
    """
    words = _initials_joined(_words(text))
    return EmployerKey(" ".join(words[: _end_of_name(words)]))


def display_name(text: str, longest: int = LONGEST_NAME) -> str:
    """What was typed, fit to be shown: NFC, one line, no invisible or direction-changing characters, bounded."""
    seen = " ".join(unicodedata.normalize("NFC", _visible(text)).split())
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


def _visible(text: str) -> str:
    if not text.isprintable():
        text = "".join(_shown(each) for each in text)
    return _BLANK.sub("", text)


def _shown(character: str) -> str:
    if character.isspace():
        return " "
    return "" if unicodedata.category(character).startswith("C") else character


def _words(text: str) -> list[str]:
    # U+00B4 is typed as an apostrophe, and NFKC would turn it into a space and an accent.
    plain = unicodedata.normalize("NFKC", text.replace("\u00b4", "'"))
    folded = _APOSTROPHE.sub("", _visible(plain)).casefold()
    if folded.isascii():
        found = _ASCII_WORD.findall(folded)
    else:
        found = _words_of_any_script(unicodedata.normalize("NFKC", folded))
    words = list(dropwhile(_SPELT_OUT.__contains__, found))
    while words and words[-1] == "&":
        words.pop()
    return [_SPELT_OUT.get(word, word) for word in words]


def _words_of_any_script(folded: str) -> list[str]:
    spaced = _BETWEEN_WORDS.sub(_spaced, _UNSPACED_FORM.sub(r" \1", folded))
    return [word for word in spaced.split() if word in _SPELT_OUT or any(map(str.isalnum, word))]


def _spaced(found: re.Match[str]) -> str:
    """Marks on letters (vowel signs, accents) stay with them; all else that is no letter or number parts words."""
    character = found[0]
    if unicodedata.category(character).startswith("M"):
        return character
    return f" {character} " if character in _SPELT_OUT else " "


def _initials_joined(words: list[str]) -> list[str]:
    """Single letters in a row are one word: "S.p.A." and "S. p. A." are "spa", "J. P. Morgan" is "jp morgan"."""
    joined: list[str] = []
    for single, run in groupby(words, key=lambda word: len(word) == 1):
        several = list(run)
        joined += [unicodedata.normalize("NFKC", "".join(several))] if single else several
    return joined


def _end_of_name(words: list[str]) -> int:
    end = len(words)
    while end and words[end - 1] in _LEGAL_FORMS:
        rest = end - 1
        if rest and words[rest - 1] in _BEFORE_LEGAL_FORM:
            rest -= 1
        if rest == 0 or (rest == 1 and (words[0] == "the" or len(words[0]) == 1)):
            break
        end = rest
    return end


@dataclass(frozen=True)
class Employer:
    """A known company: `parent` is the slug of the company it rolls up to, `domains` are its staff's mail domains."""

    slug: str
    name: str
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[EmployerKey, ...]:
        """The keys of its name and aliases, in that order."""
        return tuple(employer_key(each) for each in (self.name, *self.aliases))
