"""Webhooks of a petition: added, listed, tried and removed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select

from petition_app.domain.events import Action
from petition_app.domain.refusals import NotFound
from petition_app.domain.webhook import (
    MOST_WEBHOOKS,
    Happened,
    TooManyWebhooks,
    WebhooksAreOff,
    check_address,
    check_events,
)
from petition_app.models import AuditHead, Petition, Webhook, WebhookDelivery
from petition_app.security.custody import unwrap_with_key, wrap_with_key
from petition_app.security.webhooksecret import new_webhook_secret
from petition_app.services import audit
from petition_app.services.custody import webhook_context
from petition_app.services.work import Work

_SHOWN = 100


@dataclass(frozen=True)
class WebhookLine:
    """A webhook as the room shows it."""

    id: UUID
    url: str
    events: tuple[Happened, ...]
    created_on: date
    failing_since: datetime | None
    disabled_at: datetime | None


def are_on(work: Work) -> bool:
    return work.settings.webhooks


def add(work: Work, petition: UUID, url: str, events: Iterable[Happened]) -> str:
    """A new webhook, told of what happens from now on; its secret, to be shown once.

    Raises WebhooksAreOff, WebhookIsWrong and TooManyWebhooks."""
    url, wanted = url.strip(), sorted({*events} - {Happened.PING})
    if not are_on(work):
        raise WebhooksAreOff
    check_address(url)
    check_events(wanted)
    work.session.execute(select(Petition.id).where(Petition.id == petition).with_for_update()).one()
    count = select(func.count()).select_from(Webhook).where(Webhook.petition_id == petition)
    if (work.session.scalar(count) or 0) >= MOST_WEBHOOKS:
        raise TooManyWebhooks
    key, secret = work.new_id(), new_webhook_secret()
    made = Webhook(
        id=key, petition_id=petition, url=url, events=" ".join(wanted), created_at=work.now,
        secret_wrapped=wrap_with_key(secret.encode(), work.keys.instance, context=webhook_context(key)),
        seen_line=newest_line(work),
    )  # fmt: skip
    work.session.add(made)
    work.session.flush()
    audit.record(work, Action.WEBHOOK_ADDED, petition, webhook=key, events=made.events)
    return secret


def every(work: Work, petition: UUID) -> tuple[WebhookLine, ...]:
    """The oldest first."""
    query = select(Webhook).where(Webhook.petition_id == petition).order_by(Webhook.created_at, Webhook.id)
    return tuple(_line(each) for each in work.session.scalars(query))


def one(work: Work, petition: UUID, webhook: UUID) -> WebhookLine:
    """Raises NotFound."""
    return _line(_found(work, petition, webhook))


def deliveries(work: Work, petition: UUID, webhook: UUID) -> Sequence[WebhookDelivery]:
    """What was sent in the last thirty days, or is to be, newest first. Raises NotFound."""
    _found(work, petition, webhook)
    query = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook)
    return work.session.scalars(query.order_by(WebhookDelivery.created_at.desc()).limit(_SHOWN)).all()


def remove(work: Work, petition: UUID, webhook: UUID) -> None:
    """Nothing is sent there any more. Raises NotFound."""
    gone = _found(work, petition, webhook)
    work.session.execute(delete(Webhook).where(Webhook.id == gone.id))
    audit.record(work, Action.WEBHOOK_REMOVED, petition, webhook=webhook)


def ping(work: Work, petition: UUID, webhook: UUID) -> None:
    """Send a message that tells of nothing; a webhook that is off is on again. Raises NotFound and WebhooksAreOff."""
    if not are_on(work):
        raise WebhooksAreOff
    found = _found(work, petition, webhook)
    if found.disabled_at is not None:
        # What happened while it was off is in the public API.
        found.seen_line = newest_line(work)
    found.disabled_at = found.failing_since = None
    queue(work, found, work.session.get_one(Petition, petition), Happened.PING, work.now)


def queue(work: Work, webhook: Webhook, petition: Petition, happened: Happened, at: datetime, **more: Any) -> None:
    """Write a message for the worker to send. It has no figure and no name: whoever gets it reads the public API."""
    site = work.settings.site_url
    about = {
        "id": str(petition.id),
        "slug": petition.slug,
        "page": f"{site}/p/{petition.slug}",
        "api": f"{site}/api/v1/petitions/{petition.slug}.json",
    }
    moment = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    body = json.dumps({"type": happened, "timestamp": moment, "data": {"petition": about, **more}})
    work.session.add(WebhookDelivery(
        id=work.new_id(), webhook_id=webhook.id, event=happened, body=body, created_at=at, due_at=work.now
    ))  # fmt: skip
    work.session.flush()


def secret_of(work: Work, webhook: Webhook) -> str:
    return unwrap_with_key(webhook.secret_wrapped, work.keys.instance, context=webhook_context(webhook.id)).decode()


def newest_line(work: Work) -> int:
    """The number of the newest line of the audit log."""
    return work.session.scalar(select(AuditHead.number)) or 0


def _found(work: Work, petition: UUID, webhook: UUID) -> Webhook:
    query = select(Webhook).where(Webhook.id == webhook, Webhook.petition_id == petition)
    found = work.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def _line(webhook: Webhook) -> WebhookLine:
    events = tuple(Happened(each) for each in webhook.events.split())
    return WebhookLine(
        webhook.id, webhook.url, events, webhook.created_at.date(), webhook.failing_since, webhook.disabled_at
    )
