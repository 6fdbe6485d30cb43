"""Behind the set-up link of an empty site: the first account. GET changes nothing; a button makes it."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from petition_app.database import begin_reading, begin_work
from petition_app.services import sessions, settingup
from petition_app.services.organisers import PasswordRefused
from petition_app.services.work import VISITOR, Actor, ActorKind
from petition_app.web.browsers import browser_of_this_request
from petition_app.web.forms.checking import passes
from petition_app.web.forms.setting_up import SetUpForm
from petition_app.web.guards import public
from petition_app.web.language import language
from petition_app.web.second_factor import go_on_with
from petition_app.web.sessions import brought_cookie

bp = Blueprint("setting_up", __name__, url_prefix="/set-up/<secret>")
_PURPOSE = "set-up"


@bp.get("")
@public
def first_account(secret: str) -> str:
    with begin_reading(VISITOR) as work:
        settingup.check(work, secret)
    return _page(secret, SetUpForm())


@bp.post("")
@public
def make_first_account(secret: str) -> ResponseReturnValue:
    """They are signed in with the password they chose, which leads to their second factor, then to the workshop."""
    form = SetUpForm(request.form)
    with begin_reading(VISITOR) as work:
        settingup.check(work, secret)
    hashed = _hash(secret, form) if passes(form, _PURPOSE, secret) else None
    if hashed is None:
        return _page(secret, form), 422
    with begin_work(VISITOR) as work:
        made = settingup.set_up(work, secret, form.email.data or "", form.name.data or "", hashed)
    with begin_work(Actor(ActorKind.ORGANISER, made)) as work:
        cookie = sessions.start(work, made, brought_cookie(), browser_of_this_request(), language=language())
    return go_on_with(cookie, url_for("organiser.petitions"))


def _hash(secret: str, form: SetUpForm) -> str | None:
    """None where the form now says why there is none. Hashed before the write lock is taken."""
    given = (form.email.data or "", form.name.data or "", form.password.data or "")
    try:
        with begin_reading(VISITOR) as work:
            return settingup.new_password_hash(work, secret, *given)
    except PasswordRefused as refusal:
        form.password.errors = [refusal.sentence]
        return None


def _page(secret: str, form: SetUpForm) -> str:
    return render_template("account/set_up.html", form=form, secret=secret, purpose=_PURPOSE)
