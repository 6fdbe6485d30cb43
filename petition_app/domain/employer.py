"""Employers: from what a signer typed to the employer it means, or honestly to none.

Names are compared exactly, by key. Nothing here guesses: a name that is nearly another name is another employer, and a
text that may mean two employers means neither. The package `naming` holds the steps; this module is its entrance.
"""

from __future__ import annotations

from petition_app.domain.naming.company import BARE_DOMAIN_ONLY, Directory, Employer, Match
from petition_app.domain.naming.conclusion import Conclusion, Reason, conclude
from petition_app.domain.naming.key import (
    LONGEST_NAME,
    LONGEST_SLUG,
    EmployerKey,
    display_name,
    employer_key,
    slug_of,
)
from petition_app.domain.naming.lookalike import lookalike, skeleton, tricks
from petition_app.domain.naming.reading import Reading, read
from petition_app.domain.naming.spelling import LONGEST_KEY

__all__ = [
    "BARE_DOMAIN_ONLY",
    "LONGEST_KEY",
    "LONGEST_NAME",
    "LONGEST_SLUG",
    "Conclusion",
    "Directory",
    "Employer",
    "EmployerKey",
    "Match",
    "Reading",
    "Reason",
    "conclude",
    "display_name",
    "employer_key",
    "lookalike",
    "read",
    "resolve",
    "skeleton",
    "slug_of",
    "tricks",
]


def resolve(text: str, directory: Directory, domain: str = "") -> Conclusion:
    """What a text means to a directory, for a signer with a confirmed address at `domain`, if any."""
    return conclude(read(text), directory.known, directory.owner_of(domain) if domain else None)
