"""Addresses for letters, always from the configured site address and never from a request."""

from __future__ import annotations


def confirm_link(site_url: str, secret: str) -> str:
    return f"{site_url}/c/{secret}"


def code_page(site_url: str) -> str:
    return f"{site_url}/confirm"


def receipt_page(site_url: str) -> str:
    return f"{site_url}/receipt"
