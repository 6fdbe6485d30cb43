"""What waits for a second owner: agreed to, refused, or taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from petition_app.database import begin_work
from petition_app.domain.access import Right
from petition_app.domain.refusals import Refusal
from petition_app.services import approvals
from petition_app.services.work import Work
from petition_app.web.guards import fresh_second_factor, organiser, requires
from petition_app.web.organiser.team import PURPOSE, back, refused
from petition_app.web.tokens import check_form_token

bp = Blueprint("organiser_approvals", __name__, url_prefix="/organise/<slug>/team/requests/<uuid:approval>")


@bp.post("/approve")
@requires(Right.MANAGE_TEAM)
@fresh_second_factor
def approve(slug: str, approval: UUID) -> ResponseReturnValue:
    return _decide(approvals.approve, approval, "approved")


@bp.post("/refuse")
@requires(Right.MANAGE_TEAM)
@fresh_second_factor
def refuse(slug: str, approval: UUID) -> ResponseReturnValue:
    return _decide(approvals.refuse, approval, "refused")


@bp.post("/withdraw")
@requires(Right.EXPORT_PRIVATE)
def withdraw(slug: str, approval: UUID) -> ResponseReturnValue:
    return _decide(approvals.withdraw, approval, "withdrawn")


def _decide(deed: Callable[[Work, UUID, UUID], Any], approval: UUID, done: str) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    try:
        with begin_work(organiser()) as work:
            deed(work, g.petition.id, approval)
    except Refusal as refusal:
        if refusal.status == 409:
            return refused(refusal)
        raise
    return back(done)
