"""Private fields, the signer's own copy and waiting letters are sealed to their place, whole, and of one length."""

import secrets
import traceback
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from petition_app.security import keypair, vault
from petition_app.security.boxes import VaultError, derive
from petition_app.security.vault import EpochKey

EPOCH = EpochKey(b"epoch-identifier", secrets.token_bytes(32))
SECRET = secrets.token_bytes(32)
PLACE = b"signature/1/private"
CANARY = b"Sam Canary, sam@canary.example"

SEALS: dict[str, Callable[[bytes, bytes], bytes]] = {
    "field": lambda text, place: vault.seal(EPOCH, text, binding=place),
    "own copy": lambda text, place: vault.seal_with_secret(SECRET, text, binding=place),
    "letter": lambda text, place: vault.seal_letter(SECRET, text, binding=place),
}
OPENS: dict[str, Callable[[bytes, bytes], bytes]] = {
    "field": lambda blob, place: vault.unseal(EPOCH, blob, binding=place),
    "own copy": lambda blob, place: vault.unseal_with_secret(SECRET, blob, binding=place),
    "letter": lambda blob, place: vault.unseal_letter(SECRET, blob, binding=place),
}
EACH = pytest.mark.parametrize("what", SEALS)


@EACH
@given(text=st.binary(max_size=3000), place=st.binary(max_size=80))
def test_what_is_sealed_can_be_opened_in_its_place(what: str, text: bytes, place: bytes) -> None:
    assert OPENS[what](SEALS[what](text, place), place) == text


def test_keys_for_places_are_those_of_hkdf() -> None:
    expected = HKDF(SHA256(), length=32, salt=None, info=b"petition/1/outbox\0" + PLACE).derive(SECRET)
    assert derive(SECRET, b"outbox", PLACE) == expected


@EACH
def test_nothing_of_the_text_is_left_in_the_blob(what: str) -> None:
    blob = SEALS[what](CANARY, PLACE)

    assert not any(CANARY[start : start + 4] in blob for start in range(len(CANARY) - 3))


@EACH
def test_the_length_of_a_blob_does_not_tell_the_length_of_the_text(what: str) -> None:
    lengths = {len(SEALS[what](b"x" * length, PLACE)) for length in (0, 1, 40, 127)}

    assert len(lengths) == 1
    assert len(SEALS[what](b"x" * 128, PLACE)) == lengths.pop() + 128


@EACH
def test_the_same_text_never_gives_the_same_blob(what: str) -> None:
    assert len({SEALS[what](CANARY, PLACE) for _ in range(50)}) == 50


@EACH
def test_a_blob_moved_to_another_row_or_field_does_not_open(what: str) -> None:
    blob = SEALS[what](CANARY, PLACE)

    for elsewhere in (b"signature/2/private", b"signature/1/public", b"", PLACE + b"\0"):
        with pytest.raises(VaultError):
            OPENS[what](blob, elsewhere)


@EACH
def test_a_change_of_any_byte_is_noticed(what: str) -> None:
    blob = SEALS[what](CANARY, PLACE)

    for position in range(len(blob)):
        changed = blob[:position] + bytes((blob[position] ^ 1,)) + blob[position + 1 :]
        with pytest.raises(VaultError):
            OPENS[what](changed, PLACE)


@EACH
def test_a_blob_cut_short_or_added_to_does_not_open(what: str) -> None:
    blob = SEALS[what](CANARY, PLACE)

    for changed in (*(blob[:length] for length in range(len(blob))), blob + b"\0"):
        with pytest.raises(VaultError):
            OPENS[what](changed, PLACE)


@EACH
@given(noise=st.binary(max_size=400))
def test_noise_is_refused_with_our_own_error(what: str, noise: bytes) -> None:
    kind = SEALS[what](b"", PLACE)[:1]

    for blob in (noise, kind + noise, kind + EPOCH.id + noise):
        with pytest.raises(VaultError):
            OPENS[what](blob, PLACE)


@EACH
def test_a_blob_of_one_kind_does_not_open_as_another(what: str) -> None:
    blob = SEALS[what](CANARY, PLACE)

    for other in OPENS.keys() - {what}:
        with pytest.raises(VaultError, match="not something that can be opened here"):
            OPENS[other](blob, PLACE)
        with pytest.raises(VaultError):
            OPENS[other](SEALS[other](b"", PLACE)[:1] + blob[1:], PLACE)


def test_another_key_opens_nothing() -> None:
    field = SEALS["field"](CANARY, PLACE)
    stranger = secrets.token_bytes(32)

    with pytest.raises(VaultError, match="the key is not the one"):
        vault.unseal(EpochKey(EPOCH.id, stranger), field, binding=PLACE)
    with pytest.raises(VaultError, match="another epoch"):
        vault.unseal(EpochKey(b"some-other-epoch", EPOCH.key), field, binding=PLACE)
    with pytest.raises(VaultError, match="the key is not the one"):
        vault.unseal_with_secret(stranger, SEALS["own copy"](CANARY, PLACE), binding=PLACE)
    with pytest.raises(VaultError, match="the key is not the one"):
        vault.unseal_letter(stranger, SEALS["letter"](CANARY, PLACE), binding=PLACE)


def test_a_blob_names_the_epoch_whose_key_opens_it() -> None:
    assert vault.epoch_id_of(SEALS["field"](CANARY, PLACE)) == EPOCH.id

    for blob in (b"", SEALS["field"](CANARY, PLACE)[:16], SEALS["letter"](CANARY, PLACE)):
        with pytest.raises(VaultError):
            vault.epoch_id_of(blob)


@pytest.mark.parametrize("secret", [b"", b"too short"])
def test_nothing_is_sealed_under_a_missing_or_short_secret(secret: bytes) -> None:
    with pytest.raises(VaultError, match="missing or too short"):
        vault.seal_with_secret(secret, CANARY, binding=PLACE)
    with pytest.raises(VaultError, match="missing or too short"):
        vault.seal_letter(secret, CANARY, binding=PLACE)


def test_an_epoch_key_of_the_wrong_size_is_refused() -> None:
    for id, key in ((b"short", EPOCH.key), (EPOCH.id, b"short")):
        with pytest.raises(VaultError):
            EpochKey(id, key)


def test_neither_a_key_nor_an_error_shows_what_is_secret() -> None:
    pair = keypair.new_key_pair()
    blob = SEALS["field"](CANARY, PLACE)
    shown = [repr(pair), str(pair), repr(EPOCH), str(EPOCH), f"{EPOCH}"]

    try:
        vault.unseal(EPOCH, blob[:-1] + b"\0\0", binding=PLACE)
    except VaultError as error:
        shown.append("".join(traceback.format_exception(error)))

    assert len(shown) == 6
    for text in shown:
        for hidden in (EPOCH.key, pair.private, pair.private[-16:], CANARY):
            assert repr(hidden)[2:-1] not in text
            assert hidden.hex() not in text
    assert "InvalidTag" not in shown[-1]
