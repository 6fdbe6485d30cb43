"""The second factor: setting up an authenticator app, and confirming it again before something sensitive."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from petition_app.database import begin_reading, begin_work
from petition_app.domain.refusals import NotAllowed
from petition_app.services import second_factor, sessions
from petition_app.services.second_factor import Offer
from petition_app.web.forms.account import AuthenticatorForm, CodeForm
from petition_app.web.forms.checking import passes
from petition_app.web.guards import fresh_second_factor, organiser, password_given, signed_in
from petition_app.web.passkeyplace import place
from petition_app.web.qrcode import qr_drawing
from petition_app.web.returning import next_page
from petition_app.web.sessions import give_cookie
from petition_app.web.tokens import check_form_token

bp = Blueprint("second_factor", __name__)
_PURPOSE = "authenticator"


@bp.get("/sign-in/set-up")
@password_given
def first_set_up() -> ResponseReturnValue:
    if current_user.is_enrolled:
        return redirect(next_page(), 303)
    return _new_offer()


@bp.post("/sign-in/set-up")
@password_given
def finish_first_set_up() -> ResponseReturnValue:
    if current_user.is_enrolled:
        raise NotAllowed
    return _accept()


@bp.get("/account/authenticator")
@signed_in
@fresh_second_factor
def set_up_again() -> ResponseReturnValue:
    return _new_offer()


@bp.post("/account/authenticator")
@signed_in
@fresh_second_factor
def finish_set_up_again() -> ResponseReturnValue:
    return _accept()


@bp.route("/account/recovery-codes", methods=["GET", "POST"])
@signed_in
@fresh_second_factor
def recovery_codes() -> str:
    if request.method == "GET":
        with begin_reading(organiser()) as work:
            left = second_factor.codes_left(work, current_user.id)
        return render_template("account/new_codes.html", left=left)
    check_form_token(request.form.get("token"), "recovery-codes", current_user.binding)
    with begin_work(organiser()) as work:
        codes = second_factor.renew_recovery_codes(work, current_user)
    return render_template("account/recovery_codes.html", codes=codes, next=url_for("account.account"))


@bp.get("/account/second-factor")
@signed_in
def confirm() -> ResponseReturnValue:
    return confirm_page(CodeForm())


@bp.post("/account/second-factor")
@signed_in
def give_code_again() -> ResponseReturnValue:
    if current_user.is_demo:
        return _confirm_without_code()
    form = CodeForm(request.form)
    cookie = cookie_for_code(form, "confirm-second-factor")
    return go_on_with(cookie) if cookie else (confirm_page(form), 422)


def cookie_for_code(form: CodeForm, purpose: str) -> str | None:
    """The session's new cookie; None where the form now says why there is none."""
    if not passes(form, purpose, current_user.binding):
        return None
    with begin_work(organiser()) as work:
        cookie = second_factor.give_code(work, current_user, form.code.data or "")
    if cookie is None:
        form.code.errors = [_wrong_code()]
    return cookie


def _wrong_code() -> str:
    return str(_("The code is not right. Each works once: wait for the next one."))


def go_on_with(cookie: str, page: str | None = None) -> Response:
    """Signed in, to this page or the one that was wanted."""
    return give_cookie(make_response(redirect(page or next_page(), 303)), cookie)


def _confirm_without_code() -> ResponseReturnValue:
    """In the demo nobody has an authenticator app for the invented organiser."""
    check_form_token(request.form.get("token"), "confirm-second-factor", current_user.binding)
    with begin_work(organiser()) as work:
        cookie = sessions.pass_second_factor(work, current_user)
    return go_on_with(cookie)


def _new_offer() -> str:
    with begin_reading(organiser()) as work:
        offered = second_factor.offer(work, current_user)
    return _authenticator_page(AuthenticatorForm(offered=offered.sealed), offered)


def _accept() -> ResponseReturnValue:
    """The recovery codes are in the answer itself: shown once, stored nowhere, gone with the page."""
    form = AuthenticatorForm(request.form)
    with begin_work(organiser()) as work:
        offered = second_factor.reopen(work, current_user, form.offered.data or "")
        good = passes(form, _PURPOSE, current_user.binding)
        enrolled = second_factor.accept(work, current_user, offered, form.code.data or "") if good else None
    if enrolled:
        page = render_template("account/recovery_codes.html", codes=enrolled.recovery_codes, next=next_page())
        return give_cookie(make_response(page), enrolled.cookie)
    if not form.errors and not form.form_errors:
        form.code.errors = [_wrong_code()]
    return _authenticator_page(form, offered), 422


def _authenticator_page(form: AuthenticatorForm, offered: Offer) -> str:
    drawing = qr_drawing(offered.address)
    return render_template(
        "account/authenticator.html",
        form=form,
        offered=offered,
        qr=drawing,
        next=next_page(),
        purpose=_PURPOSE,
        place=place(),
    )


def confirm_page(form: CodeForm) -> str:
    return render_template("account/second_factor.html", form=form, next=next_page(), place=place())
