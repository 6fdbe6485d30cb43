"""What a guesser tries first: how much of a password is left without it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_COMMON_WORDS = frozenset(
    """
    abc123 access admin administrator autumn baseball batman changeme charlie company computer default donald dragon
    flower football freedom guest hello hunter iloveyou internet letmein login master michael monday monkey mustang
    ninja office organiser organizer pass passphrase password passwort petition pokemon princess qazwsx root secret
    secure shadow signin spring starwars summer sunshine superman test trustno1 user welcome whatever winter
    """.split()
)

#: Long passwords that are on every guesser's list, without their spaces and punctuation.
_COMMON_PHRASES = frozenset(
    """
    allyourbasearebelongtous correcthorsebatterystaple ihavenopassword itwasthebestoftimes letmeinletmeinplease
    maytheforcebewithyou mypasswordispassword nevergonnagiveyouup openthepodbaydoors opensesameopensesame
    thecakeisalie thequickbrownfox thequickbrownfoxjumps thequickbrownfoxjumpsoverthelazydog thisisapassword
    thisismypassword thisisnotmypassword tobeornottobe tobeornottobethatisthequestion winteriscoming youshallnotpass
    """.split()
)

_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "qwertzuiopü",
    "azertyuiop",
    "yxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "!@#$%^&*()_+",
    '!"£$%^&*()_+',
)
_ROWS_BOTH_WAYS = "\n".join(_ROWS + tuple(row[::-1] for row in _ROWS))

# Four neighbouring letters stand in many words ("liberty"), four neighbouring digits in none.
_SHORTEST_RUN = 4
_SHORTEST_LETTER_RUN = 5
_SHORTEST_WORD = 3
_FEWEST_CHARACTERS = 5

_REPEATED = re.compile(r"(.)\1{2,}", re.DOTALL)
_NOT_A_WORD = re.compile(r"[\W_]+")
_SPELLINGS = str.maketrans("0134578@$!|€", "oieastbasiie")

# Stands for each character that was struck out. No password field can hold it.
_STRUCK = "\0"


def unguessable_length(password: str, context: Iterable[str] = ()) -> int:
    """How many characters are left without repetition, keyboard rows, common passwords and the words of the context."""
    text = password.casefold()
    if len(set(text)) < _FEWEST_CHARACTERS or _NOT_A_WORD.sub("", text) in _COMMON_PHRASES:
        return 0
    text = _once(text)
    text = _REPEATED.sub(lambda run: run[1] + _STRUCK * (len(run[0]) - 1), text)
    text = _without_rows(text)
    text = _without_words(text, {*_COMMON_WORDS, *_words(context)})
    return len(text) - text.count(_STRUCK)


def _once(text: str) -> str:
    """One turn of a text that repeats itself from end to end."""
    return text[: (text + text).find(text, 1)]


def _without_rows(text: str) -> str:
    kept, start = "", 0
    while start < len(text):
        end = start + 1
        while end < len(text) and text[start : end + 1] in _ROWS_BOTH_WAYS:
            end += 1
        run = text[start:end]
        is_row = len(run) >= (_SHORTEST_LETTER_RUN if run.isalpha() else _SHORTEST_RUN)
        kept += _STRUCK * len(run) if is_row else text[start]
        start = end if is_row else start + 1
    return kept


def _without_words(text: str, words: Iterable[str]) -> str:
    # "P@ssw0rd" is "password" to every guesser, so both sides are compared in one spelling.
    plain = text.translate(_SPELLINGS)
    for word in sorted(words, key=len, reverse=True):
        plain = plain.replace(word.translate(_SPELLINGS), _STRUCK * len(word))
    return plain


def _words(context: Iterable[str]) -> set[str]:
    phrases = (unicodedata.normalize("NFKC", phrase).casefold() for phrase in context)
    return {word for phrase in phrases for word in _NOT_A_WORD.split(phrase) if len(word) >= _SHORTEST_WORD}
