"""The public page of an employer, as it is read."""

from __future__ import annotations

import re
from html import unescape

from flask.testing import FlaskClient

from tests.application import Clock
from tests.builders import SLUG
from tests.cast import text_of
from tests.published import released, signed_at

AT = f"/p/{SLUG}/at"


def page_of(client: FlaskClient, employer: str, query: str = "") -> str:
    """Its text, as it is read."""
    page = text_of(client, f"{AT}/{employer}{query}")
    body = page[page.index("<main") : page.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", "", body)).split())


def two_rows(clock: Clock) -> None:
    """Google with 13 unnamed and one named signer, Meta with 12 unnamed."""
    signed_at("Google", 10)
    signed_at("YouTube", 3)
    signed_at("Google", 1, "Ada")
    signed_at("Meta", 12)
    released(clock)
