"""The lines of the delivery ledger: how the petition reached an addressee, and every wording of that."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from petition_app.database import begin_reading, begin_work, edge
from petition_app.domain.access import Right
from petition_app.services import handover_history, handoverpackages, handovers, organisers
from petition_app.services.handover_history import Line
from petition_app.services.handovers import LineChangedMeanwhile
from petition_app.services.response_history import addressee
from petition_app.web.forms.handover import DeliveryForm, filled
from petition_app.web.forms.wording import number_seen
from petition_app.web.guards import organiser, requires
from petition_app.web.tokens import check_form_token

bp = Blueprint("organiser_handover_ledger", __name__, url_prefix="/organise/<slug>/hand-over/ledger")
_PURPOSE = "hand-over line"


@bp.route("/to/<uuid:target>", methods=["GET", "POST"])
@requires(Right.WRITE)
def record(slug: str, target: UUID) -> ResponseReturnValue:
    with begin_reading(organiser()) as work:
        about = addressee(work, g.petition.id, target)
    form = DeliveryForm(request.form, on=edge().today())
    _offer(form)
    if request.method == "POST" and form.passes(_PURPOSE, current_user.binding, edge().today()):
        with begin_work(organiser()) as work:
            handovers.record(work, g.petition.id, target, form.delivery())
        return _back_to(target)
    return _form(form, about, None), 422 if form.errors else 200


@bp.route("/<uuid:line>", methods=["GET", "POST"])
@requires(Right.WRITE)
def change(slug: str, line: UUID) -> ResponseReturnValue:
    now = _line(line)
    form = DeliveryForm(request.form) if request.method == "POST" else filled(now.delivery, now.number)
    _offer(form)
    if request.method == "GET":
        return _form(form, now.target, now)
    if not form.passes(_PURPOSE, current_user.binding, edge().today()):
        return _form(form, now.target, now), 422
    try:
        with begin_work(organiser()) as work:
            handovers.change(work, g.petition.id, line, form.number.data or 0, form.delivery())
    except LineChangedMeanwhile as refusal:
        # Sending it again is a decision to write one's own over the other's, which the page shows beside it.
        now = _line(line)
        form.is_about(now.number)
        form.form_errors.append(refusal.sentence)
        return _form(form, now.target, now), refusal.status
    return _back_to(now.target.id)


@bp.get("/<uuid:line>/history")
@requires(Right.SEE_TALLIES)
def history(slug: str, line: UUID) -> str:
    with begin_reading(organiser()) as work:
        found = handover_history.line(work, g.petition.id, line)
        versions = handover_history.history(work, g.petition.id, line)
        names = organisers.names(work, {each.actor for each in versions})
        known = handover_history.packages(work, g.petition.id)
    return render_template(
        "organiser/handover_history.html", line=found, versions=versions[::-1], names=names, known=known
    )


@bp.post("/<uuid:line>/remove")
@requires(Right.WRITE)
def remove(slug: str, line: UUID) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), _PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        handovers.remove(work, g.petition.id, line, number_seen())
    return _back_to(_line(line).target.id)


@bp.post("/<uuid:line>/undo")
@requires(Right.WRITE)
def undo(slug: str, line: UUID) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), _PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        handovers.undo(work, g.petition.id, line, number_seen())
    return _back_to(_line(line).target.id)


def _form(form: DeliveryForm, target: Any, line: Line | None) -> str:
    return render_template(
        "organiser/handover_line.html", form=form, target=target, line=line, purpose=_PURPOSE, today=edge().today()
    )


def _offer(form: DeliveryForm) -> None:
    with begin_reading(organiser()) as work:
        known = handover_history.packages(work, g.petition.id)
        past = handoverpackages.past(work, g.petition.id)
    form.offer(past, {key: f"{each.release}, {each.digest[:8]}…" for key, each in known.items()})


def _line(line: UUID) -> Line:
    with begin_reading(organiser()) as work:
        return handover_history.line(work, g.petition.id, line)


def _back_to(target: UUID) -> ResponseReturnValue:
    address = url_for("organiser_handover.room", slug=g.petition.slug, done=target, _anchor=f"ledger-{target}")
    return redirect(address, 303)
