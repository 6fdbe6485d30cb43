"""Signing in and out: the password, then the second factor."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from petition_app.database import begin_reading, begin_work, edge
from petition_app.domain.refusals import SignInFailed
from petition_app.domain.signintries import PasswordsAreOff, TryLater
from petition_app.services import demo, organisers, sessions, signintries
from petition_app.services.work import Actor, ActorKind
from petition_app.web.browsers import browser_of_this_request
from petition_app.web.forms.account import CodeForm, SignInForm
from petition_app.web.forms.checking import passes
from petition_app.web.guards import organiser, password_given, public, visitor
from petition_app.web.knownbrowsers import forget, is_known, place_of, remember
from petition_app.web.language import language
from petition_app.web.passkeyplace import place as passkey_place
from petition_app.web.returning import next_page
from petition_app.web.second_factor import cookie_for_code, go_on_with
from petition_app.web.sessions import brought_cookie, take_cookie
from petition_app.web.tokens import check_form_token

bp = Blueprint("signing_in", __name__)


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(next_page(), 303)
    return sign_in_page(SignInForm())


@bp.post("/sign-in")
@public
def give_password() -> ResponseReturnValue:
    form = SignInForm(request.form)
    if not passes(form, "sign-in"):
        return sign_in_page(form), 422
    try:
        found = _check_password(form)
    except (TryLater, PasswordsAreOff) as refusal:
        form.form_errors.append(refusal.sentence)
        return sign_in_page(form), refusal.status, {"Retry-After": str(refusal.wait)} if refusal.wait else {}
    if found is None:
        form.form_errors.append(SignInFailed.sentence)
        return sign_in_page(form), 422
    with begin_work(Actor(ActorKind.ORGANISER, found)) as work:
        signintries.note_success(work, form.email.data or "", place_of(form.email.data or ""))
        organisers.renew_hash(work, found, form.password.data or "")
        cookie = sessions.start(work, found, brought_cookie(), browser_of_this_request(), language=language())
    return go_on_with(cookie)


def _check_password(form: SignInForm) -> UUID | None:
    """Three transactions, because hashing takes its time and nobody should wait for it with the write lock held."""
    email, password = form.email.data or "", form.password.data or ""
    place = place_of(email)
    with begin_work(visitor()) as work:
        signintries.refuse_early(work, email, place, is_known=is_known(email))
        organisers.count_sign_in(work, email, place)
    with begin_reading(visitor()) as work:
        found = organisers.verify_password(work, email, password)
    if found is None:
        with begin_work(visitor()) as work:
            sessions.note_failure(work)
            signintries.note_failure(work, email, place)
    return found


@bp.get("/sign-in/code")
@password_given
def second_step() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(next_page(), 303)
    return code_page(CodeForm())


@bp.post("/sign-in/code")
@password_given
def give_code() -> ResponseReturnValue:
    form = CodeForm(request.form)
    cookie = cookie_for_code(form, "second-step")
    return remember(go_on_with(cookie), current_user.email) if cookie else (code_page(form), 422)


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    if not current_user.is_anonymous:
        check_form_token(request.form.get("token"), "sign-out", current_user.binding)
        with begin_work(organiser()) as work:
            sessions.sign_out(work, current_user)
    # By name as well: not every browser clears what it is told to.
    return forget(take_cookie(make_response(redirect(url_for(".sign_in", done=1), 303))))


def sign_in_page(form: SignInForm) -> str:
    shown = (demo.EMAIL, demo.PASSPHRASE) if edge().settings.demo else None
    signed_out = "done" in request.args
    return render_template(
        "account/sign_in.html",
        form=form,
        next=next_page(),
        is_signed_out=signed_out,
        is_changed="changed" in request.args,
        demo_sign_in=shown,
        place=passkey_place(),
    )


def code_page(form: CodeForm) -> str:
    return render_template("account/second_step.html", form=form, next=next_page(), place=passkey_place())
