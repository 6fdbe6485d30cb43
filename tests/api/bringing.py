"""Tokens for programs, and requests that bring them."""

from __future__ import annotations

from uuid import UUID

from petition_app.database import begin_work
from petition_app.domain.accesstoken import Scope
from petition_app.services import accesstokens, petitions
from petition_app.services.work import OPERATOR
from tests.builders import SLUG

AT = f"/api/v1/organise/{SLUG}"
Headers = dict[str, str]


def a_token(maker: UUID, *scopes: Scope, slug: str = SLUG, days: int = 90) -> str:
    """For everything where no scope is given."""
    with begin_work(OPERATOR) as work:
        return accesstokens.make(work, petitions.by_slug(work, slug).id, maker, "Board", scopes or Scope, days)


def bearer(token: str) -> Headers:
    return {"Authorization": f"Bearer {token}"}
