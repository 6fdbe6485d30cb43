"""Where two owners must agree: which deeds wait for the second, how long, and what becomes of a request."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said

WAITS = timedelta(hours=72)
#: Requests that are over stay visible this long; the audit log keeps them as long as the site.
SHOWN = timedelta(days=30)
MOST_PURPOSE = 500


class Deed(StrEnum):
    CHANGE_ROLE = "change role"
    REMOVE = "remove"
    TRANSFER = "transfer"
    EXPORT = "export"
    ERASE_EARLIER = "erase earlier"
    SWITCH_OFF = "switch off"


class ApprovalState(StrEnum):
    """`APPROVED` is agreed to and not carried out yet: an export, which whoever asked takes away themselves."""

    WAITING = "waiting"
    APPROVED = "approved"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def is_over(self) -> bool:
        return self not in (ApprovalState.WAITING, ApprovalState.APPROVED)


class SecondOwnerIsNeeded(Refusal):
    status = 409
    sentence = said("In this petition two owners must agree on that. Ask first: another owner can then approve it.")


class ApprovalIsOver(Refusal):
    status = 409
    sentence = said("This request is not waiting any more: it was decided, withdrawn, or is older than three days.")


class OwnRequest(Refusal):
    status = 403
    sentence = said("Nobody approves what they asked for themselves. Another owner has to do it.")


class AskerHasNoRight(Refusal):
    status = 409
    sentence = said("Whoever asked for this may not do it any more, so it cannot be approved. You can refuse it.")
