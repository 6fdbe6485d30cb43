"""The words for people in a claim, and which published figure each of them may be held against."""

from __future__ import annotations

from enum import StrEnum

from petition_app.domain.claims.wording import Words


class Noun(StrEnum):
    """Whom a claim counts. The noun decides the figure: only verified current employees are "employees"."""

    SIGNERS = "signers"
    EMPLOYEES = "employees"
    WORKERS = "workers"  # may include contractors
    CURRENT_AND_FORMER = "current and former employees"
    UNCOUNTED = "uncounted"  # a group no figure is published for: former employees, engineers, contractors …
    PERSON = "person"  # one signer, known by title
    LEADERSHIP = "leadership"  # who has to answer the petition; no signers at all


SIGNERS = frozenset("signers signatories signatures signees cosigners signer signatory signature".split())
EMPLOYEES = frozenset(
    "employees employee staffers staffer staff employes insiders colleagues personnel googlers".split()
)
WORKERS = frozenset("workers worker technologists professionals workforce".split())
#: People of any kind: they count as signers, and only in a sentence that speaks of signing.
PEOPLE = frozenset("people persons individuals names voices members others".split())
OUTSIDERS = frozenset("contractors contractor vendors temps supporters alumni interns allies residents".split())
ROLES = frozenset(
    """
    administrator advocate analyst architect associate attorney ceo cfo chair chairman chairwoman chief cofounder
    consultant coo coordinator counsel cto designer developer director editor engineer evangelist evp executive
    fellow founder head lawyer lead leader manager officer partner president producer programmer recruiter researcher
    scientist secretary specialist strategist svp technician treasurer vp writer
    """.split()
)
ROLE_PLURALS = frozenset(f"{role}s" for role in ROLES - {"counsel", "chief", "head"})

_ANY_NOUN = frozenset().union(SIGNERS, EMPLOYEES, WORKERS, PEOPLE, OUTSIDERS, ROLE_PLURALS, {"member"})

#: Words beside a noun that narrow it to people no figure is published for.
_NARROWING = frozenset(
    """
    former ex anonymous unnamed named senior junior female male women immigrant retired contract part temporary
    leading
    """.split()
)
_SIGNING = frozenset("signed sign signs signing joined backed endorsed supported back support endorse join".split())
_ABOUT_SIGNING = _SIGNING | SIGNERS | frozenset("petition letter appeal pledge petitions coalition".split())


def noun_at(words: Words, place: int) -> tuple[Noun, int] | None:
    """The noun for people at `place` and the place after it, or None."""
    key = words[place].key
    if key not in _ANY_NOUN:
        return None
    if key in EMPLOYEES:
        return Noun.EMPLOYEES, place + (2 if key == "staff" and words[place + 1].key == "members" else 1)
    if words.keys(place + 1, place + 3) == ("of", "staff"):
        return Noun.EMPLOYEES, place + 3
    if key in PEOPLE or key in SIGNERS:
        return Noun.SIGNERS, place + 1
    if key in WORKERS:
        return Noun.WORKERS, place + 1
    return (Noun.UNCOUNTED, place + 1) if key in OUTSIDERS or key in ROLE_PLURALS else None


def narrowed(noun: Noun, beside: tuple[str, ...]) -> Noun:
    """The noun with the words beside it taken in: "former employees", "current and former staff"."""
    if "former" in beside and "current" in beside:
        return Noun.CURRENT_AND_FORMER if noun in (Noun.EMPLOYEES, Noun.WORKERS) else noun
    if _NARROWING.intersection(beside):
        return Noun.UNCOUNTED
    if noun is Noun.SIGNERS and "verified" in beside:
        return Noun.EMPLOYEES
    return noun


def is_for_people(words: Words, place: int) -> bool:
    """True where the word is any noun of this list, in the singular or plural."""
    return noun_at(words, place) is not None or words[place].key in ROLES


def speaks_of_signing(words: Words) -> bool:
    return not _ABOUT_SIGNING.isdisjoint(words.keys(0, len(words)))


def is_signing(words: Words, place: int) -> bool:
    """True where the words from `place` say that those just counted signed ("have now signed")."""
    while words[place].key in ("have", "has", "had", "now", "already", "also", "who"):
        place += 1
    return words[place].key in _SIGNING
