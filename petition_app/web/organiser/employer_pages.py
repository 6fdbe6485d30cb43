"""The employers with their exact figures, one of them with all that was typed for it, and what was decided so far."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Right
from petition_app.domain.employerrule import RuleIsImpossible, RuleKind
from petition_app.services import employerdecisions, employerlines, employerqueue, organisers
from petition_app.services.employerdrafts import Change, Pick
from petition_app.services.work import Work
from petition_app.web.forms.employers import StartForm, numbers_in
from petition_app.web.guards import organiser, requires
from petition_app.web.tokens import check_form_token

bp = Blueprint("organiser_employer_pages", __name__, url_prefix="/organise/<slug>/employers")
PURPOSE = "employers"


@bp.get("/all")
@requires(Right.SEE_TALLIES)
def every(slug: str) -> str:
    with begin_reading(organiser()) as work:
        lines = employerlines.listing(work, g.petition.id)
        waiting = employerqueue.waiting(work, g.petition.id)
    return render_template("organiser/employer_list.html", lines=lines, waiting=waiting)


@bp.get("/<employer>")
@requires(Right.SEE_TALLIES)
def one(slug: str, employer: str) -> str:
    return employer_page(employer)


@bp.get("/decisions")
@requires(Right.SEE_TALLIES)
def decisions(slug: str) -> str:
    return _decisions()


@bp.post("/undo")
@requires(Right.RULE_EMPLOYERS)
def undo(slug: str) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    try:
        with begin_work(organiser()) as work:
            numbers = still_standing(work, request.form.get("numbers", ""))
            employerdecisions.undo(work, g.petition.id, numbers)
    except RuleIsImpossible as refusal:
        return _decisions(refusal.sentence), refusal.status
    back = "organiser_employers.queue" if request.form.get("back") == "queue" else ".decisions"
    return redirect(url_for(back, slug=slug, undone=1), 303)


def still_standing(work: Work, numbers: str) -> list[int]:
    """Those of the decisions "5-9" that are not taken back."""
    return employerdecisions.standing(work, g.petition.id, numbers_in(numbers))


def employer_page(
    slug: str,
    *,
    problems: Mapping[str, str] | None = None,
    picks: Mapping[str, Pick] | None = None,
    change: Change | None = None,
) -> str:
    """One employer, with what was typed in its forms where that cannot be meant. Raises NotFound."""
    form = StartForm(request.args)
    start = (form.start.data or 0) if form.validate() else 0
    with begin_reading(organiser()) as work:
        page = employerlines.one(work, g.petition.id, slug, form.search, start)
        done = still_standing(work, request.args.get("done", ""))
    here = {"slug": g.petition.slug, "employer": slug, "q": form.search or None}
    following = start + employerlines.PAGE
    return render_template(
        "organiser/employer.html",
        page=page,
        search=form.search,
        newer=url_for("organiser_employer_pages.one", start=max(start - employerlines.PAGE, 0) or None, **here)
        if start else None,
        older=url_for("organiser_employer_pages.one", start=following, **here) if page.found > following else None,
        problems=problems or {},
        picks=picks or {},
        change=change,
        done=done,
        purpose=PURPOSE,
    )  # fmt: skip


def _decisions(refusal: str | None = None) -> str:
    before = request.args.get("before", type=int)
    with begin_reading(organiser()) as work:
        page = employerdecisions.page(work, g.petition.id, before)
        actors = {actor for each in page.decisions for actor in (each.made_by, each.undone_by) if actor}
        names = organisers.names(work, actors)
        waiting = employerqueue.waiting(work, g.petition.id)
    older = url_for("organiser_employer_pages.decisions", slug=g.petition.slug, before=page.older)
    return render_template(
        "organiser/employer_decisions.html",
        page=page,
        names=names,
        waiting=waiting,
        older=older if page.older else None,
        newer=url_for("organiser_employer_pages.decisions", slug=g.petition.slug) if before else None,
        refusal=refusal,
        is_undone="undone" in request.args,
        kinds=RuleKind,
        purpose=PURPOSE,
    )
