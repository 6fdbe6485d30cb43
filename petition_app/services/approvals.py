"""What two owners must agree on: asked for by one, approved by another within 72 hours, carried out once."""

from __future__ import annotations

import json
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.access import Right, Role, may
from petition_app.domain.approval import (
    MOST_PURPOSE,
    WAITS,
    ApprovalIsOver,
    ApprovalState,
    AskerHasNoRight,
    Deed,
    OwnRequest,
    SecondOwnerIsNeeded,
)
from petition_app.domain.events import Action
from petition_app.domain.happening import Happening
from petition_app.domain.refusals import NotAllowed, NotFound, PurposeIsNeeded
from petition_app.models import Approval
from petition_app.services import audit, lifecycle_plans, roles, teamletters, twoowners
from petition_app.services.work import Work

_NEEDED = {Deed.EXPORT: Right.EXPORT_PRIVATE}


def needs_second_owner(work: Work, petition: UUID) -> bool:
    """Whether this actor needs another owner for what is dangerous in this petition. The operator needs nobody: who has
    the server has the data."""
    return work.actor.id is not None and roles.two_must_agree(work, petition)


def ask(work: Work, petition: UUID, deed: Deed, **params: object) -> UUID:
    """Ask the other owners. Asking for the same again while it waits is the same request.

    `params` are ids, roles and, for an export, its purpose. Raises NotAllowed.
    """
    roles.lock(work, petition)
    asker = work.actor.id
    if asker is None or not roles.actor_may(work, petition, _right_for(deed)):
        raise NotAllowed
    text = json.dumps(params, sort_keys=True, default=str, ensure_ascii=False)
    known = [each for each in _open(work, petition) if (each.asked_by, each.deed, each.params) == (asker, deed, text)]
    if known:
        return known[0].id
    request = Approval(
        id=work.new_id(),
        petition_id=petition,
        deed=deed,
        params=text,
        state=ApprovalState.WAITING,
        asked_by=asker,
        asked_at=work.now,
        expires_at=work.now + WAITS,
    )
    work.session.add(request)
    work.session.flush()
    audit.record(work, Action.APPROVAL_ASKED, petition, approval=request.id, deed=deed)
    teamletters.tell_owners(work, petition, Happening.APPROVAL_ASKED, but=asker)
    return request.id


def approve(work: Work, petition: UUID, approval: UUID) -> Deed:
    """Agree, and carry the deed out in the same transaction; an export is then free for whoever asked.

    Raises NotFound, NotAllowed, OwnRequest, ApprovalIsOver, AskerHasNoRight, and what the deed itself raises: then
    nothing is decided.
    """
    request = _waiting(work, petition, approval)
    if request.asked_by == work.actor.id:
        raise OwnRequest
    if not may(roles.role_of(work, petition, request.asked_by), _right_for(request.deed)):
        raise AskerHasNoRight
    is_export = request.deed is Deed.EXPORT
    _decide(work, request, ApprovalState.APPROVED if is_export else ApprovalState.DONE)
    if not is_export:
        _carry_out(work, request)
    audit.record(work, Action.APPROVAL_GIVEN, petition, approval=request.id, deed=request.deed)
    teamletters.tell(work, request.asked_by, Happening.APPROVAL_DECIDED)
    return request.deed


def refuse(work: Work, petition: UUID, approval: UUID) -> None:
    """Raises NotFound, NotAllowed, OwnRequest and ApprovalIsOver."""
    request = _waiting(work, petition, approval)
    if request.asked_by == work.actor.id:
        raise OwnRequest
    _decide(work, request, ApprovalState.REFUSED)
    audit.record(work, Action.APPROVAL_REFUSED, petition, approval=request.id, deed=request.deed)
    teamletters.tell(work, request.asked_by, Happening.APPROVAL_DECIDED)


