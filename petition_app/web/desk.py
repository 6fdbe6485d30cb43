"""The desk at which signatures are taken and confirmed: one writer for all who sign, and one for all who confirm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from flask import Flask, current_app

from petition_app.database import UNAVAILABLE, begin_work, edge_of, is_deadlock
from petition_app.domain.refusals import Refusal
from petition_app.services import confirming, signing, signinggroup
from petition_app.services.confirming import Confirmed
from petition_app.services.groupcommit import GroupCommit
from petition_app.services.sealing import Sealing, at_hand
from petition_app.services.signinggroup import MadeForAnother
from petition_app.services.signingrequest import Ready, SigningRequest, make_ready
from petition_app.services.work import VISITOR, Desk

_SIGNATURES, _CONFIRMATIONS = "petition.signatures", "petition.confirmations"


class Signatures:
    """Takes signatures for one application. What can be worked out before is, in the thread of each request."""

    def __init__(self, app: Flask) -> None:
        self._app, self._here = app, edge_of(app)
        # Only ever believed together with a look at the petition in the transaction itself.
        self._petitions: dict[str, UUID] = {}
        self.writer: GroupCommit[Ready] = GroupCommit(self._carry_out, _is_worth_trying_alone)

    def take(self, slug: str, request: SigningRequest) -> None:
        """Return once the signature is durable. Raises what `signinggroup.sign_all` refuses with, and what
        `GroupCommit.do` raises."""
        try:
            self.writer.do(self._ready(slug, request))
        except MadeForAnother:
            # Others who met the same may have been here before.
            self._petitions.pop(slug, None)
            self.writer.do(self._ready(slug, request))

    def _ready(self, slug: str, request: SigningRequest) -> Ready:
        here = self._here
        desk = Desk(here.clock(), here.settings, here.keys)
        return make_ready(desk, self._sealing(desk, slug), slug, request)

    def _sealing(self, desk: Desk, slug: str) -> Sealing:
        petition = self._petitions.get(slug)
        kept = at_hand(desk, petition) if petition else None
        if kept:
            return kept
        # Once in an hour, in a transaction of its own: a new epoch key is used only once it is durable.
        with self._app.app_context(), begin_work(VISITOR) as work:
            found = signing.sealing_of(work, slug)
        self._petitions[slug] = found.petition
        return found

    def _carry_out(self, group: Sequence[Ready]) -> Sequence[Refusal | None]:
        with self._app.app_context(), begin_work(VISITOR) as work:
            return signinggroup.sign_all(work, group)


@dataclass
class _Press:
    """Of the button behind a link or code; `outcome` is what came of it, once that is durable."""

    secret: str
    outcome: Confirmed | None = None


class Confirmations:
    """Confirms signatures for one application."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self.writer: GroupCommit[_Press] = GroupCommit(self._carry_out, _is_worth_trying_alone)

    def take(self, secret: str) -> Confirmed:
        """Return once the confirmation is durable. Raises LinkIsSpent, and what `GroupCommit.do` raises."""
        press = _Press(secret)
        self.writer.do(press)
        return cast(Confirmed, press.outcome)

    def _carry_out(self, group: Sequence[_Press]) -> Sequence[Refusal | None]:
        with self._app.app_context(), begin_work(VISITOR) as work:
            outcomes = confirming.confirm_all(work, [each.secret for each in group])
        for press, outcome in zip(group, outcomes, strict=True):
            press.outcome = outcome if isinstance(outcome, Confirmed) else None
        return [each if isinstance(each, Refusal) else None for each in outcomes]


def init_desk(app: Flask) -> None:
    app.extensions[_SIGNATURES], app.extensions[_CONFIRMATIONS] = Signatures(app), Confirmations(app)


def signatures() -> Signatures:
    return signatures_of(current_app)


def signatures_of(app: Flask) -> Signatures:
    return cast(Signatures, app.extensions[_SIGNATURES])


def confirmations() -> Confirmations:
    return cast(Confirmations, current_app.extensions[_CONFIRMATIONS])


def _is_worth_trying_alone(failure: Exception) -> bool:
    """Whether one item spoilt the group, or two transactions met crosswise: not where the database is out of reach."""
    return not isinstance(failure, UNAVAILABLE) or is_deadlock(failure)
