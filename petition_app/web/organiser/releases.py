"""The releases of one petition: what was published, what the next release would publish, and when it comes."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Right
from petition_app.domain.refusals import Refusal
from petition_app.services import dashboard, release_schedule
from petition_app.services import releases as publishing
from petition_app.services.releases import LastTableStays, NotInPublic, ReleasedToday, RulesAreFrozen
from petition_app.web.forms.schedule import ScheduleForm
from petition_app.web.guards import organiser, requires
from petition_app.web.tokens import check_form_token

bp = Blueprint("organiser_releases", __name__, url_prefix="/organise/<slug>/releases")

# Below it a weekly rhythm is recommended: in a day too few come and go to hide among.
WEEKLY_BELOW = 50


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
    except (ReleasedToday, RulesAreFrozen, NotInPublic, LastTableStays) as refusal:
        return _page(refusal), refusal.status
    return redirect(url_for(".releases", slug=slug, published=1), 303)


@bp.post("/schedule")
@requires(Right.RELEASE)
def schedule(slug: str) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), "schedule", current_user.binding)
    form = ScheduleForm(request.form)
    if not form.validate():
        return _page(form=form), 422
    with begin_work(organiser()) as work:
        release_schedule.set_plan(work, g.petition, form.plan())
    return redirect(url_for(".releases", slug=slug, planned=1), 303)


def _page(refusal: Refusal | None = None, form: ScheduleForm | None = None) -> str:
    with begin_reading(organiser()) as work:
        room = dashboard.releases_room(work, g.petition)
        outlook = release_schedule.outlook(work, g.petition)
    figures = [row.then for row in room.comparison.rows if row.then is not None]
    return render_template(
        "organiser/releases.html",
        room=room,
        outlook=outlook,
        form=form or ScheduleForm(data=vars(outlook.plan)),
        weekly_below=WEEKLY_BELOW if any(figure < WEEKLY_BELOW for figure in figures) else None,
        refusal=refusal,
        is_too_soon=isinstance(refusal, ReleasedToday),
        is_published="published" in request.args,
        is_planned="planned" in request.args,
    )
