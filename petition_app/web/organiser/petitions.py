"""The way into the workshop: the organiser's petitions, and the rooms of each."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from flask_login import current_user

from petition_app.database import begin_reading
from petition_app.domain.access import Right, Role, may
from petition_app.services import checklist, founding, lifecycle_room
from petition_app.web.guards import organiser, signed_in
from petition_app.web.organiser.checklist import links_of_site

bp = Blueprint("organiser", __name__)


@bp.get("/organise")
@signed_in
def petitions() -> ResponseReturnValue:
    with begin_reading(organiser()) as work:
        mine = lifecycle_room.of_organiser(work, current_user.id)
        may_found = founding.may_found(work, current_user.id)
        site_points = checklist.of_site(work) if may_found else ()
    # Straight to the only one, unless the list itself was asked for.
    if len(mine) == 1 and "all" not in request.args:
        return redirect(url_for("organiser_dashboard.dashboard", slug=mine[0].petition.slug), 303)
    begins = may_found and "organiser_drafts.new" in current_app.view_functions
    return render_template(
        "organiser/petitions.html", petitions=mine, may_begin=begins, site_points=site_points,
        of_site=links_of_site(),
    )  # fmt: skip


@bp.app_context_processor
def _names() -> dict[str, Any]:
    return {"rooms": rooms, "may": lambda role, right: may(role, Right[right])}


#: The menu of a petition: (words, rooms), each room (key, words, endpoint, right).
_GROUPS = (
    (lazy("The petition"), (
        ("dashboard", lazy("Overview"), "organiser_dashboard.dashboard", Right.SEE_TALLIES),
        ("checklist", lazy("Set-up checklist"), "organiser_checklist.room", Right.EDIT_PETITION),
        ("state", lazy("State and dates"), "organiser_lifecycle.room", Right.SEE_TALLIES),
        ("text", lazy("Text and demands"), "organiser_text.room", Right.SEE_TALLIES),
        ("addressees", lazy("Addressees"), "organiser_addressees.room", Right.SEE_TALLIES),
        ("responses", lazy("Responses"), "organiser_responses.room", Right.SEE_TALLIES),
        ("updates", lazy("Updates and letters"), "organiser_updates.room", Right.SEE_TALLIES),
        ("consents", lazy("Consent texts"), "organiser_consents.room", Right.SEE_TALLIES),
        ("settings", lazy("Settings"), "organiser_settings.room", Right.SEE_TALLIES),
    )),
    (lazy("Signers"), (
        ("signatories", lazy("Signatories"), "organiser_signatories.signatories", Right.SEE_SIGNATORIES),
        ("employers", lazy("Employers"), "organiser_employers.queue", Right.SEE_TALLIES),
        ("imports", lazy("Imports"), "organiser_imports.room", Right.IMPORT),
    )),
    (lazy("In public"), (
        ("releases", lazy("Releases"), "organiser_releases.releases", Right.SEE_TALLIES),
        ("press", lazy("Press lines"), "organiser_press.room", Right.SEE_TALLIES),
        ("share", lazy("Share"), "organiser_sharing.room", Right.SEE_TALLIES),
    )),
    (lazy("Take away"), (
        ("exports", lazy("Exports"), "organiser_exports.room", Right.SEE_TALLIES),
        ("handover", lazy("Hand-over"), "organiser_handover.room", Right.SEE_TALLIES),
    )),
    (lazy("Behind it"), (
        ("team", lazy("Team"), "organiser_team.room", Right.SEE_TEAM),
        ("access", lazy("API and webhooks"), "organiser_access.room", Right.MANAGE_ACCESS),
        ("audit", lazy("Audit log"), "organiser_audit.audit_log", Right.SEE_AUDIT_LOG),
    )),
)  # fmt: skip


def rooms(petition: Any, role: Role | None) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """The menu in groups: (words, rooms), each room this role may enter as (key, words, address)."""
    mine = ("account", _("My account"), url_for("account.account"))
    if not petition:
        return [("", [("petitions", _("My petitions"), url_for("organiser.petitions")), mine])]
    groups = [
        (
            str(words),
            [
                (key, str(name), url_for(endpoint, slug=petition.slug))
                for key, name, endpoint, right in each
                if may(role, right)
            ],
        )
        for words, each in _GROUPS
    ]
    return [*(group for group in groups if group[1]), ("", [mine])]
