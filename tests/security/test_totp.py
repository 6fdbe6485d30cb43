"""The second factor works once, within a minute and a half, and can be replaced by a recovery code."""

from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition_app.security import totp

# RFC 6238, appendix B: the secret "12345678901234567890"; its codes end in these six digits.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
RFC_CODES = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]
NOW = datetime.fromtimestamp(1111111111, UTC)
STEP = 1111111111 // 30
CODE = "050471"


@pytest.mark.parametrize(("seconds", "code"), RFC_CODES)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert totp.verify(RFC_SECRET, code, datetime.fromtimestamp(seconds, UTC), None) == seconds // 30


def test_a_code_is_accepted_one_step_early_or_late_and_no_further() -> None:
    accepted = {
        steps: totp.verify(RFC_SECRET, CODE, NOW + steps * timedelta(seconds=30), None) for steps in range(-3, 4)
    }

    assert accepted == {-3: None, -2: None, -1: STEP, 0: STEP, 1: STEP, 2: None, 3: None}


def test_a_code_works_once() -> None:
    step = totp.verify(RFC_SECRET, CODE, NOW, None)

    assert step == STEP
    for moment in (NOW, NOW + timedelta(seconds=30)):
        assert totp.verify(RFC_SECRET, CODE, moment, last_step=step) is None


def test_a_code_older_than_the_last_one_used_is_refused() -> None:
    assert totp.verify(RFC_SECRET, CODE, NOW + timedelta(seconds=30), last_step=STEP + 1) is None
    assert totp.verify(RFC_SECRET, CODE, NOW, last_step=STEP - 1) == STEP


@pytest.mark.parametrize("typed", ["050 471", " 050471\n"])
def test_a_code_may_be_typed_with_spaces(typed: str) -> None:
    assert totp.verify(RFC_SECRET, typed, NOW, None) == STEP


@given(st.text(max_size=12).filter(lambda text: not text.strip().isascii() or not text.strip().isdigit()))
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert totp.verify(RFC_SECRET, typed, NOW, None) is None


def test_the_hour_of_the_zone_does_not_matter_but_a_time_without_zone_is_refused() -> None:
    assert totp.verify(RFC_SECRET, CODE, NOW.astimezone(timezone(timedelta(hours=9))), None) == STEP

    with pytest.raises(ValueError, match="time zone"):
        totp.verify(RFC_SECRET, CODE, NOW.replace(tzinfo=None), None)


def test_an_authenticator_app_can_take_the_secret() -> None:
    secret = totp.new_secret()

    address = urlsplit(totp.provisioning_uri(secret, account="olu@example.org", issuer="Petition: desk"))

    assert len(secret) == 32
    assert secret != totp.new_secret()
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert parse_qs(address.query) == {"secret": [secret], "issuer": ["Petition: desk"]}


def test_ten_recovery_codes_are_found_by_their_hashes_however_they_are_typed() -> None:
    codes = totp.new_recovery_codes()

    hashes = {totp.recovery_hash(code) for code in codes}

    assert len(codes) == len(hashes) == 10
    assert all(totp.recovery_hash(code.lower().replace("-", " ")) in hashes for code in codes)
    assert all(len(code.replace("-", "")) * 5 == 80 for code in codes)
    assert totp.recovery_hash("not a code") is None
