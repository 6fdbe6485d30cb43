"""What the holder of a receipt can do. The receipt travels in the body of each form, never in an address."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Response, make_response, render_template, request

from petition_app.database import begin_work, scrub_deleted
from petition_app.domain.refusals import FormIsStale, ReceiptIsUnknown, Refusal
from petition_app.domain.signature import RoleBand
from petition_app.services import receipts
from petition_app.services.receipts import Appearance, OwnSignature
from petition_app.services.work import Work
from petition_app.web.forms.checking import passes
from petition_app.web.forms.receipts import ReceiptForm
from petition_app.web.forms.signing import AppearanceForm
from petition_app.web.guards import public, visitor
from petition_app.web.headers import forgetting_pages
from petition_app.web.tokens import check_form_token
from petition_app.web.tries import limited_tries

bp = Blueprint("receipts", __name__)

Result = TypeVar("Result")


@bp.get("/receipt")
@public
def ask() -> str:
    return render_template("public/receipt.html", form=ReceiptForm())


@bp.post("/receipt")
@public
def show() -> Any:
    form = ReceiptForm(request.form)
    if not passes(form, "receipt"):
        return render_template("public/receipt.html", form=form), 422
    return _signature(_with_receipt(receipts.open_signature))


@bp.post("/receipt/appearance")
@public
def appearance() -> Any:
    form = AppearanceForm(request.form)
    if not passes(form, "receipt"):
        return _signature(_with_receipt(receipts.open_signature), form), 422
    wanted = Appearance(form.mode, RoleBand(form.role_band.data), form.shown_name, form.shown_title)
    own = _with_receipt(lambda work, receipt: receipts.change_appearance(work, receipt, wanted))
    scrub_deleted()
    return _signature(own, saved=True)


@bp.post("/receipt/download")
@public
def download() -> Response:
    check_form_token(request.form.get("token"), "receipt")
    data = _with_receipt(receipts.download)
    response = make_response(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    response.mimetype = "application/json"
    response.headers["Content-Disposition"] = 'attachment; filename="my-signature.json"'
    return response


@bp.post("/receipt/ask/<any(withdraw, erase):what>")
@public
def ask_to_end(what: str) -> str:
    check_form_token(request.form.get("token"), "receipt")
    return render_template(f"public/{what}.html", own=_with_receipt(receipts.open_signature), receipt=_typed())


@bp.post("/receipt/withdraw")
@public
def withdraw() -> Response:
    check_form_token(request.form.get("token"), "end")
    _with_receipt(receipts.withdraw)
    scrub_deleted()
    return forgetting_pages(render_template("public/withdrawn.html", receipt=_typed()))


@bp.post("/receipt/erase")
@public
def erase() -> Response:
    check_form_token(request.form.get("token"), "end")
    _with_receipt(receipts.erase)
    scrub_deleted()
    return forgetting_pages(render_template("public/erased.html"))


@bp.errorhandler(ReceiptIsUnknown)
@bp.errorhandler(FormIsStale)
def ask_again(refusal: Refusal) -> Any:
    form = ReceiptForm(request.form)
    form.receipt.errors = [refusal.sentence]
    return render_template("public/receipt.html", form=form), 422


def _typed() -> str:
    return request.form.get("receipt", "")


def _with_receipt(use: Callable[[Work, Any], Result]) -> Result:
    with limited_tries(), begin_work(visitor()) as work:
        return use(work, receipts.parse(_typed()))


def _signature(own: OwnSignature, form: AppearanceForm | None = None, *, saved: bool = False) -> str:
    row = own.signature
    form = form or AppearanceForm(
        display=row.display, role_band=row.role_band, name=row.public_name, title=row.public_title
    )
    return render_template("public/signature.html", own=own, form=form, receipt=_typed(), saved=saved)
