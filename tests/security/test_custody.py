"""Either custody opens the same private key, each key can be changed for another, and old epochs stay open."""

import secrets
import struct
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition_app.security import custody, keypair, stretching, vault
from petition_app.security.boxes import VaultError
from petition_app.security.keypair import KeyPair
from petition_app.security.stretching import Cost

QUICK = Cost(memory_kib=64)
PETITION = b"petition/1"
PASSPHRASE = "lantern orbit thistle gravel"
PAIR = keypair.new_key_pair()
INSTANCE_KEY = secrets.token_bytes(32)

BOTH_SUITES = pytest.mark.parametrize("pair", [keypair.hybrid_key_pair(), keypair.x25519_key_pair()])


@BOTH_SUITES
def test_an_epoch_opens_with_the_private_key_it_was_sealed_to(pair: KeyPair) -> None:
    epoch, sealed = vault.new_epoch(pair.public, context=PETITION)

    assert vault.open_epoch(sealed, pair.private, id=epoch.id, context=PETITION) == epoch


@BOTH_SUITES
def test_an_epoch_does_not_open_for_another_key_id_or_petition(pair: KeyPair) -> None:
    epoch, sealed = vault.new_epoch(pair.public, context=PETITION)

    for stranger in (keypair.hybrid_key_pair(), keypair.x25519_key_pair()):
        with pytest.raises(VaultError):
            vault.open_epoch(sealed, stranger.private, id=epoch.id, context=PETITION)
    with pytest.raises(VaultError):
        vault.open_epoch(sealed, pair.private, id=bytes(16), context=PETITION)
    with pytest.raises(VaultError):
        vault.open_epoch(sealed, pair.private, id=epoch.id, context=b"petition/2")


@BOTH_SUITES
def test_a_sealed_epoch_that_was_changed_or_cut_short_does_not_open(pair: KeyPair) -> None:
    epoch, sealed = vault.new_epoch(pair.public, context=PETITION)

    for position in range(0, len(sealed), 7):
        changed = sealed[:position] + bytes((sealed[position] ^ 1,)) + sealed[position + 1 :]
        for bad in (changed, sealed[:position]):
            with pytest.raises(VaultError):
                vault.open_epoch(bad, pair.private, id=epoch.id, context=PETITION)


@given(noise=st.binary(max_size=200))
def test_noise_in_place_of_a_key_is_refused_with_our_own_error(noise: bytes) -> None:
    epoch, sealed = vault.new_epoch(PAIR.public, context=PETITION)

    for key in (noise, PAIR.public[:1] + noise, b"\x71" + noise[:32].ljust(32, b"\0")):
        with pytest.raises(VaultError):
            vault.open_epoch(sealed, key, id=epoch.id, context=PETITION)
    for key in (noise, PAIR.public[:1] + noise, b"\x71" + bytes(32), b"\x72" + b"\xff" * (len(PAIR.public) - 1)):
        with pytest.raises(VaultError):
            vault.new_epoch(key, context=PETITION)


def test_the_stored_bytes_say_which_suite_made_them() -> None:
    hybrid, classic = keypair.hybrid_key_pair(), keypair.x25519_key_pair()

    first_bytes = [
        (pair.public[0], pair.private[0], vault.new_epoch(pair.public, context=PETITION)[1][0])
        for pair in (hybrid, classic)
    ]

    assert first_bytes == [(0x72, 0x72, 0x62), (0x71, 0x71, 0x61)]
    assert keypair.new_key_pair().public[0] == 0x72


def test_the_instance_key_opens_what_it_wrapped() -> None:
    wrapped = custody.wrap_with_key(PAIR.private, INSTANCE_KEY, context=PETITION)

    assert custody.unwrap_with_key(wrapped, INSTANCE_KEY, context=PETITION) == PAIR.private
    assert PAIR.private[1:17] not in wrapped


def test_a_wrapped_key_does_not_open_for_another_instance_or_petition_or_when_changed() -> None:
    wrapped = custody.wrap_with_key(PAIR.private, INSTANCE_KEY, context=PETITION)

    with pytest.raises(VaultError):
        custody.unwrap_with_key(wrapped, secrets.token_bytes(32), context=PETITION)
    with pytest.raises(VaultError):
        custody.unwrap_with_key(wrapped, INSTANCE_KEY, context=b"petition/2")
    for position in range(len(wrapped)):
        changed = wrapped[:position] + bytes((wrapped[position] ^ 1,)) + wrapped[position + 1 :]
        for bad in (changed, wrapped[:position]):
            with pytest.raises(VaultError):
                custody.unwrap_with_key(bad, INSTANCE_KEY, context=PETITION)


@pytest.mark.parametrize("typed", [PASSPHRASE, "naïve café ﬁnance", "naïve café finance"])
def test_a_passphrase_opens_what_it_wrapped_however_its_letters_are_spelt(typed: str) -> None:
    chosen = PASSPHRASE if typed == PASSPHRASE else "naïve café finance"

    wrapped = custody.wrap_with_passphrase(PAIR.private, chosen, cost=QUICK)

    assert custody.unwrap_with_passphrase(wrapped, typed) == PAIR.private


