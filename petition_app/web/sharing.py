"""What leads others to a petition: its QR code, a flyer, the picture beside a shared link, and a widget."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from petition_app.database import edge
from petition_app.replicas import begin_viewing
from petition_app.services import embedding, petitions, releases
from petition_app.services.releases import StoredRelease
from petition_app.web.drawing.sharecard import HEIGHT, WIDTH, Drawing, card_of, drawn
from petition_app.web.finding import full_address
from petition_app.web.guards import public, visitor
from petition_app.web.headers import show_in_frames_of
from petition_app.web.keeping import kept
from petition_app.web.language import language, without_language
from petition_app.web.pictures import kept_png_of
from petition_app.web.qrcode import qr_drawing, qr_file

bp = Blueprint("sharing", __name__, url_prefix="/p/<slug>")

FOR_GOOD = "public, max-age=31536000, immutable"
#: A flyer with more letters than this is written smaller; each demand takes the room of so many more.
ROOMY, FOR_A_DEMAND = 700, 60
EMPLOYERS_OF_A_WIDGET = 3
_QR_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


@dataclass(frozen=True)
class SharePicture:
    """The picture beside a link, where others ask for it: `address` is whole, and this very picture for good."""

    address: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT


def petition_address(slug: str) -> str:
    """The whole address of a petition, in whichever language its reader prefers."""
    return full_address(without_language(url_for("public.petition", slug=slug)))


def share_picture(slug: str, title: str, release: StoredRelease | None) -> SharePicture:
    """The picture in the language of the page that is being made."""
    card = card_of(title, petition_address(slug), edge().settings.site_name, release)
    path = without_language(url_for("sharing.picture", slug=slug, digest=drawn(card).digest))
    return SharePicture(full_address(f"/{language()}{path}"), card.alt)


@bp.get("/qr.<any(svg, png):ending>")
@public
@kept
def qr_code(slug: str, ending: str) -> Response:
    with begin_viewing(visitor()) as work:
        petition = petitions.public_by_slug(work, slug)
    response = Response(qr_file(petition_address(petition.slug), ending), content_type=_QR_TYPES[ending])
    response.headers["Content-Disposition"] = f'inline; filename="{petition.slug}-qr.{ending}"'
    response.add_etag()
    response.make_conditional(request)
    return response


@bp.get("/flyer")
@public
@kept
def flyer(slug: str) -> str:
    with begin_viewing(visitor()) as work:
        shown = petitions.page_of(work, petitions.public_by_slug(work, slug))
    address = petition_address(slug)
    letters = sum(map(len, (shown.petition.title, shown.text.summary, *shown.demands)))
    return render_template(
        "public/flyer.html", petition=shown.petition, shown=shown, address=address.partition("://")[2],
        qr=qr_drawing(address), is_long=letters + FOR_A_DEMAND * len(shown.demands) > ROOMY,
        with_strips="strips" in request.args,
    )  # fmt: skip


@bp.get("/share.png")
@public
def newest_picture(slug: str) -> ResponseReturnValue:
    return redirect(url_for(".picture", slug=slug, digest=_drawing_of(slug).digest))


@bp.get("/share/<digest>.png")
@public
def picture(slug: str, digest: str) -> ResponseReturnValue:
    drawing = _drawing_of(slug)
    if digest != drawing.digest:
        # Another figure, title or language by now. Only what stands in public at this moment is ever drawn.
        return redirect(url_for(".picture", slug=slug, digest=drawing.digest))
    response = Response(content_type="image/png")
    response.set_etag(digest)
    response.headers["Cache-Control"] = FOR_GOOD
    response.make_conditional(request)
    if response.status_code == 200:
        response.set_data(kept_png_of(drawing.svg))
    return response


@bp.get("/widget")
@public
@kept
def widget(slug: str) -> Response:
    with begin_viewing(visitor()) as work:
        shown = embedding.widget(work, slug)
    tally = shown.release.tally if shown.release and shown.release.tally.total else None
    page = make_response(render_template(
        "public/widget.html", petition=shown.petition, tally=tally, is_open=shown.is_open,
        rows=tally.rows[:EMPLOYERS_OF_A_WIDGET] if tally else (),
    ))  # fmt: skip
    show_in_frames_of(shown.sites)
    return page


def _drawing_of(slug: str) -> Drawing:
    with begin_viewing(visitor()) as work:
        petition = petitions.public_by_slug(work, slug)
        release = releases.latest(work, petition.id)
    return drawn(card_of(petition.title, petition_address(petition.slug), edge().settings.site_name, release))
