"""A passkey device in software, which tests can make lie: what a browser and an authenticator answer to options."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

ORIGIN = "http://localhost:8000"
_PRESENT, _VERIFIED, _NEW_KEY = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One passkey. `counter` goes up with each use where `counts`; the other fields are what its answers claim."""

    counts: bool = True
    counter: int = 0
    origin: str = ORIGIN
    rp_id: str = "localhost"
    is_verified: bool = True
    is_framed: bool = False
    type: str = ""
    challenge: bytes | None = None
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))
    handle: bytes | None = None
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: str) -> str:
        """The answer to options for a new passkey."""
        asked = json.loads(options)
        self.handle = base64url_to_bytes(asked["user"]["id"])
        new = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + self._public_key()
        attested = {"fmt": "none", "attStmt": {}, "authData": self._data(_NEW_KEY) + new}
        return self._answer(
            {
                "clientDataJSON": self._client_data(asked, "webauthn.create"),
                "attestationObject": encode_cbor(attested),
            }
        )

    def use(self, options: str, **response: Any) -> str:
        """The answer to options for using it; `response` takes the place of parts of it."""
        self.counter += self.counts
        client_data, data = self._client_data(json.loads(options), "webauthn.get"), self._data(0)
        signed = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        parts = {
            "clientDataJSON": client_data,
            "authenticatorData": data,
            "signature": signed,
            "userHandle": self.handle,
        }
        return self._answer(parts | response)

    def _answer(self, response: dict[str, Any]) -> str:
        key = bytes_to_base64url(self.credential_id)
        written = {name: bytes_to_base64url(value) for name, value in response.items() if value is not None}
        return json.dumps({"id": key, "rawId": key, "type": "public-key", "response": written})

    def _client_data(self, asked: dict[str, Any], kind: str) -> bytes:
        challenge = asked["challenge"] if self.challenge is None else bytes_to_base64url(self.challenge)
        data = {"type": self.type or kind, "challenge": challenge, "origin": self.origin, "crossOrigin": self.is_framed}
        return json.dumps(data).encode()

    def _data(self, flags: int) -> bytes:
        flags |= _PRESENT | (_VERIFIED if self.is_verified else 0)
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4, "big")

    def _public_key(self) -> bytes:
        point = self.key.public_key().public_numbers()
        coordinates = {-2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        return encode_cbor({1: 2, 3: -7, -1: 1, **coordinates})
