"""The public page of an employer. Where nothing of an employer is public there is no page, whoever has signed there."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from petition_app.database import edge
from petition_app.replicas import begin_viewing
from petition_app.services import employerpages, petitions
from petition_app.web.eventime import in_even_time
from petition_app.web.guards import public, visitor
from petition_app.web.qrcode import qr_drawing
from petition_app.web.rosterpages import SIGNATORIES_ON_A_PAGE, next_page, place_asked_for

bp = Blueprint("employers", __name__)


@bp.get("/p/<slug>/at/<employer>")
@public
def employer(slug: str, employer: str) -> ResponseReturnValue:
    with in_even_time(), begin_viewing(visitor()) as work:
        there = employerpages.find(work, petitions.public_by_slug(work, slug).id, employer)
    if there != employer:
        # Not for ever: the organisers may take the merger back.
        return redirect(url_for(".employer", slug=slug, employer=there), 302)
    after, seen = place_asked_for()
    with begin_viewing(visitor()) as work:
        petition = petitions.public_by_slug(work, slug)
        page = employerpages.page(work, petition, employer, SIGNATORIES_ON_A_PAGE + 1, after, seen)
    address = edge().settings.site_url.rstrip("/") + url_for(".employer", slug=slug, employer=employer)
    return render_template(
        "public/employer.html",
        petition=petition,
        page=page,
        roster=page.signatories[:SIGNATORIES_ON_A_PAGE],
        more=next_page(".employer", page.signatories, after, seen, "signatories", slug=slug, employer=employer),
        first=not after,
        address=address,
        qr=qr_drawing(address),
    )
