"""Confirming: the link and the code of a letter. Looking changes nothing, because mail scanners look at every link;
only the button confirms."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from wtforms import Form

from petition_app.database import begin_reading
from petition_app.domain.refusals import LinkIsSpent
from petition_app.services import confirming
from petition_app.services.confirming import Waiting
from petition_app.web.desk import confirmations
from petition_app.web.forms.checking import passes
from petition_app.web.forms.receipts import CodeForm
from petition_app.web.guards import public, visitor
from petition_app.web.headers import forgetting_pages
from petition_app.web.tries import limited_tries

bp = Blueprint("verification", __name__)

# What a letter's link ends in. A typed code has its own page, where tries are limited.
_LINK = re.compile(r"[\w-]{43}", re.ASCII)


@bp.get("/c/<secret>")
@public
def link(secret: str) -> str:
    return _ask(_look(_only_a_link(secret)), Form(), url_for(".confirm_link", secret=secret), secret)


@bp.post("/c/<secret>")
@public
def confirm_link(secret: str) -> Any:
    form = Form(request.form)
    if not passes(form, "confirm", _only_a_link(secret)):
        return _ask(_look(secret), form, url_for(".confirm_link", secret=secret), secret), 422
    return _confirm(secret)


@bp.get("/confirm")
@public
def code_form() -> str:
    return render_template("public/code.html", form=CodeForm())


@bp.post("/confirm")
@public
def code() -> Any:
    form = CodeForm(request.form)
    if not passes(form, "code"):
        return render_template("public/code.html", form=form), 422
    typed = form.code.data or ""
    try:
        with limited_tries():
            return _ask(_look(typed), Form(), url_for(".confirm_code"), typed, code=typed)
    except LinkIsSpent as refusal:
        form.code.errors = [refusal.sentence]
        return render_template("public/code.html", form=form), 422


@bp.post("/confirm/now")
@public
def confirm_code() -> Any:
    form = CodeForm(request.form)
    typed = form.code.data or ""
    with limited_tries():
        if not passes(form, "confirm", typed):
            return _ask(_look(typed), form, url_for(".confirm_code"), typed, code=typed), 422
        return _confirm(typed)


@bp.errorhandler(LinkIsSpent)
def spent(refusal: LinkIsSpent) -> Any:
    return render_template("public/spent.html"), refusal.status


def _only_a_link(secret: str) -> str:
    if not _LINK.fullmatch(secret):
        raise LinkIsSpent
    return secret


def _look(secret: str) -> Waiting:
    with begin_reading(visitor()) as work:
        return confirming.awaiting(work, secret)


def _ask(waiting: Waiting, form: Form, action: str, secret: str, code: str = "") -> str:
    return render_template("public/confirm.html", waiting=waiting, form=form, action=action, secret=secret, code=code)


def _confirm(secret: str) -> Response:
    confirmed = confirmations().take(secret)
    # Answered at once: a receipt in an address would stay in the browser's history.
    return forgetting_pages(
        render_template("public/confirmed.html", waiting=confirmed.signature, receipt=confirmed.receipt.text)
    )
