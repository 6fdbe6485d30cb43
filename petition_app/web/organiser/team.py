"""The room of the team: who is in it, who is invited, and the rule that two owners must agree."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_login import current_user

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Right, Role
from petition_app.domain.refusals import Refusal
from petition_app.domain.team import OwnerByInvitation
from petition_app.services import approval_list, invitations, roles, team, twoowners
from petition_app.services.invitations import InvitedAlready, TooManyInvitations
from petition_app.services.team import Outcome
from petition_app.web.forms.checking import passes
from petition_app.web.forms.team import ROLE_HINTS, InviteForm
from petition_app.web.guards import fresh_second_factor, organiser, requires
from petition_app.web.tokens import check_form_token

bp = Blueprint("organiser_team", __name__, url_prefix="/organise/<slug>/team")
PURPOSE = "team"

#: What the room says after something was done: title and sentence.
_DONE = {
    "invited": (_("The letter is on its way"), _("Its link works once, for three days.")),
    "revoked": (_("Revoked"), _("The link in the letter is worth nothing any more, and the address is forgotten.")),
    "role": (_("The role is changed"), _("It counts from their next click on.")),
    "removed": (_("Removed"), _("They see nothing of this petition any more.")),
    "handed-over": (_("Handed over"), _("The petition has its new owner.")),
    "rule": (_("The rule is changed"), _("All owners get a letter.")),
    "asked": (_("Another owner has to agree"), _("The other owners get a letter. Nothing is changed until then.")),
    "approved": (_("Approved"), _("It is carried out. An export is free now for whoever asked for it.")),
    "refused": (_("Refused"), _("Nothing was changed.")),
    "withdrawn": (_("Withdrawn"), _("Nothing was changed.")),
}


@bp.get("")
@requires(Right.SEE_TEAM)
def room(slug: str) -> ResponseReturnValue:
    return room_page()


@bp.route("/invite", methods=["GET", "POST"])
@requires(Right.MANAGE_TEAM)
@fresh_second_factor
def invite(slug: str) -> ResponseReturnValue:
    form = InviteForm(request.form)
    if request.method == "GET":
        return _invite_page(form)
    if not passes(form, PURPOSE, current_user.binding):
        return _invite_page(form), 422
    try:
        with begin_work(organiser()) as work:
            invitations.invite(
                work, g.petition.id, form.email.data or "", Role(form.role.data), may_found=form.may_found.data
            )
    except (InvitedAlready, TooManyInvitations) as refusal:
        form.email.errors = [refusal.sentence]
        return _invite_page(form), refusal.status
    except OwnerByInvitation as refusal:
        form.role.errors = [refusal.sentence]
        return _invite_page(form), refusal.status
    return back("invited")


@bp.post("/invitations/<uuid:invitation>/revoke")
@requires(Right.MANAGE_TEAM)
@fresh_second_factor
def revoke(slug: str, invitation: UUID) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        invitations.revoke(work, g.petition.id, invitation)
    return back("revoked")


@bp.post("/invitations/<uuid:invitation>/again")
@requires(Right.MANAGE_TEAM)
@fresh_second_factor
def send_again(slug: str, invitation: UUID) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    try:
        with begin_work(organiser()) as work:
            invitations.send_again(work, g.petition.id, invitation)
    except TooManyInvitations as refusal:
        return refused(refusal)
    return back("invited")


@bp.post("/two-owners/on")
@requires(Right.MANAGE_TEAM)
@fresh_second_factor
def two_owners_on(slug: str) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    try:
        with begin_work(organiser()) as work:
            twoowners.switch_on(work, g.petition.id)
    except Refusal as refusal:
        return refused(refusal)
    return back("rule")


@bp.post("/two-owners/off")
@requires(Right.MANAGE_TEAM)
@fresh_second_factor
def two_owners_off(slug: str) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        outcome = team.switch_two_owners_off(work, g.petition.id)
    return back("asked" if outcome is Outcome.ASKED else "rule")


@bp.route("/leave", methods=["GET", "POST"])
@requires(Right.SEE_TEAM)
def leave(slug: str) -> ResponseReturnValue:
    if request.method == "GET":
        return render_template("organiser/team_leave.html", purpose=PURPOSE)
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    try:
        with begin_work(organiser()) as work:
            team.leave(work, g.petition.id)
    except Refusal as refusal:
        return refused(refusal)
    return redirect(url_for("organiser.petitions"), 303)


def _invite_page(form: InviteForm) -> str:
    with begin_reading(organiser()) as work:
        may_let_found = invitations.may_let_found(work)
    return render_template(
        "organiser/team_invite.html", form=form, hints=ROLE_HINTS, may_let_found=may_let_found, purpose=PURPOSE
    )


def room_page(refusal: Refusal | None = None) -> str:
    with begin_reading(organiser()) as work:
        petition = g.petition.id
        manages = roles.actor_may(work, petition, Right.MANAGE_TEAM)
        return render_template(
            "organiser/team.html",
            members=team.members(work, petition),
            waiting=invitations.waiting(work, petition) if manages else [],
            requests=approval_list.requests(work, petition) if manages else [],
            is_on=roles.two_must_agree(work, petition),
            owners=len(roles.owners(work, petition)),
            refusal=refusal,
            done=_DONE.get(request.args.get("done", "")),
            purpose=PURPOSE,
        )


def refused(refusal: Refusal) -> ResponseReturnValue:
    """The room with the reason on top."""
    return room_page(refusal), refusal.status


def back(done: str) -> ResponseReturnValue:
    """The room, which says what was done."""
    return redirect(url_for("organiser_team.room", slug=g.petition.slug, done=done), 303)
