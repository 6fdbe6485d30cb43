"""The room from which the petition leaves: the package to hand over, its cover, and the ledger of what reached whom."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Right
from petition_app.domain.petition import State
from petition_app.domain.refusals import Refusal
from petition_app.services import handover_history, handoverfiles, handoverpackages, handovertexts, petitions
from petition_app.services import publishable as data_set
from petition_app.services.handoverfiles import Package
from petition_app.services.handoverpackages import MOST_AT_ONCE, PackageIsOutOfDate
from petition_app.services.handovertexts import TextIsWrong
from petition_app.services.publishable import NothingToHandOver, Wish
from petition_app.services.response_history import addressee
from petition_app.web.forms.checking import passes
from petition_app.web.forms.handover import CoverForm, PackageForm
from petition_app.web.guards import organiser, requires

bp = Blueprint("organiser_handover", __name__, url_prefix="/organise/<slug>/hand-over")
_PURPOSE = "hand-over"


@bp.get("")
@requires(Right.SEE_TALLIES)
def room(slug: str) -> Response:
    return _page(PackageForm())


@bp.post("/make")
@requires(Right.HAND_OVER)
def make(slug: str) -> ResponseReturnValue:
    form = PackageForm(request.form)
    with begin_reading(organiser()) as work:
        form.offer(petitions.addressees(work, g.petition.id))
    if not passes(form, _PURPOSE, current_user.binding):
        return _page(form, 422)
    try:
        return _made(form.wish())
    except NothingToHandOver as refusal:
        return _page(form, refusal.status, refusal)


@bp.get("/packages/<uuid:package>")
@requires(Right.HAND_OVER)
def download(slug: str, package: UUID) -> ResponseReturnValue:
    try:
        with begin_reading(organiser()) as work:
            return _file(handoverpackages.kept(work, g.petition, package))
    except (PackageIsOutOfDate, NothingToHandOver) as refusal:
        return _page(PackageForm(), refusal.status, refusal)


@bp.route("/cover", methods=["GET", "POST"])
@requires(Right.HAND_OVER)
def cover(slug: str) -> ResponseReturnValue:
    return _cover(None)


@bp.route("/cover/<uuid:target>", methods=["GET", "POST"])
@requires(Right.HAND_OVER)
def cover_for(slug: str, target: UUID) -> ResponseReturnValue:
    return _cover(target)


def _made(wish: Wish) -> ResponseReturnValue:
    with begin_reading(organiser()) as work:
        data = data_set.read(work, g.petition, wish)
    if len(data.signatories) > MOST_AT_ONCE:
        with begin_work(organiser()) as work:
            handoverpackages.begin(work, g.petition, wish)
        return redirect(url_for(".room", slug=g.petition.slug, _anchor="package"), 303)
    # Built between two transactions: nobody waits for it.
    package = handoverfiles.build(data)
    with begin_work(organiser()) as work:
        handoverpackages.note(work, g.petition, data, wish, package)
    return _file(package)


def _file(package: Package) -> Response:
    response = Response(package.content, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{package.file_name}"'
    return response


def _cover(target: UUID | None) -> ResponseReturnValue:
    form = CoverForm(request.form)
    if request.method == "POST" and passes(form, _PURPOSE, current_user.binding):
        try:
            with begin_work(organiser()) as work:
                handovertexts.set_cover(work, g.petition, form.cover.data or "", target)
        except TextIsWrong as refusal:
            form.cover.errors = [refusal.sentence]
        else:
            return redirect(url_for(".room", slug=g.petition.slug, covered=1, _anchor="package"), 303)
    with begin_reading(organiser()) as work:
        about = addressee(work, g.petition.id, target) if target else None
        text = handovertexts.cover(work, g.petition, data_set.release_shown(work, g.petition), about)
        addressees = petitions.addressees(work, g.petition.id)
    if request.method == "GET":
        form = CoverForm(data={"cover": text})
    page = render_template(
        "organiser/handover_cover.html", form=form, target=about, addressees=addressees, purpose=_PURPOSE
    )
    return page, 422 if form.errors else 200


def _page(form: PackageForm, status: int = 200, refusal: Refusal | None = None) -> Response:
    with begin_reading(organiser()) as work:
        form.offer(petitions.addressees(work, g.petition.id))
        ledgers = handover_history.ledgers(work, g.petition.id)
        known = handover_history.packages(work, g.petition.id)
        past = handoverpackages.past(work, g.petition.id)
        job = handoverpackages.unfinished(work, g.petition.id)
        release = data_set.release_shown(work, g.petition)
    page = render_template(
        "organiser/handover.html",
        form=form,
        ledgers=ledgers,
        known=known,
        past=past,
        job=job,
        release=release,
        refusal=refusal,
        purpose=_PURPOSE,
        may_be_delivered=g.petition.state in _BEFORE_DELIVERED and any(each.lines for each in ledgers),
        done=request.args.get("done"),
        is_covered="covered" in request.args,
    )
    return make_response(page, status)


_BEFORE_DELIVERED = (State.OPEN, State.PAUSED, State.CLOSED)
