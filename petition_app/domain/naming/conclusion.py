"""From what a text says to the employer it means, by exact names only. What is not clear stays unresolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from petition_app.domain.naming.company import Match
from petition_app.domain.naming.key import EmployerKey, employer_key
from petition_app.domain.naming.parting import meant_by
from petition_app.domain.naming.reading import Reading
from petition_app.domain.naming.signals import DECLINED, NO_EMPLOYER
from petition_app.domain.said import Said, said

_LONGEST_DETAIL = 120


class Reason(StrEnum):
    """Why a text means what it is held to mean."""

    BLANK = "blank"
    NAME = "name"
    ALIAS = "alias"
    PART = "part"
    DOMAIN = "domain"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    RULE = "rule"


_SENTENCES = {
    Reason.BLANK: said("There is no name in the text."),
    Reason.NAME: said("“%(detail)s” is the name of %(name)s."),
    Reason.ALIAS: said("“%(detail)s” is another name of %(name)s."),
    Reason.PART: said("A part of the text, “%(detail)s”, is a name of %(name)s, and the rest names nobody else."),
    Reason.DOMAIN: said("The confirmed mail address is one of %(name)s."),
    Reason.UNKNOWN: said("“%(detail)s” is not the name of a known employer."),
    Reason.AMBIGUOUS: said("The text may mean more than one employer; what is not clear is “%(detail)s”."),
    Reason.RULE: said("An organiser decided what this text means."),
}
_NAMES_NOBODY = said("“%(detail)s” does not name an employer.")


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What a text means: the slug of the employer or None, and whether the text says that the time there is over.

    `detail` is the part of the text that decided, at most 120 characters; `name` is the employer's, for the sentence.
    """

    employer: str | None
    is_former: bool
    reason: Reason
    detail: str = ""
    name: str = ""

    @property
    def sentence(self) -> Said:
        """Why, for an organiser to read."""
        pattern = _SENTENCES[self.reason]
        if self.reason is Reason.UNKNOWN and (self.detail in NO_EMPLOYER or self.detail in DECLINED):
            pattern = _NAMES_NOBODY
        why = said(pattern, detail=self.detail, name=self.name or self.employer)
        return said("%(why)s The text says that it is a former employer.", why=why) if self.is_former else why


def conclude(reading: Reading, known: Mapping[EmployerKey, Match], owner: Match | None = None) -> Conclusion:
    """What the text means to those who know `known`; `owner` is whose confirmed mail domain the signer has.

    The owner decides, unless the text names a unit of the same family: then the unit. A signer who left the field
    empty, or wrote that they would not say, has no employer even so. Depends on nothing of the text but its key.
    """
    if not reading.key:
        return Conclusion(None, False, Reason.BLANK)
    told = _by_text(reading, known)
    if owner is None or (told.employer is None and reading.key in DECLINED):
        return told
    return _by_owner(reading, told, known, owner)


def _by_owner(reading: Reading, told: Conclusion, known: Mapping[EmployerKey, Match], owner: Match) -> Conclusion:
    found = (known.get(key) for key in reading.candidates)
    named = next((match for match in found if match and match.slug == told.employer), None)
    # A text about somebody else says nothing of this employer, not even that the time there is over.
    if named is None or named.family != owner.family:
        return Conclusion(owner.slug, False, Reason.DOMAIN, name=owner.shown)
    meant = named if named.parent else owner
    return Conclusion(meant.slug, told.is_former, Reason.DOMAIN, told.detail, meant.shown)


def _by_text(reading: Reading, known: Mapping[EmployerKey, Match]) -> Conclusion:
    whole = reading.candidates[0]
    match = known.get(whole)
    if match:
        reason = Reason.NAME if whole == employer_key(match.shown) else Reason.ALIAS
        return Conclusion(match.slug, False, reason, whole[:_LONGEST_DETAIL], match.shown)
    meant = meant_by(reading.parts, known)
    if meant is None:
        return Conclusion(None, reading.is_former, Reason.UNKNOWN, reading.key[:_LONGEST_DETAIL])
    if meant.match is None:
        return Conclusion(None, meant.is_former, Reason.AMBIGUOUS, meant.detail[:_LONGEST_DETAIL])
    return Conclusion(meant.match.slug, meant.is_former, Reason.PART, meant.detail[:_LONGEST_DETAIL], meant.match.shown)