@pytest.mark.parametrize("typed", ["", PASSPHRASE.upper(), PASSPHRASE + " ", "\ud800"])
def test_another_passphrase_opens_nothing(typed: str) -> None:
    wrapped = custody.wrap_with_passphrase(PAIR.private, PASSPHRASE, cost=QUICK)

    with pytest.raises(VaultError):
        custody.unwrap_with_passphrase(wrapped, typed)


def test_a_passphrase_wrapping_that_was_changed_or_cut_short_does_not_open() -> None:
    wrapped = custody.wrap_with_passphrase(PAIR.private, PASSPHRASE, cost=QUICK)

    for position in range(len(wrapped)):
        changed = wrapped[:position] + bytes((wrapped[position] ^ 1,)) + wrapped[position + 1 :]
        for bad in (changed, wrapped[:position]):
            with pytest.raises(VaultError):
                custody.unwrap_with_passphrase(bad, PASSPHRASE)


@pytest.mark.parametrize(
    ("memory_kib", "passes", "lanes"), [(2**32 - 1, 1, 1), (64, 65535, 1), (64, 1, 255), (0, 1, 1), (64, 0, 1)]
)
def test_a_changed_wrapping_cannot_ask_for_more_work_than_the_machine_can_do(
    memory_kib: int, passes: int, lanes: int
) -> None:
    wrapped = custody.wrap_with_passphrase(PAIR.private, PASSPHRASE, cost=QUICK)
    greedy = wrapped[:1] + struct.pack(">IHB", memory_kib, passes, lanes) + wrapped[8:]

    with pytest.raises(VaultError, match="was changed"):
        custody.unwrap_with_passphrase(greedy, PASSPHRASE)


def test_organiser_custody_needs_a_passphrase_and_costs_what_the_advice_says() -> None:
    with pytest.raises(VaultError, match="needed"):
        custody.wrap_with_passphrase(PAIR.private, "")

    wrapped = custody.wrap_with_passphrase(PAIR.private, PASSPHRASE)

    assert struct.unpack_from(">BIHB", wrapped) == (0x21, 47104, 1, 1)
    assert custody.unwrap_with_passphrase(wrapped, PASSPHRASE) == PAIR.private


def test_one_custody_cannot_be_opened_as_the_other() -> None:
    by_key = custody.wrap_with_key(PAIR.private, INSTANCE_KEY, context=PETITION)
    by_passphrase = custody.wrap_with_passphrase(PAIR.private, PASSPHRASE, cost=QUICK)

    with pytest.raises(VaultError):
        custody.unwrap_with_passphrase(by_key, PASSPHRASE)
    with pytest.raises(VaultError):
        custody.unwrap_with_key(by_passphrase, INSTANCE_KEY, context=PETITION)


def test_after_the_instance_key_is_changed_only_the_new_one_opens() -> None:
    new_key = secrets.token_bytes(32)
    wrapped = custody.wrap_with_key(PAIR.private, INSTANCE_KEY, context=PETITION)

    private = custody.unwrap_with_key(wrapped, INSTANCE_KEY, context=PETITION)
    rewrapped = custody.wrap_with_key(private, new_key, context=PETITION)

    assert custody.unwrap_with_key(rewrapped, new_key, context=PETITION) == PAIR.private
    with pytest.raises(VaultError):
        custody.unwrap_with_key(rewrapped, INSTANCE_KEY, context=PETITION)


def test_after_the_passphrase_is_changed_only_the_new_one_opens() -> None:
    wrapped = custody.wrap_with_passphrase(PAIR.private, PASSPHRASE, cost=QUICK)

    private = custody.unwrap_with_passphrase(wrapped, PASSPHRASE)
    rewrapped = custody.wrap_with_passphrase(private, "marble canoe whisper falcon", cost=QUICK)

    assert custody.unwrap_with_passphrase(rewrapped, "marble canoe whisper falcon") == PAIR.private
    with pytest.raises(VaultError):
        custody.unwrap_with_passphrase(rewrapped, PASSPHRASE)


def test_after_the_key_pair_is_changed_old_fields_still_open_and_the_old_key_can_be_destroyed() -> None:
    old, new = keypair.new_key_pair(), keypair.new_key_pair()
    epoch, sealed = vault.new_epoch(old.public, context=PETITION)
    blob = vault.seal(epoch, b"Sam", binding=b"row/1")

    opened = vault.open_epoch(sealed, old.private, id=epoch.id, context=PETITION)
    resealed = vault.seal_epoch(opened, new.public, context=PETITION)

    epoch_again = vault.open_epoch(resealed, new.private, id=vault.epoch_id_of(blob), context=PETITION)
    assert vault.unseal(epoch_again, blob, binding=b"row/1") == b"Sam"
    with pytest.raises(VaultError):
        vault.open_epoch(resealed, old.private, id=epoch.id, context=PETITION)


def test_only_two_passphrases_are_tried_at_once() -> None:
    wrapped = custody.wrap_with_passphrase(PAIR.private, PASSPHRASE, cost=QUICK)
    opened: list[bytes] = []
    third = threading.Thread(target=lambda: opened.append(custody.unwrap_with_passphrase(wrapped, PASSPHRASE)))

    with stretching.SLOTS, stretching.SLOTS:
        third.start()
        third.join(timeout=0.2)
        assert opened == []
    third.join(timeout=10)

    assert opened == [PAIR.private]
