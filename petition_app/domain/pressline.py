"""Checks what a sentence claims against the published table, so that an outsider reaches the same verdict.

Only published figures are used, never the exact counts behind them. Figures are floors ("at least 95") unless the
facts say otherwise, and a phrase is held against the floor itself.

AMBER means usable with care: true but understated, a stretch, or not checkable from what is published. An employer
that is not in the table is AMBER, because small employers are pooled on purpose and their absence proves nothing.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from petition_app.domain.claims.checking import check
from petition_app.domain.claims.facts import Facts, TrackedResponse
from petition_app.domain.claims.finding import Finding
from petition_app.domain.claims.quantity import Verdict
from petition_app.domain.claims.readyline import PressLine, ready_lines
from petition_app.domain.claims.wording import readable

__all__ = [
    "Facts",
    "Finding",
    "PressLine",
    "SeedClaim",
    "TrackedResponse",
    "Verdict",
    "check",
    "read_claims",
    "readable",
    "ready_lines",
]  # fmt: skip


@dataclass(frozen=True)
class SeedClaim:
    """A claim a report made of the seeded petition, the verdict it must get, and where it comes from."""

    text: str
    expect: Verdict
    source: str


def read_claims(text: str) -> tuple[SeedClaim, ...]:
    """The claims of a `claims.toml`: `[[claim]]` tables with `text`, `expect` and `source`.

    Raises ValueError (`tomllib.TOMLDecodeError` among them) or KeyError where the text is not of that form.
    """
    return tuple(
        SeedClaim(str(claim["text"]), Verdict(claim["expect"]), str(claim["source"]))
        for claim in tomllib.loads(text)["claim"]
    )
