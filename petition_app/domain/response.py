"""What may be said of an addressee's answer: what each kind needs, when it is out of date, what would contradict it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

from petition_app.domain.petition import ResponseKind

LONGEST_TEXT = 2_000
LONGEST_LINK = 500
FIRST_DAY = date(1990, 1, 1)
#: After these days "no public statement as of …" has to be looked at again.
STALE_AFTER = timedelta(days=14)

#: Said where everybody can hear it, so a reader must be able to go and see.
IN_PUBLIC = frozenset({ResponseKind.PUBLIC, ResponseKind.COMMENTED, ResponseKind.COMMITMENT, ResponseKind.MET})
#: The addressee's own word. A comment may be another's of the same company, and a demand may be met without a word.
_OWN_WORD = frozenset({ResponseKind.PUBLIC, ResponseKind.COMMITMENT})
# Direction overrides and embeddings would turn the words around them; the marks and joiners that scripts need stay.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSTORABLE = frozenset({"Cc", "Cs"})
_WORD = re.compile(r"\S+ *|\s")


@dataclass(frozen=True)
class Wording:
    """One response as the public reads it: `summary` in our words, `quotation` in theirs."""

    kind: ResponseKind
    on: date
    summary: str = ""
    quotation: str | None = None
    source_url: str | None = None

    def tidied(self) -> Wording:
        """The same without characters that show nothing or turn others around; what is empty then is nothing."""
        return replace(
            self,
            summary=tidy(self.summary),
            quotation=tidy(self.quotation or "") or None,
            source_url=(self.source_url or "").strip() or None,
        )


class Problem(NamedTuple):
    """What is wrong with a wording: the field, and a sentence for whoever typed it."""

    field: str
    sentence: str


def problems(wording: Wording, today: date) -> list[Problem]:
    """Everything that keeps this wording, tidied, from being shown; nothing where it may be."""
    return [*problems_of_day(wording.on, FIRST_DAY, today), *_of_texts(wording), *_of_source(wording)]


def problems_of_day(on: date, first: date, today: date) -> Iterator[Problem]:
    if on > today:
        yield Problem("on", "This day is still to come. Days are counted in UTC.")
    elif on < first:
        yield Problem("on", f"Please give a day from {first.year} on.")


def problems_of_length(field: str, text: str, longest: int) -> Iterator[Problem]:
    if len(text) > longest:
        yield Problem(field, f"Please keep this to {longest:,} characters or fewer: it has {len(text):,}.")


def _of_texts(wording: Wording) -> Iterator[Problem]:
    if wording.kind is not ResponseKind.NONE and not wording.summary:
        yield Problem("summary", "Please say in a sentence or two what was said or done.")
    # What was said in confidence is told in our words only: a quotation would break the confidence, and nobody could
    # check it. An addressee who agrees to be quoted has spoken in public.
    if wording.quotation and wording.kind is ResponseKind.PRIVATE:
        yield Problem("quotation", "A private answer is not quoted. If they agree, record it as a public statement.")
    if wording.quotation and wording.kind is ResponseKind.NONE:
        yield Problem("quotation", "Where nothing was said, there is nothing to quote. Please empty this field.")
    yield from problems_of_length("summary", wording.summary, LONGEST_TEXT)
    yield from problems_of_length("quotation", wording.quotation or "", LONGEST_TEXT)


def _of_source(wording: Wording) -> Iterator[Problem]:
    if wording.kind in IN_PUBLIC:
        if not wording.source_url:
            yield Problem("source_url", "Please link to where this was said or reported, so that readers can check it.")
        elif not is_web_address(wording.source_url):
            yield Problem("source_url", "Please give the whole address of a page, beginning with https://.")
    elif wording.source_url:
        yield Problem("source_url", "Only what was said in public has a source. Please empty this field.")


def is_web_address(text: str) -> bool:
    """Whether a link to it leads to a page of a host that can be named: no script, no sign-in data, no hidden text."""
    # Browsers read a backslash as a slash, and what stands before an @ looks like the host.
    if len(text) > LONGEST_LINK or not text.isprintable() or " " in text or "\\" in text:
        return False
    if not text.lower().startswith(("https://", "http://")):
        return False
    try:
        parts = urlsplit(text)
        return parts.port != 0 and "@" not in parts.netloc and bool(host_of(text))
    except ValueError:
        return False


def host_of(address: str) -> str:
    """The host a link leads to, as readers can tell it from others: letters that only look like Latin ones come out as
    `xn--…`. "" where there is none."""
    try:
        return (urlsplit(address).hostname or "").encode("idna").decode("ascii")
    except ValueError:
        return ""


def tidy(text: str) -> str:
    """Lines of text as they can be stored and shown."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    shown = (
        each
        for each in plain
        if each == "\n" or (each not in _TURNING and unicodedata.category(each) not in _UNSTORABLE)
    )
    return "".join(shown).strip()


def is_stale(wording: Wording, today: date) -> bool:
    return wording.kind is ResponseKind.NONE and today - wording.on > STALE_AFTER


def contradicted_by(wording: Wording, others: Iterable[Wording]) -> Wording | None:
    """The response of the same addressee beside which this one would be false: a silence that ended before, or the
    other way round. On the same day silence may end."""
    for other in others:
        silent, spoken = (wording, other) if wording.kind is ResponseKind.NONE else (other, wording)
        if silent.kind is ResponseKind.NONE and spoken.kind in _OWN_WORD and spoken.on < silent.on:
            return other
    return None


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    TAKEN_OUT = "taken out"


def differences(old: str, new: str) -> list[tuple[Change, str]]:
    """How one text became another, word by word, in reading order. What is not added is the old text; what is not
    taken out is the new one."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    found: list[tuple[Change, str]] = []
    # `autojunk`: without it a text of one word a thousand times takes seconds.
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=True).get_opcodes():
        if kind == "equal":
            found.append((Change.SAME, "".join(before[i:j])))
            continue
        found += [(Change.TAKEN_OUT, "".join(before[i:j]))] if j > i else []
        found += [(Change.ADDED, "".join(after[k:m]))] if m > k else []
    return found
