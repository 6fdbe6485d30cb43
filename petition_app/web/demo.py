"""The demo's mailbox: every letter the demo wrote, for whoever tries it. Registered in a demo only."""

from __future__ import annotations

import re
from typing import NamedTuple

from flask import Blueprint, render_template
from markupsafe import Markup

from petition_app.database import edge
from petition_app.services import demo
from petition_app.web.guards import public

bp = Blueprint("demo", __name__, url_prefix="/demo")

MOST_LETTERS = 20


class Part(NamedTuple):
    """A piece of a letter; `path` is where it leads on this site, or nothing."""

    text: str
    path: str


class ShownLetter(NamedTuple):
    """`paragraphs` are lines, and lines are parts."""

    to: str
    subject: str
    paragraphs: tuple[tuple[tuple[Part, ...], ...], ...]
    html: Markup


@bp.get("/mail")
@public
def mail() -> str:
    settings = edge().settings
    letters = demo.letters(settings)
    shown = [
        ShownLetter(
            letter.to,
            letter.subject,
            paragraphs(letter.text, settings.site_url),
            body_of(letter.html, settings.site_url),
        )
        for letter in (letters or [])[:MOST_LETTERS]
    ]
    return render_template("demo/mail.html", letters=shown, is_sent=letters is None)


def body_of(html: str, site_url: str) -> Markup:
    """What a mail program shows of the HTML part. It was made by our own templates, which escape what they are given,
    so it is shown as it is; its links to this site lead to wherever the reader is."""
    _, _, after = html.partition("<body>")
    body, _, _ = after.partition("</body>")
    # Its first heading is the letter's, not this page's.
    for old, new in (("<h1>", "<h3>"), ("</h1>", "</h3>"), (f'href="{site_url}/', 'href="/')):
        body = body.replace(old, new)
    return Markup(body)  # noqa: S704


def paragraphs(text: str, site_url: str) -> tuple[tuple[tuple[Part, ...], ...], ...]:
    return tuple(
        tuple(linked(line, site_url) for line in paragraph.splitlines()) for paragraph in text.strip().split("\n\n")
    )


def linked(line: str, site_url: str) -> tuple[Part, ...]:
    """The line cut at its links. Only addresses of this site become links, and they lead to wherever the reader is:
    the same site has several names on one machine."""
    pieces = re.split(rf"({re.escape(site_url)}/[\w./-]*)", line)
    return tuple(
        Part(piece, piece.removeprefix(site_url) if number % 2 else "") for number, piece in enumerate(pieces) if piece
    )
