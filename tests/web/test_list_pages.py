"""The public list of signatories is read page by page, and copied as a whole only slowly."""

from __future__ import annotations

from flask.testing import FlaskClient

from petition_app.domain.throttle import LIST_PAGES
from tests.application import Clock
from tests.builders import SLUG

FIRST, FURTHER = f"/p/{SLUG}/signatories", f"/p/{SLUG}/signatories?after_name=Sam"


def further_pages(client: FlaskClient, times: int) -> set[int]:
    return {client.get(FURTHER).status_code for _ in range(times)}


def test_sixty_further_pages_in_a_minute_and_then_a_pause(client: FlaskClient, clock: Clock):
    assert further_pages(client, LIST_PAGES.most) == {200}
    clock.move(seconds=20)
    refused = client.get(FURTHER)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "40")
    assert "wait a moment" in refused.text

    clock.move(seconds=40)
    assert further_pages(client, 1) == {200}


def test_the_first_page_and_other_networks_are_never_kept_waiting(client: FlaskClient):
    further_pages(client, LIST_PAGES.most + 1)

    assert client.get(FIRST).status_code == 200
    assert client.get(f"/p/{SLUG}").status_code == 200
    assert client.get(FURTHER, environ_overrides={"REMOTE_ADDR": "192.0.2.77"}).status_code == 200
