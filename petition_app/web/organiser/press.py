"""Press lines: sentences ready to be quoted, and a box to check one's own."""

from __future__ import annotations

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from petition_app.database import begin_reading
from petition_app.domain.access import Right
from petition_app.domain.pressline import Verdict
from petition_app.services import claims
from petition_app.services.claims import NothingIsPublished
from petition_app.web.claims import passages
from petition_app.web.forms.checking import passes
from petition_app.web.forms.claims import ClaimForm
from petition_app.web.guards import organiser, requires

bp = Blueprint("organiser_press", __name__, url_prefix="/organise/<slug>/press")


@bp.get("")
@requires(Right.SEE_TALLIES)
def room(slug: str) -> str:
    return _page(ClaimForm())


@bp.post("")
@requires(Right.SEE_TALLIES)
def check(slug: str) -> ResponseReturnValue:
    form = ClaimForm(request.form)
    is_fine = passes(form, "press", current_user.binding)
    return _page(form, is_asked=is_fine), 200 if is_fine else 422


def _page(form: ClaimForm, is_asked: bool = False) -> str:
    with begin_reading(organiser()) as work:
        try:
            published = claims.published(work, g.petition)
        except NothingIsPublished:
            published = None
    answer = passages(form.text.data or "", published.facts) if is_asked and published else None
    return render_template("organiser/press.html", form=form, published=published, answer=answer, verdicts=Verdict)
