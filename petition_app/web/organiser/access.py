"""The room of what lets programs in, and of what they are told."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Right
from petition_app.domain.accesstoken import MOST_TOKENS, Scope, TokenIsWrong, TooManyTokens
from petition_app.services import accesstokens, webhooks
from petition_app.web.forms.access import EVENT_WORDS, SCOPE_HINTS, SCOPE_WORDS, TokenForm
from petition_app.web.forms.checking import passes
from petition_app.web.guards import fresh_second_factor, organiser, requires
from petition_app.web.tokens import check_form_token

bp = Blueprint("organiser_access", __name__, url_prefix="/organise/<slug>/access")
PURPOSE = "access"


@bp.get("")
@requires(Right.MANAGE_ACCESS)
def room(slug: str) -> str:
    with begin_reading(organiser()) as work:
        tokens = accesstokens.every(work, g.petition.id)
        told, are_on = webhooks.every(work, g.petition.id), webhooks.are_on(work)
    return render_template(
        "organiser/access.html", tokens=tokens, words=SCOPE_WORDS, purpose=PURPOSE, most=MOST_TOKENS,
        webhooks=told, events=EVENT_WORDS, webhooks_are_on=are_on, done=request.args.get("done"),
    )  # fmt: skip


@bp.route("/new", methods=["GET", "POST"])
@requires(Right.MANAGE_ACCESS)
@fresh_second_factor
def new(slug: str) -> ResponseReturnValue:
    form = TokenForm(request.form)
    if request.method == "GET":
        return _form(form)
    if not passes(form, PURPOSE, current_user.binding):
        return _form(form), 422
    scopes = [Scope(each) for each in form.scopes.data or ()]
    try:
        with begin_work(organiser()) as work:
            text = accesstokens.make(
                work, g.petition.id, current_user.id, form.name.data or "", scopes, form.days.data or 0
            )
    except (TokenIsWrong, TooManyTokens) as refusal:
        form.form_errors.append(refusal.sentence)
        return _form(form), refusal.status
    # Shown once and kept nowhere, so there is no other page to lead to.
    return render_template("organiser/access_token.html", text=text, name=form.name.data)


@bp.post("/<uuid:token>/revoke")
@requires(Right.MANAGE_ACCESS)
def revoke(slug: str, token: UUID) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        accesstokens.revoke(work, g.petition.id, token)
    return redirect(url_for(".room", slug=slug, done="revoked"), 303)


def _form(form: TokenForm) -> str:
    return render_template("organiser/access_form.html", form=form, hints=SCOPE_HINTS, purpose=PURPOSE)
