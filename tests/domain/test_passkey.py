"""For which site passkeys are made, and what a counter tells."""

from __future__ import annotations

import pytest

from petition_app.domain.passkey import PasskeySite, is_copy, passkey_site


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://petition.example.org", PasskeySite("petition.example.org", "https://petition.example.org")),
        ("https://Petition.Example.org:443/", PasskeySite("petition.example.org", "https://petition.example.org")),
        ("https://example.org:8443/x", PasskeySite("example.org", "https://example.org:8443")),
        ("http://127.0.0.1:8000", PasskeySite("localhost", "http://localhost:8000")),
        ("http://[::1]:80", PasskeySite("localhost", "http://localhost")),
        ("http://localhost:8000", PasskeySite("localhost", "http://localhost:8000")),
    ],
)
def test_passkeys_belong_to_the_name_of_the_site(address: str, site: PasskeySite):
    assert passkey_site(address) == site


@pytest.mark.parametrize(
    "address", ["http://petition.example.org", "http://abcdefgh.onion", "https://192.0.2.7", "https://[2001:db8::7]"]
)
def test_a_site_without_https_or_without_a_name_has_none(address: str):
    assert passkey_site(address) is None


@pytest.mark.parametrize(
    ("kept", "given", "copied"),
    [(0, 0, False), (0, 1, False), (5, 6, False), (5, 5, True), (5, 4, True), (5, 0, True)],
)
def test_a_counter_that_does_not_go_up_tells_of_a_copy(kept: int, given: int, copied: bool):
    assert is_copy(kept, given) is copied
