"""What a sentence claims: of how many, of whom, or of one person, a ranking, an answer or a day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from petition_app.domain.claims.headword import Noun
from petition_app.domain.claims.quantity import Quantity
from petition_app.domain.claims.when import Said


class Topic(StrEnum):
    """What a claim is about; it decides what the claim is held against."""

    COUNT = "count"
    PERSON = "person"  # one signer known by `title`
    LEAD = "lead"  # the employer has more signers than `rival`, or than every other
    SILENCE = "silence"  # the leadership of `subject` has not answered
    STATEMENT = "statement"  # the leadership of `subject` has answered
    DAY = "day"  # the day of the figures, in `said`


@dataclass(frozen=True)
class Claim:
    """One thing a sentence says of one employer, or of the whole petition where `subject` is None.

    `text` is the part of the sentence it was read from, at `start` to `end` of the sentence as it was read.
    `quantity` is None for every topic but a count. `title` is a signer's title or the office of a leader, as written.
    """

    text: str
    subject: str | None
    noun: Noun
    quantity: Quantity | None
    title: str = ""
    topic: Topic = Topic.COUNT
    rival: str = ""
    said: Said | None = None
    start: int = 0
    end: int = 0

    @property
    def phrase(self) -> str:
        """The words the verdict is on."""
        return self.quantity.text if self.quantity else self.title or self.text


@dataclass(frozen=True)
class Statement:
    """Claims made in one breath: "dozens from Meta, Amazon and OpenAI" is one statement and three claims.

    `is_each` is true where the sentence says "each"; `is_together` where it says that it means the sum; `is_paired`
    where each employer has a number of its own ("97 and 50 at Google and Meta"). `sentence` numbers the sentence.
    """

    claims: tuple[Claim, ...]
    is_each: bool = False
    is_together: bool = False
    is_paired: bool = False
    sentence: int = 0
