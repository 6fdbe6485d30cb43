"""The webhooks of the room of programs: adding, trying, removing, and what was sent."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Right
from petition_app.domain.webhook import Happened, TooManyWebhooks, WebhookIsWrong, WebhooksAreOff
from petition_app.services import webhooks
from petition_app.web.forms.access import EVENT_WORDS, WebhookForm
from petition_app.web.forms.checking import passes
from petition_app.web.guards import fresh_second_factor, organiser, requires
from petition_app.web.tokens import check_form_token

bp = Blueprint("organiser_webhooks", __name__, url_prefix="/organise/<slug>/access/webhooks")
PURPOSE = "access"


@bp.route("/new", methods=["GET", "POST"])
@requires(Right.MANAGE_ACCESS)
@fresh_second_factor
def new(slug: str) -> ResponseReturnValue:
    form = WebhookForm(request.form)
    if request.method == "GET":
        return _form(form)
    if not passes(form, PURPOSE, current_user.binding):
        return _form(form), 422
    events = [Happened(each) for each in form.events.data or ()]
    try:
        with begin_work(organiser()) as work:
            secret = webhooks.add(work, g.petition.id, form.url.data or "", events)
    except WebhookIsWrong as refusal:
        form.url.errors = [refusal.sentence]
        return _form(form), refusal.status
    except (WebhooksAreOff, TooManyWebhooks) as refusal:
        form.form_errors.append(refusal.sentence)
        return _form(form), refusal.status
    return render_template("organiser/webhook_secret.html", secret=secret, url=form.url.data)


@bp.get("/<uuid:webhook>")
@requires(Right.MANAGE_ACCESS)
def webhook(slug: str, webhook: UUID) -> str:
    with begin_reading(organiser()) as work:
        found = webhooks.one(work, g.petition.id, webhook)
        sent = webhooks.deliveries(work, g.petition.id, webhook)
        are_on = webhooks.are_on(work)
    return render_template(
        "organiser/webhook.html", webhook=found, sent=sent, events=EVENT_WORDS, are_on=are_on, purpose=PURPOSE,
        is_tried="tried" in request.args,
    )  # fmt: skip


@bp.post("/<uuid:webhook>/try")
@requires(Right.MANAGE_ACCESS)
@fresh_second_factor
def try_it(slug: str, webhook: UUID) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        webhooks.ping(work, g.petition.id, webhook)
    return redirect(url_for(".webhook", slug=slug, webhook=webhook, tried=1), 303)


@bp.post("/<uuid:webhook>/remove")
@requires(Right.MANAGE_ACCESS)
def remove(slug: str, webhook: UUID) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        webhooks.remove(work, g.petition.id, webhook)
    return redirect(url_for("organiser_access.room", slug=slug, done="removed"), 303)


def _form(form: WebhookForm) -> str:
    return render_template("organiser/webhook_form.html", form=form, purpose=PURPOSE)
