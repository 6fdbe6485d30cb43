"""Whether a page can offer passkeys: browsers bind them to the name under which the page was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import request, url_for
from flask_login import current_user

from petition_app.database import edge
from petition_app.domain.passkey import passkey_site


@dataclass(frozen=True)
class Place:
    """`is_offered`: they work here. Else `elsewhere` is where on this site they do, if there is such an address."""

    is_offered: bool
    elsewhere: str = ""


def place() -> Place:
    site = passkey_site(edge().settings.site_url)
    if site is None:
        return Place(is_offered=False)
    if site.id == urlsplit(f"//{request.host}").hostname:
        return Place(is_offered=True)
    # A browser that is signed in here is not signed in there, but the way to one's passkeys leads through signing in.
    page = "account.passkeys.own" if current_user.is_authenticated else "account.signing_in.sign_in"
    return Place(is_offered=False, elsewhere=site.origin + url_for(page))
