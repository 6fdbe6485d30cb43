"""Where a webhook may lead, what it tells of, and when it is sent again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from petition_app.domain.events import Action
from petition_app.domain.webhook import Happened, WebhookIsWrong, check_address, may_be_reached, told_of, wait_after

HOSTILE = """
http://example.org/hook
ftp://example.org/
file:///etc/passwd
gopher://example.org/
//example.org/
https://
https:///hook
https://127.0.0.1/
https://127.1/
https://2130706433/
https://0x7f000001/
https://0x7f.0.0.1/
https://0177.0.0.1/
https://10.0.0.1/
https://169.254.169.254/latest/meta-data
https://192.168.0.1/
https://8.8.8.8/
https://[::1]/
https://[::ffff:127.0.0.1]/
https://[fe80::1%25eth0]/
https://[64:ff9b::7f00:1]/
https://localhost/
https://localhost./
https://app.localhost/
https://printer.local/
https://db.internal/
https://hidden.onion/
https://intranet/
https://1.0.0.127.in-addr.arpa/
https://user:secret@example.org/
https://example.org@127.0.0.1/
https://@example.org/
https://example.org:22/
https://example.org:80/
https://example.org:0/
https://example.org:99999/
https://example.org:x/
https://example.org\\@127.0.0.1/
https://example.org/#part
https://exa mple.org/
https://example..org/
https://.example.org/
https://exämple.org/
https://①②⑦.0.0.1/
https://example.org/\u202e
https://example.org/\tHost:x
https://example.org/%s
""".strip().split("\n")


@pytest.mark.parametrize("address", [each.replace("%s", "x" * 500) for each in HOSTILE] + ["", "example.org", " "])
def test_an_address_that_nothing_may_be_sent_to_is_refused(address: str):
    with pytest.raises(WebhookIsWrong):
        check_address(address)


@pytest.mark.parametrize(
    "address", ["https://example.org/hook?a=b", "https://a.b.example.co:8443", "HTTPS://Example.ORG/"]
)
def test_an_ordinary_address_is_taken(address: str):
    check_address(address)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
     "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
     "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1",
     "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::8.8.8.8", "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1",
     "2002:7f00:1::", "2002:808:808::", "2001::1", "2001:db8::1", "100::1", "", "x", "localhost"],
)  # fmt: skip
def test_what_is_not_of_the_open_internet_is_not_reached(address: str):
    assert not may_be_reached(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001:80b::200e"])
def test_what_is_of_the_open_internet_is_reached(address: str):
    assert may_be_reached(address)


@pytest.mark.parametrize(
    ("action", "details", "happened"),
    [
        (Action.RELEASE_PUBLISHED, '{"number":1}', Happened.RELEASE_PUBLISHED),
        (Action.STATE_CHANGED, '{"after":"closed"}', Happened.CLOSED),
        (Action.STATE_CHANGED, '{"after":"draft"}', None),
        (Action.HANDOVER_RECORDED, '{"public":true}', Happened.HANDOVER_RECORDED),
        (Action.HANDOVER_RECORDED, '{"public":false}', None),
        (Action.RESPONSE_REMOVED, "{}", Happened.RESPONSE_CHANGED),
        (Action.SIGNATURE_CONFIRMED, "{}", None),
        (Action.PRIVATE_FIELDS_OPENED, "{}", None),
        ("anything", "{}", None),
    ],
)
def test_only_what_is_in_public_is_told(action: str, details: str, happened: Happened | None):
    assert told_of(action, details) is happened


def test_it_is_sent_again_after_five_seconds_and_at_last_once_a_day():
    assert wait_after(1) == timedelta(seconds=5)
    assert wait_after(8) == wait_after(99) == timedelta(days=1)
