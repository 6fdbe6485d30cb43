"""The kind of a browser, as its owner would name it."""

from __future__ import annotations

import pytest

from petition_app.domain.browser import browser_name

MOZILLA = "Mozilla/5.0 "


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (MOZILLA + "(X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox, Linux"),
        (MOZILLA + "(Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36", "Chrome, Windows"),
        (MOZILLA + "(Windows NT 10.0) AppleWebKit/537 Chrome/126.0 Safari/537 Edg/126.0", "Edge, Windows"),
        (MOZILLA + "(iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari, iPhone"),
        (MOZILLA + "(Linux; Android 14) AppleWebKit/537 Chrome/126.0 Mobile Safari/537", "Chrome, Android"),
        ("curl/8.0", ""),
        ("", ""),
        ("<script>alert(1)</script>" * 1000, ""),
    ],
)
def test_a_browser_is_named_by_kind_and_system_only(user_agent: str, name: str):
    assert browser_name(user_agent) == name
