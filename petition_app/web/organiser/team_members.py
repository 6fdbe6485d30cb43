"""One member of the team: another role, removal, and handing the petition over to them."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Right, Role
from petition_app.domain.team import LastOwner, OwnersMustBeTwo
from petition_app.services import approvals, team
from petition_app.services.team import Outcome
from petition_app.web.forms.checking import passes
from petition_app.web.forms.team import ROLE_HINTS, RoleForm, TransferForm
from petition_app.web.guards import fresh_second_factor, organiser, requires
from petition_app.web.organiser.team import PURPOSE, back
from petition_app.web.tokens import check_form_token

bp = Blueprint("organiser_team_members", __name__, url_prefix="/organise/<slug>/team/<uuid:member>")


@bp.get("")
@requires(Right.MANAGE_TEAM)
@fresh_second_factor
def member(slug: str, member: UUID) -> ResponseReturnValue:
    return _page(member)


@bp.post("/role")
@requires(Right.MANAGE_TEAM)
@fresh_second_factor
def change_role(slug: str, member: UUID) -> ResponseReturnValue:
    form = RoleForm(request.form)
    if not passes(form, PURPOSE, current_user.binding):
        return _page(member, form=form), 422
    try:
        with begin_work(organiser()) as work:
            outcome = team.change_role(work, g.petition.id, member, Role(form.role.data))
    except (LastOwner, OwnersMustBeTwo) as refusal:
        return _page(member, refusal), refusal.status
    return _after(outcome, "role")


@bp.post("/remove")
@requires(Right.MANAGE_TEAM)
@fresh_second_factor
def remove(slug: str, member: UUID) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    try:
        with begin_work(organiser()) as work:
            outcome = team.remove(work, g.petition.id, member)
    except (LastOwner, OwnersMustBeTwo) as refusal:
        return _page(member, refusal), refusal.status
    return _after(outcome, "removed")


@bp.post("/transfer")
@requires(Right.MANAGE_TEAM)
@fresh_second_factor
def transfer(slug: str, member: UUID) -> ResponseReturnValue:
    form = TransferForm(request.form)
    if not passes(form, PURPOSE, current_user.binding):
        return _page(member, transfer_form=form), 422
    try:
        with begin_work(organiser()) as work:
            outcome = team.transfer(work, g.petition.id, member, form.role_then())
    except (LastOwner, OwnersMustBeTwo) as refusal:
        return _page(member, refusal), refusal.status
    return _after(outcome, "handed-over")


def _page(
    member: UUID,
    refusal: LastOwner | OwnersMustBeTwo | None = None,
    *,
    form: RoleForm | None = None,
    transfer_form: TransferForm | None = None,
) -> str:
    with begin_reading(organiser()) as work:
        shown = team.member(work, g.petition.id, member)
        needs_second = approvals.needs_second_owner(work, g.petition.id)
    return render_template(
        "organiser/team_member.html",
        member=shown,
        is_me=member == current_user.id,
        form=form or RoleForm(role=shown.role.value),
        transfer_form=transfer_form or TransferForm(),
        hints=ROLE_HINTS,
        needs_second=needs_second,
        refusal=refusal,
        purpose=PURPOSE,
    )


def _after(outcome: Outcome, done: str) -> ResponseReturnValue:
    """The room; whoever has just left the team themselves goes on to their other petitions."""
    if outcome is Outcome.ASKED:
        return back("asked")
    with begin_reading(organiser()) as work:
        is_in = any(each.id == current_user.id for each in team.members(work, g.petition.id))
    return back(done) if is_in else redirect(url_for("organiser.petitions"), 303)