def withdraw(work: Work, petition: UUID, approval: UUID) -> None:
    """Whoever asked takes it back, an approved export included. Raises NotFound and ApprovalIsOver."""
    roles.lock(work, petition)
    request = _found(work, petition, approval)
    if request.asked_by != work.actor.id:
        raise NotFound
    if request.state.is_over:
        raise ApprovalIsOver
    request.state = ApprovalState.WITHDRAWN
    audit.record(work, Action.APPROVAL_WITHDRAWN, petition, approval=request.id, deed=request.deed)


def ask_for_export(work: Work, petition: UUID, kind: str, purpose: str) -> UUID:
    """Ask for an export of private fields, of this kind and for this purpose. Raises NotAllowed and PurposeIsNeeded."""
    purpose = " ".join(purpose.split())[:MOST_PURPOSE]
    if not purpose:
        raise PurposeIsNeeded
    return ask(work, petition, Deed.EXPORT, kind=kind, purpose=purpose)


def let_export(work: Work, petition: UUID, kind: str, purpose: str) -> str:
    """To be called in the transaction that starts an export of private fields: returns its purpose. Where two must
    agree it is the one that was approved, by somebody who is an owner still, and the approval is used up.

    Raises SecondOwnerIsNeeded."""
    if not needs_second_owner(work, petition):
        return purpose
    roles.lock(work, petition)
    for request in _open(work, petition):
        params = json.loads(request.params)
        if request.asked_by == work.actor.id and _is_agreed(work, request) and params.get("kind") == kind:
            request.state = ApprovalState.DONE
            work.session.flush()
            return str(params["purpose"])
    raise SecondOwnerIsNeeded


def _carry_out(work: Work, request: Approval) -> None:
    params = json.loads(request.params)
    role = Role(params["role"]) if params.get("role") else None
    match request.deed:
        case Deed.CHANGE_ROLE:
            assert role
            roles.give(work, request.petition_id, UUID(params["organiser"]), role)
        case Deed.REMOVE:
            roles.take(work, request.petition_id, UUID(params["organiser"]))
        case Deed.TRANSFER:
            roles.hand_over(work, request.petition_id, request.asked_by, UUID(params["organiser"]), role)
        case Deed.ERASE_EARLIER:
            lifecycle_plans.keep_for(work, request.petition_id, params["days"])
        case _:
            twoowners.set_rule(work, request.petition_id, on=False)


def _is_agreed(work: Work, request: Approval) -> bool:
    """Approved by one who has not lost the role since."""
    if request.state is not ApprovalState.APPROVED or request.decided_by is None:
        return False
    return roles.role_of(work, request.petition_id, request.decided_by) is Role.OWNER


def _right_for(deed: Deed) -> Right:
    return _NEEDED.get(deed, Right.MANAGE_TEAM)


def _open(work: Work, petition: UUID) -> list[Approval]:
    states = (ApprovalState.WAITING, ApprovalState.APPROVED)
    query = select(Approval).where(Approval.petition_id == petition, Approval.state.in_(states))
    return [row for row in work.session.scalars(query.order_by(Approval.asked_at)) if _is_open(work, row)]


def _is_open(work: Work, row: Approval) -> bool:
    return not row.state.is_over and work.now < row.expires_at


def _found(work: Work, petition: UUID, approval: UUID) -> Approval:
    query = select(Approval).where(Approval.id == approval, Approval.petition_id == petition)
    found = work.session.scalars(query.with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    return found


def _waiting(work: Work, petition: UUID, approval: UUID) -> Approval:
    """A request that this actor, who must be an owner now, may decide."""
    roles.lock(work, petition)
    if work.actor.id is None or not roles.actor_may(work, petition, Right.MANAGE_TEAM):
        raise NotAllowed
    found = _found(work, petition, approval)
    if found.state is not ApprovalState.WAITING or not _is_open(work, found):
        raise ApprovalIsOver
    return found


def _decide(work: Work, request: Approval, state: ApprovalState) -> None:
    request.state, request.decided_by, request.decided_at = state, work.actor.id, work.now
    work.session.flush()
