"""The way into the workshop: the organiser's petitions, and the rooms of each."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from petition_app.database import begin_reading
from petition_app.domain.access import Right, Role, may
from petition_app.services import organisers
from petition_app.web.guards import organiser, signed_in

bp = Blueprint("organiser", __name__)


@bp.get("/organise")
@signed_in
def petitions() -> ResponseReturnValue:
    with begin_reading(organiser()) as work:
        mine = organisers.petitions_of(work, current_user.id)
    if len(mine) == 1:
        return redirect(url_for("organiser_dashboard.dashboard", slug=mine[0][0].slug), 303)
    return render_template("organiser/petitions.html", petitions=mine)


@bp.app_context_processor
def _names() -> dict[str, Any]:
    return {"rooms": rooms, "may": lambda role, right: may(role, Right[right])}


def rooms(petition: Any, role: Role | None) -> list[tuple[str, str, str]]:
    """The menu: (key, words, address) of each room this role may enter."""
    menu: list[tuple[str, str, str]] = []
    if petition:
        every = (
            ("dashboard", _("Overview"), "organiser_dashboard.dashboard", Right.SEE_TALLIES),
            ("signatories", _("Signatories"), "organiser_signatories.signatories", Right.SEE_SIGNATORIES),
            ("employers", _("Employers"), "organiser_employers.queue", Right.SEE_TALLIES),
            ("responses", _("Responses"), "organiser_responses.room", Right.SEE_TALLIES),
            ("releases", _("Releases"), "organiser_releases.releases", Right.SEE_TALLIES),
            ("press", _("Press lines"), "organiser_press.room", Right.SEE_TALLIES),
            ("exports", _("Exports"), "organiser_exports.room", Right.SEE_TALLIES),
            ("audit", _("Audit log"), "organiser_audit.audit_log", Right.SEE_AUDIT_LOG),
        )
        menu = [
            (key, words, url_for(endpoint, slug=petition.slug))
            for key, words, endpoint, right in every
            if may(role, right)
        ]
    else:
        menu.append(("petitions", _("My petitions"), url_for("organiser.petitions")))
    menu.append(("account", _("My account"), url_for("account.account")))
    return menu
