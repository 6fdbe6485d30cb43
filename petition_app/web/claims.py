"""The public page on which everybody can check a sentence against the published figures. Nothing typed is kept."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from petition_app.domain.pressline import Facts, Finding, Verdict, check, readable
from petition_app.replicas import begin_viewing
from petition_app.services import claims, petitions
from petition_app.services.claims import NothingIsPublished
from petition_app.web.forms.checking import passes
from petition_app.web.forms.claims import ClaimForm
from petition_app.web.guards import public, visitor

bp = Blueprint("claims", __name__)


@dataclass(frozen=True)
class Passage:
    """A part of the text as it was read: with the findings on it, or with none."""

    text: str
    findings: tuple[Finding, ...] = ()


@bp.get("/p/<slug>/check")
@public
def check_a_claim(slug: str) -> str:
    return _page(slug, ClaimForm())


# Not a form that gets: what a journalist is about to print must not stand in a log or an address.
@bp.post("/p/<slug>/check")
@public
def checked(slug: str) -> ResponseReturnValue:
    form = ClaimForm(request.form)
    is_fine = passes(form, "check", slug)
    return _page(slug, form, is_asked=is_fine), 200 if is_fine else 422


def _page(slug: str, form: ClaimForm, is_asked: bool = False) -> str:
    with begin_viewing(visitor()) as work:
        petition = petitions.public_by_slug(work, slug)
        try:
            published = claims.published(work, petition)
        except NothingIsPublished:
            published = None
    answer = passages(form.text.data or "", published.facts) if is_asked and published else None
    return render_template(
        "public/check.html", petition=petition, form=form, published=published, answer=answer, verdicts=Verdict
    )


def passages(text: str, facts: Facts) -> list[Passage]:
    """The text in parts, those with a claim and those between them; together they are all of it."""
    parts: list[Passage] = []
    read, done = readable(text), 0
    by_place: dict[tuple[int, int], list[Finding]] = {}
    for finding in check(text, facts):
        by_place.setdefault((finding.claim.start, finding.claim.end), []).append(finding)
    for (start, end), findings in sorted(by_place.items(), key=lambda place: place[0]):
        # "Led by Google, with 95": the two claims share the name, which is marked once.
        start = max(start, done)
        if start > done:
            parts.append(Passage(read[done:start]))
        parts.append(Passage(read[start:end], tuple(findings)))
        done = max(done, end)
    return [*parts, Passage(read[done:])] if done < len(read) else parts
