"""The room of a petition's settings: how it publishes counts, its goal, and how signers reach the organisers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Right
from petition_app.services import choosing, organisers, petitions
from petition_app.services.choosing import Chosen
from petition_app.services.revisions import DraftIsWrong, SavedMeanwhile
from petition_app.web.forms.checking import passes
from petition_app.web.forms.petition import SettingsForm
from petition_app.web.guards import organiser, requires

bp = Blueprint("organiser_settings", __name__, url_prefix="/organise/<slug>/settings")
_PURPOSE = "settings"


@bp.get("")
@requires(Right.SEE_TALLIES)
def room(slug: str) -> str:
    with begin_reading(organiser()) as work:
        petition = petitions.by_slug(work, slug)
        now, history = choosing.chosen(work, petition), choosing.history(work, petition)
        names = organisers.names(work, {each.actor for each in history})
    return render_template(
        "organiser/settings.html", now=now, history=history[::-1], names=names, done=request.args.get("done")
    )


@bp.route("/edit", methods=["GET", "POST"])
@requires(Right.EDIT_PETITION)
def edit(slug: str) -> ResponseReturnValue:
    now = _now(slug)
    if request.method == "GET":
        form = SettingsForm(data=asdict(now.settings))
        form.is_about(now.number)
        return _form(form, now)
    form = SettingsForm(_with_fixed(now))
    if not passes(form, _PURPOSE, current_user.binding):
        return _form(form, now), 422
    try:
        with begin_work(organiser()) as work:
            choosing.save(work, g.petition.id, form.number.data or 0, form.settings())
    except SavedMeanwhile:
        return _second_of_two(slug, form)
    except DraftIsWrong as refusal:
        form.tell(refusal.problems)
        return _form(form, now), 422
    return redirect(url_for(".room", slug=slug, done="saved"), 303)


def _with_fixed(now: Chosen) -> MultiDict[str, str]:
    """What was sent; what is fixed has no field on the page, and stays as it is unless something else is sent."""
    sent = MultiDict(request.form)
    if now.is_settled:
        sent.setdefault("threshold", str(now.settings.threshold))
        for name in ("employment_proof", "live_total"):
            if getattr(now.settings, name):
                sent.setdefault(name, "y")
    return sent


def _second_of_two(slug: str, form: SettingsForm) -> ResponseReturnValue:
    now = _now(slug)
    form.is_about(now.number)
    return _form(form, now, meanwhile=now.settings), 409


def _now(slug: str) -> Chosen:
    with begin_reading(organiser()) as work:
        return choosing.chosen(work, petitions.by_slug(work, slug))


def _form(form: SettingsForm, now: Chosen, **more: Any) -> str:
    return render_template("organiser/settings_form.html", form=form, now=now, purpose=_PURPOSE, **more)
