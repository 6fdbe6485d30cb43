"""What search engines may find, and under which address: each page that may be found says where it stands in each
language, and robots.txt and the sitemap lead to it. Nothing else is to be found (see web/headers.py)."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date

from flask import Blueprint, Response, request, url_for

from petition_app.database import edge
from petition_app.replicas import begin_viewing
from petition_app.services import publicplaces
from petition_app.services.publicplaces import Place
from petition_app.web.guards import public, visitor
from petition_app.web.keeping import kept
from petition_app.web.language import chosen, languages, without_language

bp = Blueprint("finding", __name__)

#: The protocol allows no more in one file.
MOST_ADDRESSES = 50_000
AN_HOUR = "public, max-age=3600"
_FOUND = "petition.found"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def may_be_found() -> None:
    """Let search engines list the page that is being made."""
    request.environ[_FOUND] = True


def is_to_be_found() -> bool:
    return bool(request.environ.get(_FOUND))


def full_address(local: str) -> str:
    """A local address as it is written elsewhere: from the configured site address, never from a request."""
    return edge().settings.site_url + local


def canonical() -> str | None:
    """The one address of the page that is being made, if it is to be found. What follows a ? is not part of it."""
    if not is_to_be_found():
        return None
    return full_address(f"/{chosen()}{request.path}" if chosen() else request.path)


def in_every_language() -> list[tuple[str, str]]:
    """(language, address) of the page that is being made, if it is to be found; "x-default" is the address at which
    the browser's wish decides."""
    if not is_to_be_found():
        return []
    path = request.path
    return [*((each, full_address(f"/{each}{path}")) for each in languages()), ("x-default", full_address(path))]


@bp.get("/robots.txt")
@public
@kept
def robots() -> Response:
    # Nothing is forbidden to be fetched: that a page is not to be listed stands in its header, where a program that
    # keeps away would never read it.
    text = f"User-agent: *\nDisallow:\n\nSitemap: {full_address(_path('finding.sitemap'))}\n"
    return _kept(Response(text, content_type="text/plain; charset=utf-8"))


@bp.get("/sitemap.xml")
@public
@kept
def sitemap() -> Response:
    """Each page once; in its head stand its addresses in other languages."""
    with begin_viewing(visitor()) as work:
        found = publicplaces.places(work)
    root = ET.Element("urlset", xmlns=_SITEMAP)
    pages = [(_path("public.front"), None), (_path("public.how_we_count"), None)]
    for path, day in (pages + [page for place in found for page in _pages_of(place)])[:MOST_ADDRESSES]:
        _add(root, path, day)
    text = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return _kept(Response(text, content_type="application/xml; charset=utf-8"))


def _pages_of(place: Place) -> list[tuple[str, date | None]]:
    pages: list[tuple[str, date | None]] = [(_path("public.petition", slug=place.slug), place.changed_on)]
    if place.has_figures:
        pages.append((_path("charts.figures", slug=place.slug), None))
    if place.updates:
        pages.append((_path("news.updates", slug=place.slug), max(day for _, day in place.updates)))
    return pages + [(_path("news.update", slug=place.slug, number=number), day) for number, day in place.updates]


def _path(endpoint: str, **values: object) -> str:
    return without_language(url_for(endpoint, **values))  # type: ignore[arg-type]


def _add(root: ET.Element, path: str, day: date | None) -> None:
    page = ET.SubElement(root, "url")
    ET.SubElement(page, "loc").text = full_address(path)
    if day:
        ET.SubElement(page, "lastmod").text = day.isoformat()


def _kept(response: Response) -> Response:
    response.headers["Cache-Control"] = AN_HOUR
    return response
