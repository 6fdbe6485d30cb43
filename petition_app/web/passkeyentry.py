"""Using a passkey: to sign in, as the second step after the password, and to confirm before something sensitive."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from petition_app.database import begin_work, edge
from petition_app.domain.passkey import CHALLENGE_LASTS, PasskeyIsCopied
from petition_app.services import organisers, passkeyuse, sessions
from petition_app.services.passkeyuse import Verdict
from petition_app.services.work import Actor, ActorKind
from petition_app.web.browsers import browser_of_this_request
from petition_app.web.forms.account import CodeForm, SignInForm
from petition_app.web.forms.checking import passes
from petition_app.web.forms.passkeys import PasskeyForm
from petition_app.web.guards import organiser, password_given, public, visitor, visitor_network
from petition_app.web.knownbrowsers import remember
from petition_app.web.language import language
from petition_app.web.second_factor import confirm_page, go_on_with
from petition_app.web.sessions import brought_cookie
from petition_app.web.signing_in import code_page, sign_in_page
from petition_app.web.tokens import check_form_token

bp = Blueprint("passkeyentry", __name__, url_prefix="/sign-in")
_SIGN_IN, _CONFIRM = "sign-in-passkey", "confirm-passkey"


@bp.post("/passkey/options")
@public
def options() -> Response:
    """The cookie holds the answer to the browser that asked; it ends with the challenge, in five minutes."""
    check_form_token(request.form.get("token"), _SIGN_IN)
    with begin_work(visitor()) as work:
        asked = passkeyuse.ask_anybody(work, visitor_network())
    response = Response(asked.options, mimetype="application/json")
    response.set_cookie(
        _cookie_name(), asked.cookie, max_age=CHALLENGE_LASTS, path="/", secure=edge().settings.is_https,
        httponly=True, samesite="Strict",
    )  # fmt: skip
    return response


@bp.post("/passkey")
@public
def sign_in() -> ResponseReturnValue:
    form = PasskeyForm(request.form)
    if not passes(form, _SIGN_IN):
        return _sign_in_again(form), 422
    with begin_work(visitor()) as work:
        verdict = passkeyuse.who_signs_in(work, request.cookies.get(_cookie_name(), ""), form.answer.data or "")
    found = _refuse_copy(verdict).organiser
    if found is None:
        return _sign_in_again(form), 422
    with begin_work(Actor(ActorKind.ORGANISER, found)) as work:
        email = organisers.address_by_id(work, found)
        cookie = sessions.start(
            work, found, brought_cookie(), browser_of_this_request(), language=language(), by_passkey=True
        )
    response = remember(go_on_with(cookie), email)
    response.delete_cookie(_cookie_name(), path="/", secure=edge().settings.is_https, httponly=True, samesite="Strict")
    return response


@bp.post("/second-factor/passkey/options")
@password_given
def second_factor_options() -> Response:
    check_form_token(request.form.get("token"), _CONFIRM, current_user.binding)
    with begin_work(organiser()) as work:
        asked = passkeyuse.ask_session(work, current_user)
    return Response(asked, mimetype="application/json")


@bp.post("/second-factor/passkey")
@password_given
def second_factor() -> ResponseReturnValue:
    form = PasskeyForm(request.form)
    if not passes(form, _CONFIRM, current_user.binding):
        return _ask_again(form), 422
    with begin_work(organiser()) as work:
        verdict = passkeyuse.confirm(work, current_user, form.answer.data or "")
        cookie = sessions.pass_second_factor(work, current_user) if verdict.organiser else None
    _refuse_copy(verdict)
    return remember(go_on_with(cookie), current_user.email) if cookie else (_ask_again(form), 422)


def _refuse_copy(verdict: Verdict) -> Verdict:
    """After the transaction: that it was blocked stays."""
    if verdict.is_copied:
        raise PasskeyIsCopied
    return verdict


def _sign_in_again(form: PasskeyForm) -> str:
    """The same for an unknown, a removed and a blocked passkey, and for an answer that is not right."""
    page = SignInForm()
    page.form_errors.extend(_wrongs(form))
    return sign_in_page(page)


def _ask_again(form: PasskeyForm) -> str:
    page = CodeForm()
    page.form_errors.extend(_wrongs(form))
    return confirm_page(page) if current_user.is_authenticated else code_page(page)


def _wrongs(form: PasskeyForm) -> list[str]:
    shape = [*form.form_errors, *form.answer.errors]
    return [str(each) for each in shape] or [_("That passkey did not work here. Try again, or go on in another way.")]


def _cookie_name() -> str:
    return "__Host-pk" if edge().settings.is_https else "pk"
