"""An organiser's own passkeys: a list, a new one, and one less."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from petition_app.database import begin_reading, begin_work
from petition_app.domain.passkey import MOST
from petition_app.domain.refusals import NotAllowed
from petition_app.services import passkeys
from petition_app.services.passkeys import Added
from petition_app.web.browsers import browser_of_this_request
from petition_app.web.forms.checking import passes
from petition_app.web.forms.passkeys import NewPasskeyForm
from petition_app.web.guards import fresh_second_factor, organiser, password_given, signed_in
from petition_app.web.passkeyplace import place
from petition_app.web.returning import next_page
from petition_app.web.sessions import give_cookie
from petition_app.web.tokens import check_form_token

bp = Blueprint("passkeys", __name__)
_PURPOSE = "new-passkey"


@bp.get("/account/passkeys")
@signed_in
def own() -> str:
    with begin_reading(organiser()) as work:
        listed = passkeys.of_organiser(work, current_user.id)
    done = request.args.get("done")
    return render_template("account/passkeys.html", passkeys=listed, place=place(), done=done, most=MOST)


@bp.get("/account/passkeys/new")
@signed_in
@fresh_second_factor
def new() -> str:
    return _new_page(NewPasskeyForm(name=browser_of_this_request()))


@bp.post("/account/passkeys/new/options")
@signed_in
@fresh_second_factor
def new_options() -> Response:
    return _options()


@bp.post("/account/passkeys/new")
@signed_in
@fresh_second_factor
def add() -> ResponseReturnValue:
    form = NewPasskeyForm(request.form)
    added = _added(form)
    if added is None:
        return _new_page(form), 422
    if added.recovery_codes:
        return _first_codes(added, url_for(".own", done="added"))
    return redirect(url_for(".own", done="added"), 303)


@bp.get("/sign-in/set-up/passkey")
@password_given
def first() -> ResponseReturnValue:
    if current_user.is_enrolled:
        return redirect(next_page(), 303)
    return _first_page(NewPasskeyForm(name=browser_of_this_request()))


@bp.post("/sign-in/set-up/passkey/options")
@password_given
def first_options() -> Response:
    if current_user.is_enrolled:
        raise NotAllowed
    return _options()


@bp.post("/sign-in/set-up/passkey")
@password_given
def add_first() -> ResponseReturnValue:
    if current_user.is_enrolled:
        raise NotAllowed
    form = NewPasskeyForm(request.form)
    added = _added(form)
    return _first_codes(added, next_page()) if added else (_first_page(form), 422)


@bp.get("/account/passkeys/<uuid:passkey>/remove")
@signed_in
@fresh_second_factor
def removal(passkey: UUID) -> str:
    with begin_reading(organiser()) as work:
        found = passkeys.one(work, current_user.id, passkey)
    return render_template("account/passkey_removal.html", passkey=found)


@bp.post("/account/passkeys/<uuid:passkey>/remove")
@signed_in
@fresh_second_factor
def remove(passkey: UUID) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), "remove-passkey", f"{current_user.binding}:{passkey}")
    with begin_work(organiser()) as work:
        passkeys.remove(work, current_user.id, passkey)
    return redirect(url_for(".own", done="removed"), 303)


def _options() -> Response:
    """For the browser's script; the token in the page asks for them."""
    check_form_token(request.form.get("token"), _PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        options = passkeys.ask_for_new(work, current_user)
    return Response(options, mimetype="application/json")


def _added(form: NewPasskeyForm) -> Added | None:
    """None where the form now says why there is none."""
    if not passes(form, _PURPOSE, current_user.binding):
        return None
    with begin_work(organiser()) as work:
        added = passkeys.add(work, current_user, form.name.data or "", form.answer.data or "")
    if added is None:
        form.form_errors.append(_("This passkey could not be added. Nothing was changed; please try once more."))
    return added


def _first_codes(added: Added, page: str) -> Response:
    """The recovery codes are in the answer itself: shown once, stored nowhere, gone with the page."""
    answer = make_response(
        render_template("account/recovery_codes.html", codes=added.recovery_codes, next=page, of_passkey=True)
    )
    return give_cookie(answer, added.cookie)


def _new_page(form: NewPasskeyForm) -> str:
    return render_template("account/passkey_new.html", form=form, purpose=_PURPOSE, place=place())


def _first_page(form: NewPasskeyForm) -> str:
    return render_template("account/passkey_first.html", form=form, purpose=_PURPOSE, place=place(), next=next_page())
