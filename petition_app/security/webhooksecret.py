"""Secrets and signatures of webhooks, as Standard Webhooks has them."""

from __future__ import annotations

import base64
import hmac
import secrets

_BEGINS = "whsec_"
_BYTES = 32


def new_webhook_secret() -> str:
    return _BEGINS + base64.b64encode(secrets.token_bytes(_BYTES)).decode("ascii")


def signature(secret: str, message: str, timestamp: int, body: bytes) -> str:
    """The value of `webhook-signature`: HMAC-SHA256 over id, time and body."""
    key = base64.b64decode(secret.removeprefix(_BEGINS))
    signed = hmac.digest(key, f"{message}.{timestamp}.".encode() + body, "sha256")
    return "v1," + base64.b64encode(signed).decode("ascii")
