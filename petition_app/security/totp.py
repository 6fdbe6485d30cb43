"""The second factor: six digits from an authenticator app (RFC 6238), and recovery codes for a lost one."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime

import pyotp

from petition_app.security import crockford
from petition_app.security.tokens import same

STEP_SECONDS = 30
RECOVERY_CODES = 10
RECOVERY_BYTES = 10
_DRIFT_STEPS = 1
_DIGITS = 6


def new_secret() -> str:
    """160 random bits in base32, as authenticator apps take them."""
    return pyotp.random_base32()


def provisioning_uri(secret: str, *, account: str, issuer: str) -> str:
    """The otpauth address to show as a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def verify(secret: str, code: str, now: datetime, last_step: int | None) -> int | None:
    """The step whose code this is, to be stored as the next `last_step`; None when it is refused.

    One step early or late is accepted. A step that was used, or an older one, never is: a code seen over somebody's
    shoulder is worth nothing. `now` must carry its time zone, else ValueError.
    """
    if now.tzinfo is None:
        raise ValueError("The time of a sign-in must carry its time zone.")
    typed = "".join(code.split()).encode("utf-8", "surrogatepass")
    current = int(now.timestamp()) // STEP_SECONDS
    found = None
    # Every step is tried, so that the time taken tells nothing.
    for step in range(current - _DRIFT_STEPS, current + _DRIFT_STEPS + 1):
        matches = same(pyotp.HOTP(secret, digits=_DIGITS).generate_otp(step).encode("ascii"), typed)
        if matches and (last_step is None or step > last_step):
            found = step
    return found


def new_recovery_codes(random: Callable[[int], bytes] = secrets.token_bytes) -> tuple[str, ...]:
    """Ten codes of 80 bits, shown once. Store `recovery_hash` of each and forget the one that was used."""
    return tuple(crockford.write(random(RECOVERY_BYTES)) for _ in range(RECOVERY_CODES))


def recovery_hash(text: str) -> bytes | None:
    """The hash to store or look up for a recovery code as typed, or None when it is no such code."""
    code = crockford.read(text, RECOVERY_BYTES)
    return None if code is None else hashlib.sha256(b"recovery code\0" + code).digest()
