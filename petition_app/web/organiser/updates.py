"""The room of updates and letters: news is written, looked at, put on the page and taken off it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Right
from petition_app.domain.petition import Custody
from petition_app.services import letterfunnel, mailings, markdown, previews, reminders, updates
from petition_app.services.updates import UpdateChanged
from petition_app.web.forms.updates import ReminderForm, UpdateForm
from petition_app.web.guards import organiser, requires
from petition_app.web.tokens import check_form_token

bp = Blueprint("organiser_updates", __name__, url_prefix="/organise/<slug>/updates")
PURPOSE = "update"


@bp.app_template_filter("markdown")
def as_html(text: str) -> Markup:
    """Organisers' Markdown, which `services/markdown.py` has made harmless."""
    return Markup(markdown.to_html(text))  # noqa: S704


@bp.get("")
@requires(Right.SEE_TALLIES)
def room(slug: str) -> str:
    return page(ReminderForm())


def page(form: ReminderForm) -> str:
    """The room; `form` is the one that reminds by hand."""
    with begin_reading(organiser()) as work:
        written = updates.all_of(work, g.petition.id)
        sent = mailings.sendings(work, g.petition.id)
        funnel = letterfunnel.funnel(work, g.petition.id)
        are_automatic = reminders.are_automatic(work, g.petition)
        waiting = reminders.waiting(work, g.petition)
    return render_template(
        "organiser/updates.html",
        updates=written,
        sent={each.mailing.update_id: each for each in reversed(sent)},
        funnel=funnel,
        are_automatic=are_automatic,
        waiting=waiting,
        by_organisers=g.petition.custody is Custody.ORGANISERS,
        form=form,
        purpose=PURPOSE,
        done=request.args.get("done"),
        number=request.args.get("number", 0, type=int),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Right.WRITE)
def write(slug: str) -> ResponseReturnValue:
    form = UpdateForm(request.form)
    if request.method == "POST" and form.passes(PURPOSE, current_user.binding):
        with begin_work(organiser()) as work:
            made = updates.draft(work, g.petition.id, form.draft())
        return _back(made, "kept")
    return _form(form, None), 422 if form.errors else 200


@bp.route("/<uuid:update>", methods=["GET", "POST"])
@requires(Right.WRITE)
def change(slug: str, update: UUID) -> ResponseReturnValue:
    found = _one(update)
    if request.method == "GET":
        return _form(UpdateForm(obj=found), found)
    form = UpdateForm(request.form)
    if not form.passes(PURPOSE, current_user.binding):
        return _form(form, found), 422
    try:
        with begin_work(organiser()) as work:
            updates.change(work, g.petition.id, update, form.edition.data or 0, form.draft())
    except UpdateChanged:
        # Both wordings on one page. Sending it again is a decision to keep one's own.
        now = _one(update)
        form.is_about(now.edition)
        return _form(form, now, meanwhile=now), 409
    return _back(update, "kept")


@bp.get("/<uuid:update>/preview")
@requires(Right.WRITE)
def preview(slug: str, update: UUID) -> str:
    with begin_reading(organiser()) as work:
        found = updates.one(work, g.petition.id, update)
        letter = previews.letter_of(work, g.petition, found, current_user.email)
    return render_template(
        "organiser/update_preview.html",
        update=found,
        letter=letter,
        purpose=PURPOSE,
        is_sent="sent" in request.args,
    )


@bp.post("/<uuid:update>/preview")
@requires(Right.WRITE)
def send_preview(slug: str, update: UUID) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        found = updates.one(work, g.petition.id, update)
        previews.send(work, g.petition, found, current_user.id, current_user.email)
    return redirect(url_for(".preview", slug=slug, update=update, sent=1), 303)


@bp.post("/<uuid:update>/publish")
@requires(Right.WRITE)
def publish(slug: str, update: UUID) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        updates.publish(work, g.petition.id, update, request.form.get("edition", 0, type=int))
    return _back(update, "published")


@bp.post("/<uuid:update>/unpublish")
@requires(Right.WRITE)
def unpublish(slug: str, update: UUID) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        updates.unpublish(work, g.petition.id, update)
    return _back(update, "unpublished")


@bp.post("/<uuid:update>/discard")
@requires(Right.WRITE)
def discard(slug: str, update: UUID) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        updates.discard(work, g.petition.id, update)
    return redirect(url_for(".room", slug=slug, done="discarded"), 303)


def _form(form: UpdateForm, update: Any, **more: Any) -> str:
    sent: list[mailings.Sending] = []
    if update:
        with begin_reading(organiser()) as work:
            sent = mailings.sendings(work, g.petition.id, update.id)
    return render_template(
        "organiser/update.html", form=form, update=update, sent=sent, purpose=PURPOSE, done=request.args.get("done"),
        **more,
    )  # fmt: skip


def _one(update: UUID) -> Any:
    with begin_reading(organiser()) as work:
        return updates.one(work, g.petition.id, update)


def _back(update: UUID, done: str) -> ResponseReturnValue:
    return redirect(url_for(".change", slug=g.petition.slug, update=update, done=done), 303)
