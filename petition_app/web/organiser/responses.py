"""The room of the addressees' answers: what the public reads of them, and every wording before that."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from petition_app.database import begin_reading, begin_work, edge
from petition_app.domain.access import Right
from petition_app.domain.response import Change, differences, host_of, is_web_address
from petition_app.services import organisers, response_history, responses
from petition_app.services.response_history import Entry, Version
from petition_app.services.responses import ChangedMeanwhile, Contradiction
from petition_app.web.forms.responses import EntryForm, entry_form
from petition_app.web.forms.wording import number_seen
from petition_app.web.guards import organiser, requires
from petition_app.web.tokens import check_form_token

bp = Blueprint("organiser_responses", __name__, url_prefix="/organise/<slug>/responses")
_PURPOSE = "response"


@bp.app_template_filter("source_host")
def source_host(address: str | None) -> str:
    """The host a source is on, as readers see it; "" for what must not become a link."""
    return host_of(address) if address and is_web_address(address) else ""


@bp.get("")
@requires(Right.SEE_TALLIES)
def room(slug: str) -> str:
    with begin_reading(organiser()) as work:
        timelines = response_history.timelines(work, g.petition.id)
    return render_template(
        "organiser/responses.html", timelines=timelines, done=request.args.get("done"), purpose=_PURPOSE
    )


@bp.route("/to/<uuid:target>", methods=["GET", "POST"])
@requires(Right.WRITE)
def add(slug: str, target: UUID) -> ResponseReturnValue:
    with begin_reading(organiser()) as work:
        about = response_history.addressee(work, g.petition.id, target)
    form = EntryForm(request.form, on=edge().today())
    if request.method == "POST" and form.passes(_PURPOSE, current_user.binding, edge().today()):
        try:
            with begin_work(organiser()) as work:
                responses.add(work, g.petition.id, target, form.wording())
        except Contradiction as refusal:
            form.on.errors = [refusal.sentence]
        else:
            return _back_to(target)
    return _form(form, about, None), 422 if form.errors else 200


@bp.route("/<uuid:response>", methods=["GET", "POST"])
@requires(Right.WRITE)
def change(slug: str, response: UUID) -> ResponseReturnValue:
    entry = _entry(response)
    if request.method == "GET":
        return _form(entry_form(entry.wording, entry.number), entry.target, entry)
    form = EntryForm(request.form)
    if not form.passes(_PURPOSE, current_user.binding, edge().today()):
        return _form(form, entry.target, entry), 422
    try:
        with begin_work(organiser()) as work:
            responses.change(work, g.petition.id, response, form.number.data or 0, form.wording())
    except ChangedMeanwhile:
        return _second_of_two(form, response)
    except Contradiction as refusal:
        form.on.errors = [refusal.sentence]
        return _form(form, entry.target, entry), 422
    return _back_to(entry.target.id)


@bp.get("/<uuid:response>/history")
@requires(Right.SEE_TALLIES)
def history(slug: str, response: UUID) -> str:
    with begin_reading(organiser()) as work:
        entry = response_history.entry(work, g.petition.id, response)
        versions = response_history.history(work, g.petition.id, response)
        names = organisers.names(work, {each.actor for each in versions})
    steps = [_step(now, before, names) for now, before in zip(versions, [None, *versions], strict=False)]
    return render_template("organiser/response_history.html", entry=entry, steps=steps[::-1], purpose=_PURPOSE)


@bp.route("/<uuid:response>/remove", methods=["GET", "POST"])
@requires(Right.WRITE)
def remove(slug: str, response: UUID) -> ResponseReturnValue:
    entry = _entry(response)
    if request.method == "GET":
        return render_template("organiser/response_removal.html", entry=entry, purpose=_PURPOSE)
    check_form_token(request.form.get("token"), _PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        responses.remove(work, g.petition.id, response, number_seen())
    return _back_to(entry.target.id)


@bp.post("/<uuid:response>/restore")
@requires(Right.WRITE)
def restore(slug: str, response: UUID) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), _PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        responses.restore(work, g.petition.id, response, number_seen())
    return _back_to(_entry(response).target.id)


@bp.post("/<uuid:response>/still-silent")
@requires(Right.WRITE)
def still_silent(slug: str, response: UUID) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), _PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        responses.confirm_silence(work, g.petition.id, response, number_seen())
    return _back_to(_entry(response).target.id)


def _second_of_two(form: EntryForm, response: UUID) -> ResponseReturnValue:
    """Both wordings on one page. Sending it again is a decision to show one's own instead of the other's."""
    now = _entry(response)
    form.is_about(now.number)
    with begin_reading(organiser()) as work:
        newest = response_history.history(work, g.petition.id, response)[-1]
        who = organisers.name_of(work, newest.actor)
    return _form(form, now.target, now, meanwhile=now, who=who), 409


def _form(form: EntryForm, target: Any, entry: Entry | None, **more: Any) -> str:
    return render_template(
        "organiser/response_form.html",
        form=form,
        target=target,
        entry=entry,
        purpose=_PURPOSE,
        today=edge().today(),
        **more,
    )


def _step(now: Version, before: Version | None, names: dict[str, str]) -> dict[str, Any]:
    """One step of the history: who, when, and per field how the old text became the new one; whole texts at first."""
    texts = {}
    if not now.is_removed:
        for field in ("summary", "quotation", "source_url"):
            old = (getattr(before.wording, field) if before else "") or ""
            new = getattr(now.wording, field) or ""
            texts[field] = differences(old, new) if before else [(Change.SAME, new)]
    return {
        "version": now,
        "before": before,
        "who": names.get(now.actor) if ":" in now.actor else None,
        "is_by_operator": ":" not in now.actor,
        "texts": texts,
    }


def _entry(response: UUID) -> Entry:
    with begin_reading(organiser()) as work:
        return response_history.entry(work, g.petition.id, response)


def _back_to(target: UUID) -> ResponseReturnValue:
    return redirect(url_for(".room", slug=g.petition.slug, done=target, _anchor=f"addressee-{target}"), 303)
