"""Changes to many signatures: chosen in the list or by a condition, looked at first, followed, stopped, taken back."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from petition_app.database import begin_reading, begin_trial, begin_work
from petition_app.domain.access import Right
from petition_app.domain.bulkchange import MOST, BulkStep
from petition_app.domain.refusals import FormIsStale, NotFound, Refusal
from petition_app.services import bulkchanges, bulkpreview, bulkrunning, organisers, searchterms
from petition_app.services.bulkchanges import Ask, Fitting, NothingFits, OthersFitNow
from petition_app.web.forms.moderation import REASONS, STEPS, BulkForm, SearchForm, Which, term_words
from petition_app.web.guards import organiser, requires
from petition_app.web.organiser.signatories import PURPOSE, list_page
from petition_app.web.rowlists import chosen_rows
from petition_app.web.tokens import check_form_token, form_token

bp = Blueprint("organiser_bulkchanges", __name__, url_prefix="/organise/<slug>/signatories")
_DO = "change many"


@bp.post("/choose")
@requires(Right.MODERATE)
def choose(slug: str) -> ResponseReturnValue:
    """Do it with what was chosen on the page; for all that fit the search, look at them first."""
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    form = BulkForm(request.form)
    if not form.validate():
        return _list_again(form, _first_error(form))
    if form.which.data == Which.ALL:
        here = {"slug": slug, "q": form.q.data, "step": form.step.data, "reason": form.reason.data or None}
        return redirect(url_for(".preview", **here), 303)
    ticked = request.form.getlist("row") if form.which.data == Which.TICKED else None
    rows = chosen_rows(request.form.get("rows"), g.petition.id, current_user.binding, ticked)
    try:
        with begin_work(organiser()) as work:
            number = bulkchanges.begin_chosen(work, g.petition.id, form.ask, rows).number
    except (NothingFits, bulkchanges.ReasonIsNeeded) as refusal:
        return _list_again(form, refusal.sentence)
    return redirect(url_for(".change", slug=slug, number=number), 303)


def _first_error(form: BulkForm) -> str:
    return next(str(message) for field in form for message in field.errors)


def _list_again(form: BulkForm, problem: str) -> ResponseReturnValue:
    return list_page(SearchForm(MultiDict({"q": form.q.data or ""})), form, problem)


@bp.get("/preview")
@requires(Right.MODERATE)
def preview(slug: str) -> ResponseReturnValue:
    """A dry run: how many fit, who they are, and what would be published. Changes nothing."""
    form = BulkForm(request.args)
    if not form.validate():
        return _changes(form, _first_error(form))
    return _preview(form)


@bp.post("/changes")
@requires(Right.MODERATE)
def begin(slug: str) -> ResponseReturnValue:
    """Do it with all that fit, if they are still as many as the page said."""
    form = BulkForm(request.form)
    if not form.validate():
        raise FormIsStale
    try:
        expected = Fitting(int(request.form.get("all", "")), int(request.form.get("can", "")))
    except ValueError as error:
        raise FormIsStale from error
    check_form_token(request.form.get("token"), _DO, _bound(form.q.data or "", form.ask, expected))
    try:
        with begin_work(organiser()) as work:
            found = searchterms.understand(work, g.petition.id, form.q.data or "")
            if found.problems:
                raise OthersFitNow
            number = bulkchanges.begin_all(work, g.petition.id, form.ask, found.meant, expected).number
    except OthersFitNow:
        return _preview(form, is_late=True)
    return redirect(url_for(".change", slug=slug, number=number), 303)


def _bound(search: str, ask: Ask, expected: Fitting) -> str:
    """What the token of such a form is bound to: it does this, with so many, and nothing else."""
    return f"{current_user.binding}:{g.petition.id}:{ask.step}:{ask.reason}:{expected.all}:{expected.can}:{search}"


def _preview(form: BulkForm, *, is_late: bool = False) -> ResponseReturnValue:
    try:
        ask = form.ask
    except Refusal as refusal:
        return _changes(form, refusal.sentence)
    with begin_trial(organiser()) as work:
        found = searchterms.understand(work, g.petition.id, form.q.data or "")
        seen = None if found.problems else bulkpreview.preview(work, g.petition, found.meant, ask.step)
    if seen is None:
        return _changes(form, " ".join(each.sentence for each in found.problems))
    page = render_template(
        "organiser/bulk_preview.html",
        form=form,
        seen=seen,
        terms=[term_words(each) for each in found.meant.search.terms],
        step=STEPS[ask.step],
        reason=REASONS[ask.reason] if ask.reason and ask.step.needs_reason else None,
        token=form_token(_DO, _bound(form.q.data or "", ask, seen.fitting)),
        most=MOST,
        is_late=is_late,
    )
    return page, 409 if is_late else 200


@bp.get("/changes")
@requires(Right.SEE_SIGNATORIES)
def changes(slug: str) -> ResponseReturnValue:
    return _changes(BulkForm())


def _changes(form: BulkForm, problem: str = "") -> ResponseReturnValue:
    with begin_reading(organiser()) as work:
        found = bulkrunning.history(work, g.petition.id)
        names = organisers.names(work, {actor for each, _ in found for actor in (each.made_by, each.undone_by or "")})
    page = render_template("organiser/bulk_changes.html", changes=found, form=form, problem=problem, names=names,
                           steps=STEPS, reasons=REASONS)  # fmt: skip
    return page, 422 if problem else 200


@bp.get("/changes/<int:number>")
@requires(Right.SEE_SIGNATORIES)
def change(slug: str, number: int) -> str:
    return _change(number)


def _change(number: int, problem: str = "") -> str:
    with begin_reading(organiser()) as work:
        found, job = bulkrunning.one(work, g.petition.id, number)
        names = organisers.names(work, {found.made_by, found.undone_by or ""})
        left = bulkrunning.undoable(work, found)
    return render_template("organiser/bulk_change.html", change=found, job=job, left=left, names=names, problem=problem,
                           steps=STEPS, reasons=REASONS, purpose=PURPOSE)  # fmt: skip


@bp.post("/changes/<int:number>/stop")
@requires(Right.MODERATE)
def stop(slug: str, number: int) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        bulkrunning.stop(work, g.petition.id, number)
    return redirect(url_for(".change", slug=slug, number=number), 303)


@bp.post("/changes/<int:number>/undo")
@requires(Right.MODERATE)
def undo(slug: str, number: int) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    try:
        with begin_work(organiser()) as work:
            bulkrunning.undo(work, g.petition.id, number)
    except NotFound:
        raise
    except Refusal as refusal:
        return _change(number, refusal.sentence), refusal.status
    return redirect(url_for(".change", slug=slug, number=number), 303)


def let_through_token(search: str, signatures: int) -> str:
    """For the button that counts a held group at once."""
    return form_token(_DO, _bound(search, Ask(BulkStep.RESTORE), Fitting(signatures, signatures)))
