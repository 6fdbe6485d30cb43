"""News of petitions for everybody: updates on pages of their own, and feeds of them."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _

from petition_app.database import edge
from petition_app.replicas import begin_viewing
from petition_app.services import markdown, news
from petition_app.services.news import Item
from petition_app.web.feeds import MIME_TYPE, Entry, Feed, atom
from petition_app.web.finding import full_address, may_be_found
from petition_app.web.guards import public, visitor
from petition_app.web.keeping import kept

bp = Blueprint("news", __name__)

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@bp.get("/p/<slug>/updates")
@public
@kept
def updates(slug: str) -> str:
    with begin_viewing(visitor()) as work:
        petition, found = news.of_petition(work, slug)
    texts = {each.id: " ".join(markdown.to_text(each.body).split()) for each in found}
    may_be_found()
    return render_template("public/updates.html", petition=petition, updates=found, texts=texts)


@bp.get("/p/<slug>/updates/<int:number>")
@public
@kept
def update(slug: str, number: int) -> str:
    with begin_viewing(visitor()) as work:
        read = news.one(work, slug, number)
    may_be_found()
    return render_template("public/update.html", petition=read.petition, read=read)


@bp.get("/p/<slug>/updates.atom")
@public
@kept
def feed(slug: str) -> Response:
    with begin_viewing(visitor()) as work:
        petition, items = news.feed_of(work, slug)
    return _as_atom(
        Feed(
            id=petition.id,
            title=_("News: %(title)s", title=petition.title),
            author=_author(petition.title),
            address=full_address(url_for(".feed", slug=slug)),
            page=full_address(url_for(".updates", slug=slug)),
            updated_at=petition.opened_at or _LONG_AGO,
            entries=[_entry(each) for each in items],
        )
    )


@bp.get("/updates.atom")
@public
@kept
def feed_of_all() -> Response:
    with begin_viewing(visitor()) as work:
        items = news.feed_of_all(work)
    settings = edge().settings
    return _as_atom(
        Feed(
            id=uuid5(NAMESPACE_URL, f"{settings.site_url}/updates.atom"),
            title=_("News: %(title)s", title=settings.site_name),
            author=settings.site_name,
            address=full_address(url_for(".feed_of_all")),
            page=full_address(url_for("public.front")),
            updated_at=_LONG_AGO,
            entries=[_entry(each) for each in items],
        )
    )


def _entry(item: Item) -> Entry:
    petition, update = item.petition, item.update
    return Entry(
        # Of the number, which an update keeps for good: its own id would tell when its writing began.
        id=uuid5(petition.id, f"update {item.number}"),
        title=update.title,
        author=_author(petition.title),
        address=full_address(url_for(".update", slug=petition.slug, number=item.number)),
        published_at=item.published_at,
        updated_at=item.written_at,
        html=markdown.to_html(update.body),
    )


def _author(title: str) -> str:
    return str(_("The organisers of “%(title)s”", title=title))


def _as_atom(document: Feed) -> Response:
    response = Response(atom(document), content_type=f"{MIME_TYPE}; charset=utf-8")
    response.add_etag()
    response.make_conditional(request)
    return response
