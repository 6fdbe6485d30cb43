"""The room where signatures come in from files: upload, plan and preview, dry pass, statement, and undoing."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Response, g, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from petition_app.database import begin_reading, begin_work, edge
from petition_app.domain.access import Right
from petition_app.domain.importing import MOST_BYTES, ImportState, Plan, takes_imports
from petition_app.domain.petition import takes_signatures
from petition_app.domain.refusals import Refusal
from petition_app.services import importfiles, importpreview, importrejects, imports, importundo, jobs, organisers
from petition_app.services import petitions as public_petitions
from petition_app.services.importfiles import FileIsTooLarge, Upload
from petition_app.services.imports import FileIsEmpty
from petition_app.web.forms.checking import passes
from petition_app.web.forms.imports import PlanForm, StatementForm, UndoForm, column_choices, columns_in
from petition_app.web.guards import fresh_second_factor, organiser, requires
from petition_app.web.language import in_readers_language
from petition_app.web.tokens import check_form_token
from petition_app.web.uploads import receive

bp = Blueprint("organiser_imports", __name__, url_prefix="/organise/<slug>/imports")
PURPOSE = "import"
_MOST_FORM_BYTES = 64 * 1024


@bp.get("")
@requires(Right.IMPORT)
def room(slug: str) -> ResponseReturnValue:
    return _room()


@bp.post("")
@requires(Right.IMPORT)
def upload(slug: str) -> ResponseReturnValue:
    """The only address that takes more than a form holds. The token is checked once all of it has been read, for it may
    come after the file; a file that was not meant to come is deleted again."""
    uploads: list[Upload] = []

    def begin() -> Upload:
        uploads.append(Upload(edge().settings, uuid4()))
        return uploads[0]

    try:
        form, name = receive(begin, MOST_BYTES, _MOST_FORM_BYTES)
        check_form_token(form.get("token"), PURPOSE, current_user.binding)
        if not uploads:
            raise FileIsEmpty
        file = uploads[0].finish()
        with begin_work(organiser()) as work:
            batch = imports.add(work, g.petition, file, name)
    except RequestEntityTooLarge:
        _abandon(uploads)
        return _room(FileIsTooLarge())
    except Refusal as refusal:
        _abandon(uploads)
        return _room(refusal)
    except BaseException:
        _abandon(uploads)
        raise
    return redirect(url_for(".one", slug=slug, batch=batch), 303)


def _abandon(uploads: list[Upload]) -> None:
    for each in uploads:
        each.abandon()


@bp.get("/<uuid:batch>")
@requires(Right.IMPORT)
def one(slug: str, batch: UUID) -> ResponseReturnValue:
    return _page(batch)


@bp.post("/<uuid:batch>/plan")
@requires(Right.IMPORT)
def plan(slug: str, batch: UUID) -> ResponseReturnValue:
    """Read the file by what was chosen: show it, or go through all of it."""
    form = _plan_form(request.form)
    if not passes(form, PURPOSE, current_user.binding):
        return _page(batch, 422, plan_form=form)
    chosen = form.plan(columns_in(request.form))
    if request.form.get("step") != "check":
        chosen = _fit(batch, chosen)
    try:
        with begin_work(organiser()) as work:
            seen = importpreview.preview(work, imports.one(work, g.petition.id, batch), chosen)
            imports.set_plan(work, g.petition.id, batch, seen.plan, seen.header_digest)
        if request.form.get("step") == "check":
            with begin_work(organiser()) as work:
                imports.check(work, g.petition, batch)
    except Refusal as refusal:
        form.form_errors.append(refusal.sentence)
        return _page(batch, refusal.status, plan_form=form)
    return redirect(url_for(".one", slug=slug, batch=batch), 303)


def _fit(batch: UUID, chosen: Plan) -> Plan:
    """Where the file is parted otherwise now, what was chosen for the columns is of no use any more."""
    with begin_reading(organiser()) as work:
        before = Plan.from_text(imports.one(work, g.petition.id, batch).plan or "{}")
    same = (before.encoding, before.delimiter, before.has_header) == (
        chosen.encoding, chosen.delimiter, chosen.has_header,
    )  # fmt: skip
    return chosen if same or not before.delimiter else chosen.with_columns(())


@bp.post("/<uuid:batch>/count")
@requires(Right.IMPORT)
@fresh_second_factor
def count(slug: str, batch: UUID) -> ResponseReturnValue:
    form = StatementForm(request.form)
    if not passes(form, PURPOSE, current_user.binding):
        return _page(batch, 422, statement=form)
    try:
        with begin_work(organiser()) as work:
            imports.count(work, g.petition, batch, form.note.data or "")
    except Refusal as refusal:
        form.form_errors.append(refusal.sentence)
        return _page(batch, refusal.status, statement=form)
    return redirect(url_for(".one", slug=slug, batch=batch), 303)


@bp.post("/<uuid:batch>/undo")
@requires(Right.IMPORT)
@fresh_second_factor
def undo(slug: str, batch: UUID) -> ResponseReturnValue:
    form = UndoForm(request.form)
    if not passes(form, PURPOSE, current_user.binding):
        return _page(batch, 422, undo=form)
    with begin_work(organiser()) as work:
        imports.undo(work, g.petition.id, batch, with_changed=bool(form.with_changed.data))
    return redirect(url_for(".one", slug=slug, batch=batch), 303)


@bp.post("/<uuid:batch>/rejected")
@requires(Right.IMPORT)
@fresh_second_factor
def rejected(slug: str, batch: UUID) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        found = importrejects.start(work, g.petition.id, batch)
    pieces = importrejects.stream(found, begin_reading, organiser(), in_readers_language)
    response = Response(stream_with_context(pieces), content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = f'attachment; filename="{g.petition.slug}-not-taken-{batch}.csv"'
    return response


@bp.post("/<uuid:batch>/<any(stop, discard, again, remove_file):deed>")
@requires(Right.IMPORT)
def do(slug: str, batch: UUID, deed: str) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        getattr(imports, deed)(work, g.petition.id, batch)
    return redirect(url_for(".one", slug=slug, batch=batch), 303)


def _plan_form(fields: Any = None) -> PlanForm:
    form = PlanForm(fields)
    with begin_reading(organiser()) as work:
        texts = public_petitions.consents(work, g.petition.id, g.petition.consent_version)
    form.speak({each.purpose: each.text for each in texts})
    return form


def _room(refusal: Refusal | None = None) -> ResponseReturnValue:
    with begin_reading(organiser()) as work:
        past = imports.past(work, g.petition.id)
        names = organisers.names(work, {each.actor for each in past})
    page = render_template(
        "organiser/imports.html",
        past=past,
        names=names,
        refusal=refusal,
        takes_imports=takes_imports(g.petition.state),
        purpose=PURPOSE,
    )
    return page, refusal.status if refusal else 200


def _page(
    batch: UUID,
    status: int = 200,
    plan_form: PlanForm | None = None,
    statement: StatementForm | None = None,
    undo: UndoForm | None = None,
) -> ResponseReturnValue:
    seen, standing = None, None
    with begin_reading(organiser()) as work:
        found = imports.one(work, g.petition.id, batch)
        names = organisers.names(work, {found.actor})
        job = jobs.of_subject(work, g.petition.id, batch)
        if found.state in (ImportState.UPLOADED, ImportState.CHECKED):
            seen = _seen(work, found)
        if found.state is ImportState.DONE:
            standing = importundo.standing(work, found)
    if plan_form is None and seen:
        plan_form = _plan_form()
        plan_form.show(seen.plan)
    page = render_template(
        "organiser/import.html",
        batch=found,
        names=names,
        job=job,
        seen=seen,
        standing=standing,
        plan_form=plan_form,
        statement=statement or StatementForm(),
        undo=undo or UndoForm(),
        columns=column_choices(),
        is_fresh=current_user.is_fresh(edge().clock()),
        may_ask=takes_signatures(g.petition.state, g.petition.closes_at, edge().clock()),
        purpose=PURPOSE,
    )
    return page, status


def _seen(work: Any, found: Any) -> importpreview.Preview | None:
    try:
        return importpreview.preview(work, found)
    except importfiles.FileIsGone:
        return None
