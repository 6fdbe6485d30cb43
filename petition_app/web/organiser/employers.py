"""The review queue, and every decision about employers: chosen, looked at, and done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from petition_app.database import begin_reading, begin_trial, begin_work
from petition_app.domain.access import Right
from petition_app.domain.employerrule import RuleIsImpossible, RuleKind
from petition_app.services import employerdecisions, employerpreview, employerqueue
from petition_app.services.employerdecisions import DecidedMeanwhile
from petition_app.services.employerdrafts import TO, Change, Draft, Pick, What, drafted
from petition_app.services.employerqueue import QueuePage
from petition_app.web.forms.employers import PlaceForm, address_of, change_in, hidden, picks_in
from petition_app.web.guards import organiser, requires
from petition_app.web.organiser.employer_pages import PURPOSE, employer_page, still_standing
from petition_app.web.tokens import check_form_token

bp = Blueprint("organiser_employers", __name__, url_prefix="/organise/<slug>/employers")


@bp.get("")
@requires(Right.SEE_TALLIES)
def queue(slug: str) -> str:
    return _queue(PlaceForm(request.args))


@bp.post("")
@requires(Right.RULE_EMPLOYERS)
def choose(slug: str) -> str:
    """The queue once more with what is chosen so far, or with the first suggestion chosen wherever nothing is."""
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    return _queue(PlaceForm(request.form), picks_in(request.form), fill=request.form.get("step") == "fill")


@bp.post("/preview")
@requires(Right.RULE_EMPLOYERS)
def preview(slug: str) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    return _preview(picks_in(request.form), change_in(request.form))


@bp.post("/decide")
@requires(Right.RULE_EMPLOYERS)
def decide(slug: str) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    picks, change = picks_in(request.form), change_in(request.form)
    try:
        with begin_work(organiser()) as work:
            draft = drafted(work, g.petition.id, picks.values(), change)
            if draft.problems or not draft.rules:
                raise DecidedMeanwhile
            seen = request.form.get("revision", "")
            numbers = employerdecisions.decide(work, g.petition.id, draft.rules, seen)
    except (DecidedMeanwhile, RuleIsImpossible):
        return _preview(picks, change, is_late=True)
    return redirect(_after(draft, f"{numbers[0]}-{numbers[-1]}"), 303)


def _after(draft: Draft, done: str) -> str:
    """Back to where it was chosen; after a merge, to the employer that is left."""
    page = request.form.get("page")
    if not page:
        search = PlaceForm(request.form).search or None
        return url_for(".queue", slug=g.petition.slug, q=search, done=done)
    rule = draft.rules[0]
    employer = rule.target if rule.kind is RuleKind.MERGE else page
    return url_for("organiser_employer_pages.one", slug=g.petition.slug, employer=employer, done=done)


def _queue(
    form: PlaceForm,
    picks: Mapping[str, Pick] | None = None,
    problems: Mapping[str, str] | None = None,
    *,
    fill: bool = False,
    is_late: bool = False,
) -> str:
    picks, search = picks or {}, form.search
    with begin_reading(organiser()) as work:
        if picks:
            page = employerqueue.page_of(work, g.petition.id, [each.spelling for each in picks.values()])
        else:
            after, before = form.place("after"), form.place("before")
            page = employerqueue.page(work, g.petition.id, search, after=after, before=before)
        done = still_standing(work, request.args.get("done", ""))
    here = {"slug": g.petition.slug, "q": search or None}
    return render_template(
        "organiser/employer_queue.html",
        page=page,
        picks=_chosen(page, picks, fill=fill),
        problems=problems or {},
        search=search,
        newer=url_for(".queue", before=address_of(page.newer), **here) if page.newer else None,
        older=url_for(".queue", after=address_of(page.older), **here) if page.older else None,
        done=done,
        is_undone="undone" in request.args,
        is_late=is_late,
        purpose=PURPOSE,
    )


def _chosen(page: QueuePage, picks: Mapping[str, Pick], *, fill: bool) -> dict[str, Pick]:
    """The choice for each line. A new employer is called as typed unless the organiser writes another name."""
    found: dict[str, Pick] = {}
    for line in page.lines:
        pick = picks.get(str(line.id)) or Pick(line.id, What.LATER)
        if fill and pick.what == What.LATER and line.suggestions:
            pick = replace(pick, what=TO + line.suggestions[0].slug)
        slug = pick.what.removeprefix(TO)
        if slug != pick.what and slug not in [each.slug for each in line.suggestions]:
            pick = replace(pick, what=What.OTHER, other=page.employers.get(slug, ""))
        found[str(line.id)] = replace(pick, own=pick.own or line.text)
    return found


def _preview(picks: Mapping[str, Pick], change: Change | None, *, is_late: bool = False) -> ResponseReturnValue:
    """What the choices would change; or, where they cannot be meant, the page they were made on, with the reasons."""
    effect, revision = None, ""
    with begin_trial(organiser()) as work:
        draft = drafted(work, g.petition.id, picks.values(), change)
        if draft.rules and not draft.problems:
            revision = employerdecisions.revision(work, g.petition.id)
            try:
                effect = employerpreview.effect(work, g.petition, draft.rules)
            except RuleIsImpossible as refusal:
                draft.problems[""] = refusal.sentence
    if effect is None:
        return _once_more(picks, draft, is_late=is_late), 409 if is_late else 422
    page = render_template(
        "organiser/employer_preview.html",
        draft=draft,
        effect=effect,
        revision=revision,
        hidden=hidden(picks, change),
        origin=request.form.get("page", "")[:80],
        search=PlaceForm(request.form).search,
        is_late=is_late,
        kinds=RuleKind,
        purpose=PURPOSE,
    )
    return page, 409 if is_late else 200


def _once_more(picks: Mapping[str, Pick], draft: Draft, *, is_late: bool) -> str:
    problems = draft.problems or {"": _("Nothing is chosen yet. Choose what at least one text means.")}
    origin = request.form.get("page", "")[:80]
    if origin:
        return employer_page(origin, problems=problems, picks=picks, change=change_in(request.form))
    return _queue(PlaceForm(request.form), picks, problems, is_late=is_late)
