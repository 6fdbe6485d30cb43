"""Sam, who signs: the pages as a browser without a script uses them, and what they leave in the database."""

from __future__ import annotations

import html
import re
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from petition_app.database import begin_reading
from petition_app.models import Base, Signature
from petition_app.services import petitions, tallies
from petition_app.services.work import OPERATOR
from tests import counts
from tests.application import Clock
from tests.builders import SLUG

PAGE = f"/p/{SLUG}"
FORM = {
    "email": "sam@example.org",
    "employer": "Acme",
    "relation": "current",
    "role_band": "engineering",
    "display": "counted",
    "name": "",
    "title": "",
    "consent_count": "y",
    "website": "",
}
TOKEN = re.compile(r'name="token" value="([^"]+)"')


def token_in(page: TestResponse) -> str:
    """The token of the page's first form."""
    found = TOKEN.search(page.text)
    assert found, page.text
    return html.unescape(found.group(1))


def masked(page: TestResponse) -> str:
    return TOKEN.sub("", page.text)


def submit(client: FlaskClient, clock: Clock, **changes: str) -> TestResponse:
    """Read the page, fill in the form in five seconds, send it."""
    token = token_in(client.get(PAGE))
    clock.move(seconds=5)
    return client.post(f"{PAGE}/sign", data={**FORM, "token": token, **changes})


def post(client: FlaskClient, address: str, page: TestResponse, **fields: Any) -> TestResponse:
    """Send a form of `page`, with its token."""
    return client.post(address, data={"token": token_in(page), **fields})


def receipt_in(page: TestResponse) -> str:
    """The receipt as somebody would copy it from the page that shows it once."""
    found = re.search(r'<code class="receipt-code"[^>]*>(.*?)</code>', page.text, re.DOTALL)
    assert found, page.text
    return "".join(re.sub(r"<[^>]+>", "", found.group(1)).split())


def confirm_by_link(client: FlaskClient, secret: str) -> str:
    """Press the button behind a letter's link; returns the receipt."""
    page = post(client, f"/c/{secret}", client.get(f"/c/{secret}"))
    assert page.status_code == 200
    return receipt_in(page)


def open_with(client: FlaskClient, receipt: str) -> TestResponse:
    return post(client, "/receipt", client.get("/receipt"), receipt=receipt)


def signatures() -> list[Signature]:
    """Every row; on the way, the counters must equal them."""
    counts.cells()
    with begin_reading(OPERATOR) as work:
        return list(work.session.scalars(select(Signature)))


def confirmed_total() -> int:
    with begin_reading(OPERATOR) as work:
        return tallies.confirmed_total(work, petitions.by_slug(work, SLUG).id)


def everything_stored() -> str:
    """All cells of all tables."""
    with begin_reading(OPERATOR) as work:
        tables = (work.session.execute(select(table)).all() for table in Base.metadata.sorted_tables)
        return "\n".join(repr(row) for rows in tables for row in rows)
