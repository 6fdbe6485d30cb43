"""Why a site is not moved."""

from __future__ import annotations

from petition_app.domain.refusals import Refusal


class CannotBeMoved(Refusal):
    """A sentence for the operator; both databases are as they were."""
