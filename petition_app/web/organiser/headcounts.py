"""Where organisers enter how many people work at an employer, and see first what that changes in public."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from petition_app.database import begin_reading, begin_trial, begin_work, edge
from petition_app.domain.access import Right
from petition_app.services import headcounts
from petition_app.services.headcounts import Effect, Place
from petition_app.web.forms.headcount import HeadcountForm, headcount_form
from petition_app.web.guards import organiser, requires
from petition_app.web.tokens import check_form_token

bp = Blueprint("organiser_headcounts", __name__, url_prefix="/organise/<slug>/employers/<employer>/headcount")
_PURPOSE = "headcount"


@bp.route("", methods=["GET", "POST"])
@requires(Right.RULE_EMPLOYERS)
def headcount(slug: str, employer: str) -> ResponseReturnValue:
    place = _place(employer)
    if request.method == "GET":
        return _page(place, headcount_form(place.headcount))
    form = HeadcountForm(request.form)
    if not form.passes(_PURPOSE, current_user.binding, edge().today()):
        return _page(place, form), 422
    if not form.effect_was_seen:
        with begin_trial(organiser()) as work:
            effect = headcounts.effect(work, g.petition, employer, form.headcount())
        if effect.matters:
            form.has_shown_effect()
            return _page(place, form, effect)
    with begin_work(organiser()) as work:
        headcounts.enter(work, g.petition.id, employer, form.headcount())
    return _done(employer)


@bp.post("/remove")
@requires(Right.RULE_EMPLOYERS)
def remove(slug: str, employer: str) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), _PURPOSE, current_user.binding)
    place = _place(employer)
    if not request.form.get("seen"):
        with begin_trial(organiser()) as work:
            effect = headcounts.effect(work, g.petition, employer, None)
        if effect.matters:
            return _page(place, headcount_form(place.headcount), effect, is_removal=True)
    with begin_work(organiser()) as work:
        headcounts.remove(work, g.petition.id, employer)
    return _done(employer)


def _place(employer: str) -> Place:
    with begin_reading(organiser()) as work:
        return headcounts.place(work, g.petition.id, employer)


def _page(place: Place, form: HeadcountForm, effect: Effect | None = None, *, is_removal: bool = False) -> str:
    return render_template(
        "organiser/headcount.html", place=place, form=form, effect=effect, is_removal=is_removal, purpose=_PURPOSE,
        today=edge().today(), is_saved="saved" in request.args,
    )  # fmt: skip


def _done(employer: str) -> ResponseReturnValue:
    return redirect(url_for(".headcount", slug=g.petition.slug, employer=employer, saved=1), 303)
