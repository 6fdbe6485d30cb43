"""Addresses for letters, always from the configured site address and never from a request."""

from __future__ import annotations

from petition_app.mail.letters import SOURCE


def in_language(site_url: str, language: str) -> str:
    """The site as it is read in a language."""
    return site_url if language == SOURCE else f"{site_url}/{language}"


def confirm_link(site_url: str, secret: str) -> str:
    return f"{site_url}/c/{secret}"


def code_page(site_url: str) -> str:
    return f"{site_url}/confirm"


def receipt_page(site_url: str) -> str:
    return f"{site_url}/receipt"


def petition_page(site_url: str, slug: str) -> str:
    return f"{site_url}/p/{slug}"


def unsubscribe_link(site_url: str, secret: str) -> str:
    return f"{site_url}/u/{secret}"


def join_link(site_url: str, secret: str) -> str:
    return f"{site_url}/account/join/{secret}"


def reset_link(site_url: str, secret: str) -> str:
    return f"{site_url}/sign-in/new-password/{secret}"


def set_up_link(site_url: str, secret: str) -> str:
    return f"{site_url}/set-up/{secret}"


def site_checklist(site_url: str) -> str:
    return f"{site_url}/account/site"


def workshop(site_url: str) -> str:
    return f"{site_url}/organise"


def account_page(site_url: str) -> str:
    return f"{site_url}/account"
