"""What became of one claim."""

from __future__ import annotations

from dataclasses import dataclass

from petition_app.domain.claims.claim import Claim
from petition_app.domain.claims.quantity import Verdict


@dataclass(frozen=True)
class Finding:
    """`figure` is the published one the claim was held against, None where there is none; `reason` is one sentence."""

    claim: Claim
    verdict: Verdict
    figure: int | None
    reason: str
