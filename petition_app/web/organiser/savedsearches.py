"""Searches that the team keeps under a name."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Right
from petition_app.domain.listsearch.reading import read
from petition_app.domain.refusals import NotFound, Refusal
from petition_app.services import savedsearches
from petition_app.web.guards import organiser, requires
from petition_app.web.organiser.signatories import PURPOSE
from petition_app.web.tokens import check_form_token

bp = Blueprint("organiser_savedsearches", __name__, url_prefix="/organise/<slug>/signatories/searches")


@bp.get("")
@requires(Right.SEE_SIGNATORIES)
def searches(slug: str) -> ResponseReturnValue:
    return _page(request.args.get("q", ""))


@bp.post("")
@requires(Right.MODERATE)
def save(slug: str) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    query, name = request.form.get("q", ""), request.form.get("name", "")
    reading = read(query)
    if reading.problems or not reading.search.terms:
        problem = " ".join(each.sentence for each in reading.problems) or _("Search for something first, then keep it.")
        return _page(query, name, problem)
    try:
        with begin_work(organiser()) as work:
            savedsearches.save(work, g.petition.id, name, str(reading.search))
    except Refusal as refusal:
        return _page(query, name, refusal.sentence)
    return redirect(url_for(".searches", slug=slug, done="saved"), 303)


@bp.post("/<uuid:search>/rename")
@requires(Right.MODERATE)
def rename(slug: str, search: UUID) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    try:
        with begin_work(organiser()) as work:
            savedsearches.rename(work, g.petition.id, search, request.form.get("name", ""))
    except NotFound:
        raise
    except Refusal as refusal:
        return _page("", "", refusal.sentence, typed={search: request.form.get("name", "")})
    return redirect(url_for(".searches", slug=slug, done="renamed"), 303)


@bp.post("/<uuid:search>/remove")
@requires(Right.MODERATE)
def remove(slug: str, search: UUID) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        savedsearches.remove(work, g.petition.id, search)
    return redirect(url_for(".searches", slug=slug, done="removed"), 303)


def _page(query: str, name: str = "", problem: str = "", typed: dict[UUID, str] | None = None) -> ResponseReturnValue:
    with begin_reading(organiser()) as work:
        saved = savedsearches.every(work, g.petition.id)
    page = render_template("organiser/saved_searches.html", saved=saved, query=query, name=name, problem=problem,
                           typed=typed or {}, done=request.args.get("done"), purpose=PURPOSE)  # fmt: skip
    return page, 422 if problem else 200
