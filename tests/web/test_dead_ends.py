"""No link of the workshop ends where there is nothing, whatever state the petition is in."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask

from petition_app.domain.petition import State
from tests.builders import SLUG, a_signature, change_petition
from tests.cast import a_member, browser_of, text_of

LINK = re.compile(r'<a\b[^>]*\shref="(/[^"#]*)')
HOME = f"/organise/{SLUG}"


def links_in(page: str) -> set[str]:
    return {unescape(each) for each in LINK.findall(page)}


@pytest.mark.parametrize(
    "values",
    [
        {"state": State.DRAFT, "opened_at": None},
        {"state": State.REVIEW, "opened_at": None},
        {"state": State.OPEN, "hidden_until": 500},
        {"state": State.OPEN},
        {"state": State.CLOSED},
    ],
    ids=["draft", "review", "hidden", "open", "closed"],
)
def test_every_link_of_every_room_leads_somewhere(app: Flask, values: dict[str, object]):
    if values["state"] is not State.DRAFT:
        a_signature()
    change_petition(**values)
    browser = browser_of(app, a_member("Olu"))
    rooms = {each for each in links_in(text_of(browser, HOME)) if each.startswith(HOME) and "." not in each}
    followed: dict[str, int] = {}
    for room in sorted(rooms | {f"{HOME}/preview"}):
        for link in links_in(text_of(browser, room)) - followed.keys():
            followed[link] = browser.get(link, follow_redirects=True).status_code

    assert len(followed) > 40
    assert {link: status for link, status in followed.items() if status != 200} == {}
