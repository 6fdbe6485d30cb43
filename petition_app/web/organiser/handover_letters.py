"""Letters to the offices of addressees: written, looked at as they will be read, then sent or printed."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from petition_app.database import begin_reading, begin_work, edge
from petition_app.domain.access import Right, may
from petition_app.domain.refusals import Refusal
from petition_app.services import handoverletters, handovertexts, publishable
from petition_app.services.handoverletters import SentAlready
from petition_app.services.handovertexts import TextIsWrong
from petition_app.services.mailboxes import AddressIsDisposable, AddressIsWrong
from petition_app.services.publishable import NothingToHandOver
from petition_app.services.response_history import addressee
from petition_app.web.forms.checking import passes
from petition_app.web.forms.handover import LetterForm, SendForm
from petition_app.web.guards import fresh_second_factor, organiser, requires

bp = Blueprint("organiser_handover_letters", __name__, url_prefix="/organise/<slug>/hand-over/letters/<uuid:target>")
_PURPOSE = "hand-over letter"


@bp.route("", methods=["GET", "POST"])
@requires(Right.HAND_OVER)
def write(slug: str, target: UUID) -> ResponseReturnValue:
    form = LetterForm(request.form)
    if request.method == "POST" and passes(form, _PURPOSE, current_user.binding):
        try:
            with begin_work(organiser()) as work:
                handovertexts.set_letter(work, g.petition, target, form.letter.data or "")
        except TextIsWrong as refusal:
            form.letter.errors = [refusal.sentence]
        else:
            return redirect(url_for(".look", slug=slug, target=target), 303)
    with begin_reading(organiser()) as work:
        draft = handovertexts.draft(work, g.petition, publishable.release_shown(work, g.petition), target)
    if request.method == "GET":
        form = LetterForm(data={"letter": draft.letter})
    page = render_template("organiser/handover_letter.html", form=form, target=draft.target, purpose=_PURPOSE)
    return page, 422 if form.errors else 200


@bp.get("/preview")
@requires(Right.HAND_OVER)
def look(slug: str, target: UUID) -> str:
    return _preview(target)


@bp.get("/print")
@requires(Right.HAND_OVER)
def on_paper(slug: str, target: UUID) -> str:
    with begin_reading(organiser()) as work:
        about = addressee(work, g.petition.id, target)
        preview = handoverletters.preview(work, g.petition, target)
    return render_template("organiser/handover_paper.html", target=about, letter=preview.letter)


@bp.post("/send")
@requires(Right.SEND_LETTERS)
@fresh_second_factor
def send(slug: str, target: UUID) -> ResponseReturnValue:
    form = SendForm(request.form)
    if not passes(form, _PURPOSE, current_user.binding):
        return _preview(target, form), 422
    try:
        with begin_work(organiser()) as work:
            handoverletters.send(work, g.petition, target, form.office.data or "", is_public=bool(form.is_public.data))
    except (AddressIsWrong, AddressIsDisposable) as refusal:
        form.office.errors = [refusal.sentence]
        return _preview(target, form), 422
    except (SentAlready, NothingToHandOver) as refusal:
        return _preview(target, form, refusal), refusal.status
    address = url_for("organiser_handover.room", slug=slug, done=target, _anchor=f"ledger-{target}")
    return redirect(address, 303)


def _preview(target: UUID, form: SendForm | None = None, refusal: Refusal | None = None) -> str:
    with begin_reading(organiser()) as work:
        about = addressee(work, g.petition.id, target)
        preview = handoverletters.preview(work, g.petition, target)
    return render_template(
        "organiser/handover_preview.html",
        form=form or SendForm(data={"office": preview.office}),
        target=about,
        letter=preview.letter,
        refusal=refusal,
        purpose=_PURPOSE,
        may_send=may(g.role, Right.SEND_LETTERS),
        is_fresh=current_user.is_fresh(edge().clock()),
    )
