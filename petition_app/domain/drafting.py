"""Writing a petition: the parts it is edited in, and their limits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from petition_app.domain.response import Problem, is_web_address, problems_of_length, tidy
from petition_app.domain.signature import Purpose

LONGEST_TITLE = 150
LONGEST_SUMMARY = 600
LONGEST_BODY = 20_000
LONGEST_DEMAND = 1_000
MOST_DEMANDS = 10
LONGEST_PRECEDENT = 2_000
MOST_PRECEDENTS = 10
LONGEST_OFFICE = 150
MOST_ADDRESSEES = 50
LONGEST_CONSENT = 1_000
LONGEST_REASON = 500

_BLANK = re.compile(r"\[[^\[\]\n]{1,200}\](?!\()")


class Part(StrEnum):
    """What is edited, and kept, as one."""

    TEXT = "text"
    ADDRESSEES = "addressees"
    CONSENTS = "consents"
    SETTINGS = "settings"


@dataclass(frozen=True)
class Precedent:
    """What the petition points to as having been done before."""

    title: str
    summary: str
    source_url: str = ""


@dataclass(frozen=True)
class Text:
    """What signers agree with, and the precedents that stand beside it."""

    title: str
    summary: str
    body: str
    demands: tuple[str, ...]
    precedents: tuple[Precedent, ...] = ()

    def tidied(self) -> Text:
        """The same as it can be stored and shown; what is empty then is left out of the lists."""
        return Text(
            line(self.title),
            tidy(self.summary),
            tidy(self.body),
            tuple(filter(None, map(tidy, self.demands))),
            tuple(each for each in map(_tidied, self.precedents) if each != Precedent("", "")),
        )

    @property
    def agreed(self) -> tuple[object, ...]:
        """What a signature is given for: a change of it makes another version."""
        return (self.title, self.summary, self.body, self.demands)


@dataclass(frozen=True)
class Office:
    """An addressee as it is edited. `key` is empty for a new one, `employer` a slug or empty."""

    name: str
    organisation: str
    employer: str = ""
    retired: bool = False
    key: str = ""

    def tidied(self) -> Office:
        return replace(self, name=line(self.name), organisation=line(self.organisation))

    @property
    def is_blank(self) -> bool:
        return not (self.key or self.name or self.organisation or self.employer)


def line(text: str) -> str:
    """Text as it stands on one line."""
    return " ".join(tidy(text).split())


def _tidied(each: Precedent) -> Precedent:
    return Precedent(line(each.title), tidy(each.summary), each.source_url.strip())


def problems_of_text(text: Text) -> list[Problem]:
    """Everything that keeps this text, tidied, from being saved; fields of lists are named `demands-0`,
    `precedents-0-title`."""
    return [
        *needed("title", text.title, LONGEST_TITLE, "Please give the petition a title."),
        *needed("summary", text.summary, LONGEST_SUMMARY, "Please say in a few sentences what this is about."),
        *needed("body", text.body, LONGEST_BODY, "Please write the text of the petition."),
        *_of_demands(text.demands),
        *_of_precedents(text.precedents),
    ]


def blanks(text: Text) -> list[Problem]:
    """Square brackets that wait to be filled in, as the shipped beginnings have them; links are none."""
    parts = {"title": text.title, "summary": text.summary, "body": text.body}
    parts |= {f"demands-{at}": demand for at, demand in enumerate(text.demands)}
    for at, each in enumerate(text.precedents):
        parts |= {f"precedents-{at}-title": each.title, f"precedents-{at}-summary": each.summary}
    return [
        Problem(name, f"Still to be filled in: {found.group()}")
        for name, words in parts.items()
        if (found := _BLANK.search(words))
    ]


def _of_demands(demands: Sequence[str]) -> Iterator[Problem]:
    if not demands:
        yield Problem("demands-0", "Please write at least one demand: what do you ask for?")
    if len(demands) > MOST_DEMANDS:
        yield Problem(f"demands-{MOST_DEMANDS}", f"A petition has {MOST_DEMANDS} demands at most.")
    for at, demand in enumerate(demands):
        yield from problems_of_length(f"demands-{at}", demand, LONGEST_DEMAND)


def _of_precedents(precedents: Sequence[Precedent]) -> Iterator[Problem]:
    if len(precedents) > MOST_PRECEDENTS:
        yield Problem(f"precedents-{MOST_PRECEDENTS}-title", f"Please keep to {MOST_PRECEDENTS} precedents.")
    for at, each in enumerate(precedents):
        name = f"precedents-{at}"
        yield from needed(f"{name}-title", each.title, LONGEST_TITLE, "Please give this precedent a title.")
        yield from needed(f"{name}-summary", each.summary, LONGEST_PRECEDENT, "Please say what was done then.")
        if each.source_url and not is_web_address(each.source_url):
            yield Problem(f"{name}-source_url", "Please give the whole address of a page, beginning with https://.")


def problems_of_offices(offices: Sequence[Office]) -> list[Problem]:
    """Everything that keeps these addressees, tidied, from being saved; the fields are `offices-0-name`."""
    found = []
    if not any(not each.retired for each in offices):
        found.append(Problem("offices-0-name", "Please name at least one addressee: who must answer?"))
    if len(offices) > MOST_ADDRESSEES:
        found.append(Problem(f"offices-{MOST_ADDRESSEES}-name", f"A petition has {MOST_ADDRESSEES} at most."))
    for at, each in enumerate(offices):
        name = f"offices-{at}"
        found += needed(f"{name}-name", each.name, LONGEST_OFFICE, "Please give the office, such as Chief executive.")
        found += needed(f"{name}-organisation", each.organisation, LONGEST_OFFICE, "Please say of which organisation.")
    return found


def problems_of_consents(consents: Mapping[Purpose, str]) -> list[Problem]:
    """Everything that keeps these texts of the tick boxes from being saved."""
    return [
        problem
        for purpose in Purpose
        for problem in needed(
            purpose.value, consents.get(purpose, ""), LONGEST_CONSENT, "Please say what signers agree to here."
        )
    ]


def problems_of_reason(reason: str) -> list[Problem]:
    """Why signers find another text than the one they signed has to be said."""
    return list(needed("reason", reason, LONGEST_REASON, "Please say why: everybody who reads the history sees it."))


def needed(name: str, text: str, longest: int, sentence: str) -> Iterator[Problem]:
    """Of a field that may not stay empty."""
    if not text:
        yield Problem(name, sentence)
    yield from problems_of_length(name, text, longest)
