"""The page for a signer from whose network very many sign: the browser works for a few seconds and sends the form by
itself. It is the only page for signers with a script; without one it offers to be held for review instead."""

from __future__ import annotations

from flask import Response, make_response, render_template, request, url_for

from petition_app.database import begin_reading, begin_work
from petition_app.domain.burst import Kind
from petition_app.domain.crowd import ChallengeIsNeeded
from petition_app.services import crowds, petitions
from petition_app.web.addresses import came_by
from petition_app.web.forms.signing import SignForm
from petition_app.web.guards import visitor
from petition_app.web.headers import allow_own_script


def challenge_page(slug: str, form: SignForm, refusal: ChallengeIsNeeded) -> Response:
    """With all that was typed, to be sent once more; nothing has been stored but that somebody was asked."""
    with begin_work(visitor()) as work:
        crowds.note(work, slug, Kind.CHALLENGED)
    with begin_reading(visitor()) as work:
        petition = petitions.reachable_by_slug(work, slug)
        challenge = crowds.challenge(work, slug)
    allow_own_script()
    page = render_template(
        "public/challenge.html",
        petition=petition,
        challenge=challenge,
        sentence=refusal.sentence,
        typed=_typed(form),
        # The form was read long enough already; a new token would have to wait again.
        token=request.form["token"],
        action=url_for("public.sign", slug=slug, **came_by()),
    )
    return make_response(page, refusal.status)


def _typed(form: SignForm) -> list[tuple[str, str]]:
    """The fields as a browser would send them again."""
    left_out = {"website", "solution", "review"}
    given = [(each.name, each.data) for each in form if each.data and each.short_name not in left_out]
    return [(name, "y" if data is True else str(data)) for name, data in given]
