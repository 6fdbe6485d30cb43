"""Old addresses: where a petition has another short name now, whoever asks for it by an old one is led there."""

from __future__ import annotations

from typing import Any

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from petition_app.database import begin_reading
from petition_app.domain.petition import is_public
from petition_app.domain.refusals import NotFound
from petition_app.domain.slug import is_slug
from petition_app.services import addresses, organisers
from petition_app.services.work import VISITOR
from petition_app.web.errors import refused

#: Under this name the new address of a form says for which old one its token was made.
_MOVED_FROM = "from"


def init_addresses(app: Flask) -> None:
    """Look at old addresses only where nothing is there: all other requests cost nothing more."""
    app.register_error_handler(NotFound, moved_or_missing)


def moved_or_missing(refusal: NotFound) -> ResponseReturnValue:
    values = dict(request.view_args or {})
    name = next((name for name in ("slug", "key") if isinstance(values.get(name), str)), None)
    new = _name_now(values[name]) if name else None
    if not (name and new and request.endpoint):
        return refused(refusal)
    query = request.query_string.decode("ascii", "ignore")
    if request.method == "POST":
        query = f"{query}&{_MOVED_FROM}={values[name]}".strip("&")
    address = url_for(request.endpoint, **values | {name: new}) + (f"?{query}" if query else "")
    # Like every answer that does not say otherwise, this one is not kept: the old name may become the new one again.
    # 308 sends a form on whole.
    return redirect(address, 301 if request.method in ("GET", "HEAD") else 308)


def _name_now(old: str) -> str | None:
    """The new name of a petition whose old one this was, for those who may see it there."""
    if not is_slug(old):
        return None
    with begin_reading(VISITOR) as work:
        found = addresses.moved_to(work, old)
        if found is None:
            return None
        if (request.blueprint or "").startswith("organiser"):
            member = current_user.is_authenticated and organisers.membership(work, current_user.id, found.slug)
            return found.slug if member else None
        return found.slug if is_public(found.state) else None


def name_when_made(slug: str) -> str:
    """The petition's name when the form that was sent was made: the one in its address, unless it came by an old
    one."""
    old = request.args.get(_MOVED_FROM, "")
    return old if old and _name_now(old) == slug else slug


def came_by() -> dict[str, Any]:
    """What the address of a form that is sent once more has to carry, so that its token stays good."""
    old = request.args.get(_MOVED_FROM, "")
    return {_MOVED_FROM: old} if old else {}
