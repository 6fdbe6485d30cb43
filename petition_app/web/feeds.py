"""Atom feeds (RFC 4287): updates for programs that look for what is new."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

MIME_TYPE = "application/atom+xml"
_NAMESPACE = "http://www.w3.org/2005/Atom"
# XML 1.0 has no way to write these, not even escaped.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """`id` stays the same for good, whatever the address; `html` is the whole text, and safe."""

    id: UUID
    title: str
    author: str
    address: str
    published_at: datetime
    updated_at: datetime
    html: str


@dataclass(frozen=True)
class Feed:
    """`address` is its own, `page` that of what it tells of; `updated_at` counts where there is no entry."""

    id: UUID
    title: str
    author: str
    address: str
    page: str
    updated_at: datetime
    entries: Sequence[Entry]


def atom(feed: Feed) -> bytes:
    """The document, the same bytes for the same feed; entries in the order given."""
    root = ET.Element("feed", xmlns=_NAMESPACE)
    newest = max([each.updated_at for each in feed.entries], default=feed.updated_at)
    _head(root, feed.id, feed.title, feed.author, newest)
    ET.SubElement(root, "link", rel="self", type=MIME_TYPE, href=feed.address)
    ET.SubElement(root, "link", rel="alternate", type="text/html", href=feed.page)
    for each in feed.entries:
        entry = ET.SubElement(root, "entry")
        _head(entry, each.id, each.title, each.author, each.updated_at)
        _text(entry, "published", _moment(each.published_at))
        ET.SubElement(entry, "link", rel="alternate", type="text/html", href=each.address)
        _text(entry, "content", each.html, type="html")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _head(parent: ET.Element, id_: UUID, title: str, author: str, updated_at: datetime) -> None:
    _text(parent, "id", id_.urn)
    _text(parent, "title", title, type="text")
    _text(parent, "updated", _moment(updated_at))
    _text(ET.SubElement(parent, "author"), "name", author)


def _text(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = _NOT_IN_XML.sub("", text)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
