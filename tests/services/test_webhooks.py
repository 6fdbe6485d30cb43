"""Webhooks: told of what is in public, signed, sent until they are taken, and never with a name or a figure."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

import pytest
from flask import Flask

from petition_app.database import begin_reading, begin_work
from petition_app.domain.handover import Delivery, Way
from petition_app.domain.lifecycle import Step
from petition_app.domain.signature import DisplayMode
from petition_app.domain.update import Draft
from petition_app.domain.webhook import (
    CHOICES,
    MOST_WEBHOOKS,
    Happened,
    TooManyWebhooks,
    WebhookIsWrong,
    WebhooksAreOff,
)
from petition_app.models import Webhook
from petition_app.security.callout import NotReached
from petition_app.services import (
    handovers,
    lifecycle,
    petitions,
    retention,
    rewrapping,
    updates,
    webhooks,
    webhooksending,
)
from petition_app.services.webhooks import WebhookLine
from petition_app.services.work import OPERATOR
from tests.application import Clock, Site, opened
from tests.builders import SLUG, a_request, a_signature, change_petition
from tests.published import released, signed_at

URL = "https://hooks.example.org/petition"


@dataclass
class Other:
    """The site that is told: notes what arrives, and answers with `status` or not at all."""

    status: int | None = 204
    arrived: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        self.arrived.append((url, headers, body))
        if self.status is None:
            raise NotReached("timeout")
        return self.status

    def work(self) -> list[str]:
        """A turn of the worker; the kinds of what arrived so far."""
        while webhooksending.send_what_is_due(begin_work, self):
            pass
        return [json.loads(body)["type"] for _, _, body in self.arrived]


@pytest.fixture
def app(site: Site, clock: Clock) -> Iterator[Flask]:
    with opened(replace(site.settings, webhooks=True), clock) as app:
        yield app


@pytest.fixture
def other(app: Flask) -> Other:
    return Other()


def key() -> UUID:
    with begin_reading(OPERATOR) as work:
        return petitions.by_slug(work, SLUG).id


def added(*events: Happened, url: str = URL) -> str:
    with begin_work(OPERATOR) as work:
        return webhooks.add(work, petitions.by_slug(work, SLUG).id, url, events or CHOICES)


def the_webhook() -> WebhookLine:
    with begin_reading(OPERATOR) as work:
        return webhooks.every(work, petitions.by_slug(work, SLUG).id)[0]


def an_update() -> None:
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG).id
        updates.publish(work, petition, updates.draft(work, petition, Draft("News", "It moves.")), 1)


def ping() -> None:
    with begin_work(OPERATOR) as work:
        webhooks.ping(work, petitions.by_slug(work, SLUG).id, the_webhook().id)


def test_what_happens_in_public_is_told_once(other: Other, clock: Clock):
    signed_at("Google", 12)
    an_update()
    added()
    released(clock)
    an_update()
    with begin_work(OPERATOR) as work:
        lifecycle.take(work, key(), Step.PAUSE)

    told = ["petition.paused", "release.published", "update.published"]
    assert sorted(other.work()) == told
    assert sorted(other.work()) == told
    assert sorted(json.loads(body)["data"].get("number", 0) for _, _, body in other.arrived) == [0, 1, 2]


def test_it_is_told_of_what_was_chosen_alone(other: Other, clock: Clock):
    added(Happened.RELEASE_PUBLISHED)
    an_update()
    released(clock)

    assert other.work() == ["release.published"]


def test_no_message_has_a_name_an_address_or_a_figure(other: Other, clock: Clock):
    added()
    for number in range(13):
        a_signature(a_request(f"canary{number}@example.org", display=DisplayMode.NAME, name=f"Canary {number}"))
    released(clock)
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG).id
        (addressee,) = petitions.addressees(work, petition)
        for is_public in (True, False):
            brought = Delivery(work.today, Way.IN_PERSON, "Canary Carrier", "canary", is_public=is_public)
            handovers.record(work, petition, addressee.target.id, brought)

    assert sorted(other.work()) == ["handover.recorded", "release.published"]
    for _, headers, body in other.arrived:
        assert b"canary" not in body.lower() + str(headers).lower().encode()
        data = json.loads(body)["data"]
        assert data.pop("number", 1) == 1
        assert data["petition"].keys() == {"id", "slug", "page", "api"}
        assert data.keys() == {"petition"}


def test_a_message_is_signed_as_standard_webhooks_has_it(other: Other, clock: Clock):
    secret = added()
    ping()
    other.work()

    ((url, headers, body),) = other.arrived
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()
    assert (url, headers["webhook-signature"]) == (URL, f"v1,{base64.b64encode(digest).decode()}")
    assert headers["webhook-timestamp"] == str(int(clock.now.timestamp()))


def test_messages_are_signed_with_the_same_secret_after_a_change_of_the_instance_key(app: Flask):
    secret = added()
    with begin_work(OPERATOR) as work:
        rewrapping.rewrap(work, b"n" * 32)
        object.__setattr__(work.keys, "instance", b"n" * 32)

    with begin_reading(OPERATOR) as work:
        assert webhooks.secret_of(work, work.session.get_one(Webhook, the_webhook().id)) == secret


def test_the_secret_is_kept_wrapped(app: Flask):
    secret = added()

    with begin_reading(OPERATOR) as work:
        rows = str([dict(row) for row in work.connection.exec_driver_sql("SELECT * FROM webhook").mappings()])
    assert secret.removeprefix("whsec_") not in rows


def test_what_waits_for_its_launch_tells_nobody(other: Other):
    added()
    change_petition(hidden_until=100)
    an_update()

    assert other.work() == []


@pytest.mark.parametrize("status", [500, 404, 301, None])
def test_a_message_is_sent_again_under_the_same_id_until_it_is_taken(other: Other, clock: Clock, status: int | None):
    added()
    ping()
    other.status = status
    other.work()
    assert the_webhook().failing_since is not None
    clock.move(seconds=4)
    assert len(other.work()) == 1
    clock.move(seconds=2)
    other.status = 200

    assert len(other.work()) == 2
    assert len({headers["webhook-id"] for _, headers, _ in other.arrived}) == 1
    assert the_webhook().failing_since is None
    clock.move(days=9)
    assert len(other.work()) == 2


def test_after_five_days_without_an_answer_a_webhook_is_off_until_it_is_tried(other: Other, clock: Clock):
    added()
    ping()
    other.status = None
    for _ in range(12):
        other.work()
        clock.move(hours=12)
    assert the_webhook().disabled_at is not None
    tries = len(other.arrived)
    an_update()
    assert len(other.work()) == tries

    other.status = 200
    ping()

    assert other.work()[tries:] == ["ping"]
    assert the_webhook().disabled_at is None


def test_a_site_that_says_it_is_gone_is_told_nothing_more(other: Other):
    added()
    ping()
    other.status = 410
    other.work()

    assert the_webhook().disabled_at is not None


def test_no_more_than_sixty_messages_leave_in_a_minute(other: Other, clock: Clock):
    added()
    for _ in range(65):
        ping()

    first = len(other.work())
    clock.move(minutes=4)
    assert (first, len(other.work())) == (60, 65)


def test_messages_are_kept_for_thirty_days_without_what_was_answered(other: Other, clock: Clock):
    added()
    ping()
    other.work()
    with begin_reading(OPERATOR) as work:
        (sent,) = webhooks.deliveries(work, key(), the_webhook().id)
    assert (sent.status, sent.reason, sent.attempts) == (204, "", 1)

    clock.move(days=31)
    with begin_work(OPERATOR) as work:
        retention.forget_what_is_over(work)
    with begin_reading(OPERATOR) as work:
        assert webhooks.deliveries(work, key(), the_webhook().id) == []


def test_a_removed_webhook_is_sent_nothing(other: Other):
    added()
    ping()
    with begin_work(OPERATOR) as work:
        webhooks.remove(work, petitions.by_slug(work, SLUG).id, the_webhook().id)

    assert other.work() == []


def test_a_wrong_webhook_is_refused(app: Flask):
    for url, events in (("https://127.0.0.1/", CHOICES), (URL, ()), (URL, (Happened.PING,))):
        with pytest.raises(WebhookIsWrong), begin_work(OPERATOR) as work:
            webhooks.add(work, petitions.by_slug(work, SLUG).id, url, events)
    for _ in range(MOST_WEBHOOKS):
        added()
    with pytest.raises(TooManyWebhooks):
        added()


def test_without_the_setting_none_is_added_and_nothing_is_sent(other: Other, site: Site, clock: Clock):
    added()
    ping()
    with opened(site.settings, clock):
        assert other.work() == []
        with pytest.raises(WebhooksAreOff):
            added()
