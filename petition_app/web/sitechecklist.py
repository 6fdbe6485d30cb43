"""The set-up checklist of the site itself, for organisers who may begin petitions: letters, the key, the address."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from petition_app.database import begin_reading, begin_work, edge
from petition_app.domain.refusals import NotAllowed
from petition_app.replicas import replica
from petition_app.services import checklist, founding, keycopy, mailproof
from petition_app.web.checkmarks import asked_for
from petition_app.web.forms.checking import passes
from petition_app.web.forms.setting_up import KeyEndForm, MailCodeForm
from petition_app.web.guards import fresh_second_factor, organiser, signed_in
from petition_app.web.tokens import check_form_token

bp = Blueprint("site", __name__, url_prefix="/account/site")
_PURPOSE = "site checklist"


@bp.get("")
@signed_in
def room() -> str:
    return _page(MailCodeForm(), KeyEndForm())


@bp.post("")
@signed_in
def mark() -> ResponseReturnValue:
    """Leave an item out, or want it back."""
    _only_founders()
    item, said_of_it = asked_for(_PURPOSE)
    with begin_work(organiser()) as work:
        checklist.mark(work, None, item, said_of_it)
    return redirect(url_for(".room"), 303)


@bp.post("/letter")
@signed_in
def send_letter() -> ResponseReturnValue:
    _only_founders()
    check_form_token(request.form.get("token"), _PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        mailproof.send(work, current_user.email)
    return redirect(url_for(".room", done="sent", _anchor="mail"), 303)


@bp.post("/letter/code")
@signed_in
def give_code() -> ResponseReturnValue:
    _only_founders()
    form = MailCodeForm(request.form)
    if not passes(form, _PURPOSE, current_user.binding):
        return _page(form, KeyEndForm()), 422
    with begin_work(organiser()) as work:
        is_right = mailproof.prove(work, current_user.email, form.mail_code.data or "")
    if not is_right:
        form.mail_code.errors = [_("This is not the code of a letter from today or yesterday. Ask for a new one.")]
        return _page(form, KeyEndForm()), 422
    return redirect(url_for(".room", done="mail"), 303)


@bp.get("/key")
@signed_in
@fresh_second_factor
def before_key() -> ResponseReturnValue:
    """What the key is for, before it is shown; a page that is only looked at shows nothing."""
    _only_founders()
    with begin_reading(organiser()) as work:
        can_see = keycopy.may_see(work, current_user.id)
    if not can_see:
        return redirect(url_for(".room", _anchor="key"), 303)
    return render_template("account/key.html", purpose=_PURPOSE, key=None, form=KeyEndForm())


@bp.post("/key")
@signed_in
@fresh_second_factor
def show_key() -> str:
    """In the answer itself: shown once, and gone with the page."""
    _only_founders()
    check_form_token(request.form.get("token"), _PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        key = keycopy.show_once(work, current_user.id)
    return render_template("account/key.html", purpose=_PURPOSE, key=key, form=KeyEndForm())


@bp.post("/key/end")
@signed_in
def give_end() -> ResponseReturnValue:
    _only_founders()
    form = KeyEndForm(request.form)
    if not passes(form, _PURPOSE, current_user.binding):
        return _page(MailCodeForm(), form), 422
    with begin_work(organiser()) as work:
        is_right = keycopy.prove(work, form.key_end.data or "")
    if not is_right:
        form.key_end.errors = [_("These are not the last 6 characters of the key that this site uses.")]
        return _page(MailCodeForm(), form), 422
    return redirect(url_for(".room", done="key"), 303)


def _only_founders() -> None:
    """The site is looked after by those who may begin petitions in it. Raises NotAllowed."""
    with begin_reading(organiser()) as work:
        if not founding.may_found(work, current_user.id):
            raise NotAllowed


def _page(mail_form: MailCodeForm, key_form: KeyEndForm) -> str:
    _only_founders()
    with begin_reading(organiser()) as work:
        points = checklist.of_site(work)
        can_see_key = keycopy.may_see(work, current_user.id)
    return render_template(
        "account/site.html",
        points=points,
        replica_lag=copy.lag() if (copy := replica()) else None,
        mail_form=mail_form,
        key_form=key_form,
        can_see_key=can_see_key,
        keeps_letters=not edge().settings.email_host,
        purpose=_PURPOSE,
        done=request.args.get("done"),
    )
