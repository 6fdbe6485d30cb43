"""Requests that carry an Idempotency-Key: whatever happens on the way, they are carried out once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import update

from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said
from petition_app.models import AskedOnce
from petition_app.services.upsert import Upsert, table
from petition_app.services.work import Work


class AskedForSomethingElse(Refusal):
    status = 422
    sentence = said("This Idempotency-Key was used within a day for another request. Please take a new one.")


def _build(insert: Any) -> Any:
    kept = table(AskedOnce)
    return insert(kept).on_conflict_do_nothing().returning(kept.c.token_id)


_KEEP = Upsert(_build)


def once(work: Work, token: UUID, key: str, request: bytes, do: Callable[[], str]) -> str:
    """What `do` answers; where the same request came with this key before, what it answered then, and nothing is done.
    Without a key it is always done. Raises AskedForSomethingElse."""
    if not key:
        return do()
    named = {"token_id": token, "key_hash": _hash(key.encode("utf-8", "replace"))}
    values = {**named, "request_hash": _hash(request), "answer": "", "asked_at": work.now}
    # Whoever asks second waits here until the first is through.
    if work.connection.execute(_KEEP.on(work), values).one_or_none() is None:
        before = work.session.get_one(AskedOnce, (token, named["key_hash"]), populate_existing=True)
        if before.request_hash != values["request_hash"]:
            raise AskedForSomethingElse
        return before.answer
    answer = do()
    same = (AskedOnce.token_id == token, AskedOnce.key_hash == named["key_hash"])
    work.session.execute(update(AskedOnce).where(*same).values(answer=answer))
    return answer


def _hash(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
