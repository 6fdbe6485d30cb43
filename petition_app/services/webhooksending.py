"""Sending to webhooks, by the worker: what the audit log tells of is written down for each, and sent until it is taken.

The log is read and not told: every service writes its line in the transaction of what it does, so nothing is missed,
and none has to know of webhooks."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from petition_app.domain.events import Action
from petition_app.domain.petition import is_hidden, is_public
from petition_app.domain.throttle import WEBHOOKS
from petition_app.domain.webhook import GIVEN_UP_AFTER, KEPT, Happened, told_of, wait_after
from petition_app.models import AuditLine, Petition, Webhook, WebhookDelivery
from petition_app.security.callout import NotReached, post
from petition_app.security.webhooksecret import signature
from petition_app.services import audit, throttling, webhooks
from petition_app.services.work import WORKER, Begin, Work

#: Sends a body to an address with headers; answers with a status. Raises NotReached.
Post = Callable[[str, Mapping[str, str], bytes], int]
_MOST_LINES, _MOST_AT_ONCE = 500, 6
# Longer than a try can take: whoever comes back to it then knows that the other worker has gone.
_HELD = timedelta(minutes=2)
_GONE = 410
#: Of the details of a line, what the public knows: which release or update it was.
_NUMBERED = (Happened.RELEASE_PUBLISHED, Happened.UPDATE_PUBLISHED)


@dataclass(frozen=True)
class _Message:
    id: UUID
    url: str
    headers: dict[str, str]
    body: bytes


def send_what_is_due(begin: Begin, send: Post = post) -> int:
    """Write down what happened since, and send what is due, a few at a time; how many were sent."""
    with begin(WORKER) as work:
        if not webhooks.are_on(work):
            return 0
        _write_down(work)
    for done in range(_MOST_AT_ONCE):
        with begin(WORKER) as work:
            message = _claim(work)
        if message is None:
            return done
        status, reason = _try(message, send)
        with begin(WORKER) as work:
            _conclude(work, message.id, status, reason)
    return _MOST_AT_ONCE


def forget_old(work: Work) -> None:
    """Messages after thirty days."""
    work.session.execute(delete(WebhookDelivery).where(WebhookDelivery.created_at < work.now - KEPT))


def _write_down(work: Work) -> None:
    newest = webhooks.newest_line(work)
    behind = select(Webhook).where(Webhook.disabled_at.is_(None), Webhook.seen_line < newest)
    for webhook in work.session.scalars(behind.with_for_update(skip_locked=True)).all():
        petition = work.session.get_one(Petition, webhook.petition_id)
        lines = select(AuditLine).where(
            AuditLine.petition_id == petition.id, AuditLine.number > webhook.seen_line, AuditLine.number <= newest
        )
        found = work.session.scalars(lines.order_by(AuditLine.number).limit(_MOST_LINES)).all()
        webhook.seen_line = found[-1].number if len(found) == _MOST_LINES else newest
        for line in found:
            _write_line(work, webhook, petition, line)


def _write_line(work: Work, webhook: Webhook, petition: Petition, line: AuditLine) -> None:
    happened = told_of(line.action, line.details)
    # What waits for its launch is in public nowhere, so nobody outside is told of it.
    in_public = is_public(petition.state) and not is_hidden(petition.hidden_until, petition.launched_at)
    if happened is None or happened not in webhook.events.split() or not in_public:
        return
    more: dict[str, Any] = {"number": json.loads(line.details)["number"]} if happened in _NUMBERED else {}
    webhooks.queue(work, webhook, petition, happened, line.at, **more)


def _claim(work: Work) -> _Message | None:
    """The message that has waited longest; nobody else takes it for a while."""
    query = select(WebhookDelivery, Webhook).join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
    query = query.where(WebhookDelivery.due_at <= work.now, Webhook.disabled_at.is_(None))
    query = query.order_by(WebhookDelivery.due_at, WebhookDelivery.created_at, WebhookDelivery.id).limit(1)
    found = work.session.execute(query.with_for_update(of=WebhookDelivery, skip_locked=True)).one_or_none()
    if found is None:
        return None
    delivery, webhook = found
    delivery.due_at = work.now + _HELD
    if throttling.hit(work, WEBHOOKS, str(webhook.petition_id)) > WEBHOOKS.most:
        return None
    delivery.attempts += 1
    name, time, body = f"msg_{delivery.id.hex}", int(work.now.timestamp()), delivery.body.encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "workplace-petition",
        "webhook-id": name,
        "webhook-timestamp": str(time),
        "webhook-signature": signature(webhooks.secret_of(work, webhook), name, time, body),
    }
    return _Message(delivery.id, webhook.url, headers, body)


def _try(message: _Message, send: Post) -> tuple[int | None, str]:
    try:
        return send(message.url, message.headers, message.body), ""
    except NotReached as failure:
        return None, failure.reason


def _conclude(work: Work, key: UUID, status: int | None, reason: str) -> None:
    delivery = work.session.get(WebhookDelivery, key, with_for_update=True)
    if delivery is None:
        return
    webhook = work.session.get_one(Webhook, delivery.webhook_id, with_for_update=True)
    delivery.status, delivery.reason = status, reason
    if status is not None and 200 <= status < 300:
        delivery.due_at = webhook.failing_since = None
        return
    webhook.failing_since = webhook.failing_since or work.now
    delivery.due_at = work.now + wait_after(delivery.attempts)
    if work.now - delivery.created_at >= GIVEN_UP_AFTER:
        delivery.due_at = None
    if status == _GONE or work.now - webhook.failing_since >= GIVEN_UP_AFTER:
        delivery.due_at = None
        webhook.disabled_at = work.now
        audit.record(work, Action.WEBHOOK_SWITCHED_OFF, webhook.petition_id, webhook=webhook.id)
