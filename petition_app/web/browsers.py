"""The browser that asks, as far as it is kept."""

from __future__ import annotations

from flask import request

from petition_app.domain.browser import browser_name


def browser_of_this_request() -> str:
    """Its kind and system, such as "Firefox, Linux"."""
    return browser_name(request.headers.get("User-Agent", ""))
