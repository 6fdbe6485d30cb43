"""Behind the link of an invitation: GET shows it, because mail scanners open links; a button accepts it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from petition_app.database import begin_reading, begin_work
from petition_app.services import joining, sessions
from petition_app.services.joining import Invited
from petition_app.services.organisers import OrganiserExists, PasswordRefused
from petition_app.services.work import VISITOR, Actor, ActorKind
from petition_app.web.browsers import browser_of_this_request
from petition_app.web.forms.checking import passes
from petition_app.web.forms.team import ROLE_HINTS, AcceptForm, JoinForm
from petition_app.web.guards import organiser, public, signed_in
from petition_app.web.language import language
from petition_app.web.second_factor import go_on_with
from petition_app.web.sessions import brought_cookie

bp = Blueprint("joining", __name__, url_prefix="/account/join/<secret>")
_PURPOSE = "join"


@bp.get("")
@public
def invitation(secret: str) -> ResponseReturnValue:
    return _page(secret)


@bp.post("/accept")
@signed_in
def accept(secret: str) -> ResponseReturnValue:
    """With the account that is signed in."""
    form, shown = AcceptForm(request.form), _look(secret)
    if not passes(form, _PURPOSE, _bound(secret)):
        return _page(secret, accept_form=form), 422
    if not shown.is_for and not form.sure.data:
        form.sure.errors = [_("Please tick this, or sign in with the other account.")]
        return _page(secret, accept_form=form), 422
    with begin_work(organiser()) as work:
        joining.accept(work, secret, current_user.id)
    return redirect(url_for("organiser_team.room", slug=shown.petition.slug), 303)


@bp.post("/new")
@public
def join(secret: str) -> ResponseReturnValue:
    """Somebody new. They are signed in with the password they chose, which leads to their second factor."""
    form, shown = JoinForm(request.form), _look(secret)
    if not passes(form, _PURPOSE, secret):
        return _page(secret, join_form=form), 422
    hashed = _hash(secret, form)
    if hashed is None:
        return _page(secret, join_form=form), 422
    try:
        with begin_work(VISITOR) as work:
            made = joining.accept_as_new(work, secret, form.name.data or "", hashed)
    except OrganiserExists:
        form.form_errors.append(_("There is an account for this mailbox already. Sign in with it, then accept."))
        return _page(secret, join_form=form), 409
    with begin_work(Actor(ActorKind.ORGANISER, made)) as work:
        cookie = sessions.start(work, made, brought_cookie(), browser_of_this_request(), language=language())
    return go_on_with(cookie, url_for("organiser_team.room", slug=shown.petition.slug))


def _hash(secret: str, form: JoinForm) -> str | None:
    """None where the form now says why there is none. Hashed before the write lock is taken."""
    try:
        with begin_reading(VISITOR) as work:
            return joining.new_password_hash(work, secret, form.name.data or "", form.password.data or "")
    except PasswordRefused as refusal:
        form.password.errors = [refusal.sentence]
        return None


def _look(secret: str) -> Invited:
    account = current_user.id if current_user.is_authenticated else None
    with begin_reading(VISITOR) as work:
        return joining.look(work, secret, account)


def _bound(secret: str) -> str:
    """The page that was shown, to this session: whoever presses the button has read which account joins."""
    return f"{secret}:{current_user.binding}"


def _page(secret: str, join_form: JoinForm | None = None, accept_form: AcceptForm | None = None) -> str:
    is_signed_in = current_user.is_authenticated
    return render_template(
        "account/join.html",
        invited=_look(secret),
        secret=secret,
        is_signed_in=is_signed_in,
        join_form=join_form or JoinForm(),
        accept_form=accept_form or AcceptForm(),
        hints=ROLE_HINTS,
        purpose=_PURPOSE,
        bound=_bound(secret) if is_signed_in else secret,
        page=url_for(".invitation", secret=secret),
    )
