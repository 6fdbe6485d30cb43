"""A forgotten password: asking for a link, which looks the same for every address, and a new password behind it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from petition_app.database import begin_reading, begin_work
from petition_app.services import password_reset
from petition_app.services.organisers import PasswordRefused
from petition_app.services.work import VISITOR
from petition_app.web.forms.checking import passes
from petition_app.web.forms.team import ForgottenForm, NewPasswordForm
from petition_app.web.guards import public, visitor_network

bp = Blueprint("forgotten", __name__, url_prefix="/sign-in")
_PURPOSE = "forgotten password"


@bp.get("/forgotten")
@public
def forgotten() -> str:
    return _ask_page(ForgottenForm())


@bp.post("/forgotten")
@public
def ask() -> ResponseReturnValue:
    form = ForgottenForm(request.form)
    if not passes(form, _PURPOSE):
        return _ask_page(form), 422
    with begin_work(VISITOR) as work:
        password_reset.ask(work, form.email.data or "", visitor_network())
    return redirect(url_for(".sent"), 303)


@bp.get("/forgotten/sent")
@public
def sent() -> str:
    return render_template("account/forgotten_sent.html")


@bp.get("/new-password/<secret>")
@public
def new_password(secret: str) -> str:
    return _new_page(NewPasswordForm(), secret)


@bp.post("/new-password/<secret>")
@public
def change(secret: str) -> ResponseReturnValue:
    form = NewPasswordForm(request.form)
    if not passes(form, _PURPOSE, secret):
        return _new_page(form, secret), 422
    hashed = _hash(form, secret)
    if hashed is None:
        return _new_page(form, secret), 422
    with begin_work(VISITOR) as work:
        is_done = password_reset.carry_out(work, secret, form.code.data or "", hashed)
    if not is_done:
        form.code.errors = [_("The code is not right. Each works once: wait for the next one.")]
        return _new_page(form, secret), 422
    return redirect(url_for("account.signing_in.sign_in", changed=1), 303)


def _hash(form: NewPasswordForm, secret: str) -> str | None:
    """None where the form now says why there is none. Hashed before the write lock is taken."""
    try:
        with begin_reading(VISITOR) as work:
            return password_reset.new_hash(work, secret, form.new.data or "")
    except PasswordRefused as refusal:
        form.new.errors = [refusal.sentence]
        return None


def _ask_page(form: ForgottenForm) -> str:
    return render_template("account/forgotten.html", form=form, purpose=_PURPOSE)


def _new_page(form: NewPasswordForm, secret: str) -> str:
    with begin_reading(VISITOR) as work:
        needs_code = password_reset.needs_code(work, secret)
    return render_template(
        "account/new_password.html", form=form, secret=secret, needs_code=needs_code, purpose=_PURPOSE
    )
