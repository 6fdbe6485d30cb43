"""The set-up checklist of one petition, and the letter that its signers will get, to be read beforehand."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Right
from petition_app.domain.checklist import BY_HAND, OF_SITE, Item
from petition_app.services import checklist, previews
from petition_app.web.checkmarks import asked_for
from petition_app.web.guards import organiser, requires

bp = Blueprint("organiser_checklist", __name__, url_prefix="/organise/<slug>/checklist")
PURPOSE = "checklist"
#: The letter is ticked where it is read.
TICKED_HERE = BY_HAND - {Item.LETTER}
#: Where each item is done.
ROOMS = {
    Item.REVIEW: "organiser_lifecycle.room",
    Item.THRESHOLD: "organiser_settings.room",
    Item.DEADLINE: "organiser_lifecycle.room",
    Item.CONTACT: "organiser_settings.edit",
    Item.LETTER: "organiser_checklist.letter",
    Item.SECOND_OWNER: "organiser_team.room",
    Item.SECOND_FACTORS: "organiser_team.room",
}


def links_in(slug: str) -> dict[Item, str]:
    """Where each item of this petition is done."""
    return {item: url_for(endpoint, slug=slug) for item, endpoint in ROOMS.items()}


def links_of_site() -> dict[Item, str]:
    return {item: url_for("account.site.room", _anchor=item.value) for item in OF_SITE}


@bp.get("")
@requires(Right.EDIT_PETITION)
def room(slug: str) -> str:
    with begin_reading(organiser()) as work:
        points = checklist.of_petition(work, g.petition)
    return render_template(
        "organiser/checklist.html", points=points, links=links_in(slug), by_hand=TICKED_HERE, purpose=PURPOSE,
        done=request.args.get("done"),
    )  # fmt: skip


@bp.post("")
@requires(Right.EDIT_PETITION)
def mark(slug: str) -> ResponseReturnValue:
    item, said_of_it = asked_for(PURPOSE)
    with begin_work(organiser()) as work:
        checklist.mark(work, g.petition.id, item, said_of_it)
    return redirect(url_for(".room", slug=slug, done=1), 303)


@bp.get("/letter")
@requires(Right.EDIT_PETITION)
def letter(slug: str) -> str:
    with begin_reading(organiser()) as work:
        shown = previews.of_confirmation(work)
    return render_template("organiser/sample_letter.html", shown=shown, purpose=PURPOSE)
