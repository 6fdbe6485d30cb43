"""The set-up checklist: what a site and a petition should have before many people rely on them, and what counts as
done. Whatever the data can tell is computed; the rest is ticked by somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from petition_app.domain.petition import State
from petition_app.domain.said import said


class Item(StrEnum):
    ADDRESS = "address"
    MAIL = "mail"
    KEY = "key"
    REVIEW = "review"
    THRESHOLD = "threshold"
    DEADLINE = "deadline"
    CONTACT = "contact"
    LETTER = "letter"
    SECOND_OWNER = "second-owner"
    SECOND_FACTORS = "second-factors"


class Mark(StrEnum):
    """What somebody said of an item; the newest counts."""

    DONE = "done"
    LEFT_OUT = "left out"
    WANTED = "wanted again"


class Standing(StrEnum):
    DONE = "done"
    OPEN = "open"
    LEFT_OUT = "left out"


OF_SITE = (Item.ADDRESS, Item.MAIL, Item.KEY)
OF_PETITION = tuple(item for item in Item if item not in OF_SITE)
#: Nothing in the data tells whether somebody has looked: these are ticked by hand.
BY_HAND = frozenset({Item.THRESHOLD, Item.LETTER})
#: These are ticked by somebody who brings what they prove: a code out of a letter, the end of the key.
BY_PROOF = frozenset({Item.MAIL, Item.KEY})
_OVER = frozenset({State.CLOSED, State.DELIVERED, State.ARCHIVED})

TITLES = {
    Item.ADDRESS: said("A public address"),
    Item.MAIL: said("Letters arrive"),
    Item.KEY: said("A copy of the key"),
    Item.REVIEW: said("A second pair of eyes"),
    Item.THRESHOLD: said("How counts are published"),
    Item.DEADLINE: said("A closing day"),
    Item.CONTACT: said("How signers reach you"),
    Item.LETTER: said("The letter that signers get"),
    Item.SECOND_OWNER: said("A second owner"),
    Item.SECOND_FACTORS: said("A second factor for every owner"),
}
REASONS = {
    Item.ADDRESS: said("Others can reach this site only once it has an address of its own, with https."),
    Item.MAIL: said("A signature counts when its letter is answered: without mail nobody can sign."),
    Item.KEY: said("Without the key of this site every backup is dead: nobody could open what signers gave you."),
    Item.REVIEW: said("Once people have signed, the text should not change: let somebody else read it first."),
    Item.THRESHOLD: said("It protects signers of small employers, and cannot be changed once the petition is open."),
    Item.DEADLINE: said("People sign sooner when there is an end, and private data are erased a set time after it."),
    Item.CONTACT: said("Signers ask questions, and want to know who keeps their data."),
    Item.LETTER: said("It is the first thing signers get from you: know what it says before they ask."),
    Item.SECOND_OWNER: said("If you lose your phone or fall ill, somebody else can still look after the petition."),
    Item.SECOND_FACTORS: said("An owner sees who signed: without a second factor that account cannot be used."),
}  # fmt: skip


@dataclass(frozen=True)
class SiteFacts:
    """`is_reachable`: others than this machine can come, over an encrypted connection."""

    is_public: bool
    is_reachable: bool


@dataclass(frozen=True)
class PetitionFacts:
    """`has_opened`: it took signatures, so that its text and rules are settled. `looks_good`: somebody else than who
    sent it to review has said so."""

    state: State
    has_opened: bool
    looks_good: bool
    has_deadline: bool
    has_contact: bool
    owners: int
    owners_without_second_factor: int


@dataclass(frozen=True)
class Point:
    """One line of the list. What is `needed` cannot be left out: signers of a public site depend on it."""

    item: Item
    standing: Standing
    needed: bool = False

    @property
    def title(self) -> str:
        return TITLES[self.item]

    @property
    def reason(self) -> str:
        return REASONS[self.item]

    @property
    def is_open(self) -> bool:
        return self.standing is Standing.OPEN


def site_points(facts: SiteFacts, marks: Mapping[Item, Mark]) -> tuple[Point, ...]:
    """`marks` are those that still hold: a tick for another mail server, or for an older key, is none."""
    done = {item for item in BY_PROOF if marks.get(item) is Mark.DONE}
    if facts.is_reachable:
        done.add(Item.ADDRESS)
    needed = BY_PROOF if facts.is_public else frozenset()
    return _points(OF_SITE, done, needed, marks)


def petition_points(facts: PetitionFacts, marks: Mapping[Item, Mark]) -> tuple[Point, ...]:
    """Nothing for a petition that is over. What cannot be changed after opening counts as done from then on."""
    if facts.state in _OVER:
        return ()
    holds = {
        Item.REVIEW: facts.looks_good or facts.has_opened,
        Item.THRESHOLD: facts.has_opened,
        Item.DEADLINE: facts.has_deadline,
        Item.CONTACT: facts.has_contact,
        Item.SECOND_OWNER: facts.owners > 1,
        Item.SECOND_FACTORS: facts.owners > 0 and not facts.owners_without_second_factor,
    }
    done = {item for item, is_so in holds.items() if is_so} | {
        item for item in BY_HAND if marks.get(item) is Mark.DONE
    }  # fmt: skip
    return _points(OF_PETITION, done, frozenset(), marks)


def _points(
    items: tuple[Item, ...], done: set[Item], needed: frozenset[Item], marks: Mapping[Item, Mark]
) -> tuple[Point, ...]:
    def standing(item: Item) -> Standing:
        if item in done:
            return Standing.DONE
        is_left_out = marks.get(item) is Mark.LEFT_OUT and item not in needed
        return Standing.LEFT_OUT if is_left_out else Standing.OPEN

    return tuple(Point(item, standing(item), item in needed) for item in items)
