"""Passkeys (WebAuthn): what a browser is asked, and whether its answer is right. The standard's own checks are
py_webauthn's; counters are left to the caller, who has to know that the signature was good first."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from petition_app.domain.passkey import CHALLENGE_LASTS, PasskeySite
from petition_app.later import Later

if TYPE_CHECKING:
    import webauthn
    from webauthn import helpers
    from webauthn.helpers import structs
else:
    webauthn, helpers, structs = Later("webauthn"), Later("webauthn.helpers"), Later("webauthn.helpers.structs")

CHALLENGE_BYTES = 32
#: The standard's own limit, and one that the longest keys in use are far from.
_LONGEST_ID, _LONGEST_KEY = 1_023, 2_000
_MILLISECONDS = int(CHALLENGE_LASTS.total_seconds() * 1_000)


class AnswerRefused(Exception):
    """The answer is not one to this challenge, of this site, by this key; or no answer at all."""


@dataclass(frozen=True)
class Owner:
    """Whom a new passkey is for; browsers show the two names when they offer it."""

    handle: bytes
    address: str
    name: str


@dataclass(frozen=True)
class NewKey:
    credential_id: bytes
    public_key: bytes
    sign_count: int


@dataclass(frozen=True)
class Presented:
    """Which key answers, by its own account; `handle` is whom it says it belongs to."""

    credential_id: bytes
    handle: bytes | None


def options_to_add(site: PasskeySite, site_name: str, owner: Owner, challenge: bytes, known: Iterable[bytes]) -> str:
    """JSON for the browser to make a new passkey; it makes none on a device that holds one of `known`. The passkey is
    kept on the device, which asks for a finger, a face or a PIN; who made the device is not asked."""
    return webauthn.options_to_json(
        webauthn.generate_registration_options(
            rp_id=site.id,
            rp_name=site_name,
            user_id=owner.handle,
            user_name=owner.address,
            user_display_name=owner.name,
            challenge=challenge,
            timeout=_MILLISECONDS,
            attestation=structs.AttestationConveyancePreference.NONE,
            authenticator_selection=structs.AuthenticatorSelectionCriteria(
                resident_key=structs.ResidentKeyRequirement.REQUIRED,
                require_resident_key=True,
                user_verification=structs.UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=_descriptors(known),
        )
    )


def options_to_use(site: PasskeySite, challenge: bytes, known: Iterable[bytes] = ()) -> str:
    """JSON for the browser to use one of `known`; without any, whichever it has for this site."""
    return webauthn.options_to_json(
        webauthn.generate_authentication_options(
            rp_id=site.id,
            challenge=challenge,
            timeout=_MILLISECONDS,
            allow_credentials=_descriptors(known) or None,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        )
    )


def challenge_of(answer: str) -> bytes | None:
    """The challenge an answer says it is to; None where it says none, or was made inside a page of another site."""
    try:
        written = json.loads(answer)["response"]["clientDataJSON"]
        data = helpers.parse_client_data_json(helpers.base64url_to_bytes(written))
    except Exception:  # whatever a stranger's bytes do to a parser, they are no answer
        return None
    return None if data.cross_origin else data.challenge


def presented(answer: str) -> Presented | None:
    try:
        read = helpers.parse_authentication_credential_json(answer)
    except Exception:  # as above
        return None
    return Presented(read.raw_id, read.response.user_handle)


def check_new(answer: str, challenge: bytes, site: PasskeySite) -> NewKey:
    """The new passkey of an answer. Raises AnswerRefused."""
    try:
        checked = webauthn.verify_registration_response(
            credential=helpers.parse_registration_credential_json(answer),
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except Exception as error:  # as above
        raise AnswerRefused from error
    if len(checked.credential_id) > _LONGEST_ID or len(checked.credential_public_key) > _LONGEST_KEY:
        raise AnswerRefused
    return NewKey(checked.credential_id, checked.credential_public_key, checked.sign_count)


def check_use(answer: str, challenge: bytes, site: PasskeySite, public_key: bytes) -> int:
    """The counter of a right answer. Raises AnswerRefused."""
    try:
        checked = webauthn.verify_authentication_response(
            credential=helpers.parse_authentication_credential_json(answer),
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=public_key,
            # It would refuse a counter that went back before it looks at the signature; zero refuses none.
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except Exception as error:  # as above
        raise AnswerRefused from error
    return checked.new_sign_count


def bound_hash(secret: bytes) -> bytes:
    """What is kept of the browser a challenge is for."""
    return hashlib.sha256(b"passkey browser\0" + secret).digest()


def challenge_hash(challenge: bytes) -> bytes:
    return hashlib.sha256(b"passkey challenge\0" + challenge).digest()


def _descriptors(known: Iterable[bytes]) -> list[structs.PublicKeyCredentialDescriptor]:
    return [structs.PublicKeyCredentialDescriptor(id=each) for each in known]
