"""An organiser's own account: where they are signed in, and their password."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from petition_app.database import begin_reading, begin_work
from petition_app.domain.refusals import NotFound
from petition_app.services import browsers, organisers, passkeys
from petition_app.services import second_factor as second_factor_of
from petition_app.services.organisers import PasswordRefused
from petition_app.web import (
    forgotten,
    joining,
    passkeyentry,
    second_factor,
    setting_up,
    signing_in,
    sitechecklist,
)
from petition_app.web import passkeys as passkeys_of
from petition_app.web.forms.account import PasswordForm, SessionForm
from petition_app.web.forms.checking import passes
from petition_app.web.guards import organiser, signed_in, visitor_network
from petition_app.web.tokens import check_form_token

bp = Blueprint("account", __name__)
bp.register_blueprint(signing_in.bp)
bp.register_blueprint(second_factor.bp)
bp.register_blueprint(passkeys_of.bp)
bp.register_blueprint(passkeyentry.bp)
bp.register_blueprint(joining.bp)
bp.register_blueprint(forgotten.bp)
bp.register_blueprint(setting_up.bp)
bp.register_blueprint(sitechecklist.bp)


@bp.get("/account")
@signed_in
def account() -> str:
    with begin_reading(organiser()) as work:
        listed = browsers.of_organiser(work, current_user)
        codes_left = second_factor_of.codes_left(work, current_user.id)
        keys = passkeys.of_organiser(work, current_user.id)
    return render_template(
        "account/account.html",
        sessions=listed,
        codes_left=codes_left,
        passkeys=keys,
        is_changed="changed" in request.args,
    )


@bp.post("/account/sessions/end")
@signed_in
def end_session() -> ResponseReturnValue:
    form = SessionForm(request.form)
    check_form_token(request.form.get("token"), "end-session", current_user.binding)
    if not form.validate():
        raise NotFound
    with begin_work(organiser()) as work:
        browsers.revoke(work, current_user.id, form.handle.data or "")
    return redirect(url_for(".account"), 303)


@bp.post("/account/sessions/end-others")
@signed_in
def end_other_sessions() -> ResponseReturnValue:
    check_form_token(request.form.get("token"), "end-session", current_user.binding)
    with begin_work(organiser()) as work:
        browsers.revoke_others(work, current_user)
    return redirect(url_for(".account"), 303)


@bp.get("/account/password")
@signed_in
def password() -> str:
    return _password_page(PasswordForm())


@bp.post("/account/password")
@signed_in
def change_password() -> ResponseReturnValue:
    form = PasswordForm(request.form)
    if not passes(form, "password", current_user.binding):
        return _password_page(form), 422
    hashed = _hash_of_new(form)
    if hashed is None:
        return _password_page(form), 422
    with begin_work(organiser()) as work:
        organisers.change_password(work, current_user.id, hashed)
        browsers.revoke_others(work, current_user)
    return redirect(url_for(".account", changed=1), 303)


def _hash_of_new(form: PasswordForm) -> str | None:
    """The hash to store; None where the form now says why not. Hashed before the write lock is taken."""
    with begin_work(organiser()) as work:
        organisers.count_sign_in(work, current_user.email, visitor_network())
    with begin_reading(organiser()) as work:
        if not organisers.is_password_of(work, current_user.id, form.current.data or ""):
            form.current.errors = [_("This is not your present password.")]
            return None
        try:
            return organisers.new_password_hash(work, current_user.id, form.new.data or "")
        except PasswordRefused as refusal:
            form.new.errors = [refusal.sentence]
            return None


def _password_page(form: PasswordForm) -> str:
    return render_template("account/password.html", form=form)
