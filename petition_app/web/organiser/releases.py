"""The releases of one petition: what was published, and what the next release would publish."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Right
from petition_app.services import dashboard
from petition_app.services import releases as publishing
from petition_app.services.releases import ReleasedToday
from petition_app.web.guards import organiser, requires
from petition_app.web.tokens import check_form_token

bp = Blueprint("organiser_releases", __name__, url_prefix="/organise/<slug>/releases")


@bp.get("")
@requires(Right.SEE_TALLIES)
def releases(slug: str) -> str:
    return _page()


@bp.post("")
@requires(Right.RELEASE)
def publish(slug: str) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), "release", current_user.binding)
    try:
        with begin_work(organiser()) as work:
            publishing.release(work, g.petition)
    except ReleasedToday as refusal:
        return _page(refusal.sentence), refusal.status
    return redirect(url_for(".releases", slug=slug, published=1), 303)


def _page(refusal: str | None = None) -> str:
    with begin_reading(organiser()) as work:
        room = dashboard.releases_room(work, g.petition)
    return render_template(
        "organiser/releases.html", room=room, refusal=refusal, is_published="published" in request.args
    )
