"""Names that people typed, put into our sentences: each in the direction of its own script."""

from __future__ import annotations

from collections.abc import Iterable

from babel.lists import format_list
from flask_babel import get_locale
from markupsafe import Markup


def apart(name: str) -> Markup:
    """A name that turns neither the words around it nor the other way round."""
    return Markup("<bdi>{}</bdi>").format(name)


def listed(names: Iterable[str]) -> Markup:
    """ "YouTube, Waymo and Fitbit", as the reader's language writes it."""
    escaped = [str(apart(name)) for name in names]
    return Markup(format_list(escaped, locale=get_locale() or "en"))  # noqa: S704 — each name is escaped above
