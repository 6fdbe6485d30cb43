"""What a button of a set-up checklist asks for."""

from __future__ import annotations

from flask import request
from flask_login import current_user

from petition_app.domain.checklist import Item, Mark
from petition_app.domain.refusals import NotFound
from petition_app.web.tokens import check_form_token


def asked_for(purpose: str) -> tuple[Item, Mark]:
    """Raises FormIsStale, and NotFound for an item or mark there is not."""
    check_form_token(request.form.get("token"), purpose, current_user.binding)
    try:
        return Item(request.form.get("item", "")), Mark(request.form.get("mark", ""))
    except ValueError as error:
        raise NotFound from error
