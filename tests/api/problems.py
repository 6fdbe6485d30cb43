"""Errors of the API, as RFC 9457 has them."""

from __future__ import annotations


def problem(status: int, title: str, detail: str) -> dict[str, object]:
    return {"type": "about:blank", "title": title, "status": status, "detail": detail}
