"""The secrets in a signer's hands: link, code and receipt; and the session in an organiser's."""

import base64
import hashlib
import hmac
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition_app.security import tokens, vault
from petition_app.security.boxes import VaultError
from petition_app.security.tokens import ConfirmationSecret, Receipt

SECRETS = st.binary(min_size=32, max_size=32)
BINDING = b"signature/1/own copy"


@given(SECRETS)
def test_a_link_reads_back_and_finds_its_hash(secret: bytes) -> None:
    confirmation = ConfirmationSecret(secret)

    read = tokens.parse_link(confirmation.link)

    assert read == secret
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", confirmation.link)
    assert tokens.hash_of_link(secret) == confirmation.token_hash


@given(SECRETS)
def test_a_code_reads_back_and_finds_its_hash(secret: bytes) -> None:
    confirmation = ConfirmationSecret(secret)

    read = tokens.parse_code(confirmation.code.lower().replace("-", " "))

    assert read == confirmation.copy_key == secret[:10]
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}", confirmation.code)
    assert tokens.hash_of_code(read) == confirmation.code_hash


def test_the_code_opens_the_signers_own_copy_as_well_as_the_link() -> None:
    confirmation = ConfirmationSecret.new()
    copy = vault.seal_with_secret(confirmation.copy_key, b"Sam", binding=BINDING)

    from_link = tokens.parse_link(confirmation.link)
    from_code = tokens.parse_code(confirmation.code)

    assert from_link is not None
    assert from_code is not None
    assert vault.unseal_with_secret(ConfirmationSecret(from_link).copy_key, copy, binding=BINDING) == b"Sam"
    assert vault.unseal_with_secret(from_code, copy, binding=BINDING) == b"Sam"


@pytest.mark.parametrize(
    "text", ["", "short", "A" * 42, "A" * 44, "A" * 42 + "B", "A" * 42 + "=", "A" * 42 + "é", "+" * 43, "A" * 100_000]
)
def test_what_is_no_link_is_not_read(text: str) -> None:
    assert tokens.parse_link(text) is None


@given(st.text(max_size=60))
def test_any_text_is_a_link_a_code_a_receipt_or_is_refused(text: str) -> None:
    assert tokens.parse_link(text) is None or ConfirmationSecret(tokens.parse_link(text) or b"").link == text.strip()
    assert tokens.parse_code(text) is None or len(tokens.parse_code(text) or b"") == 10


def test_a_receipt_reads_back_from_paper() -> None:
    receipt = Receipt.new()

    assert len(receipt.text.split("-")) == 13
    for typed in (
        receipt.text,
        receipt.text.lower().replace("-", " "),
        receipt.text.replace("-", "\n").replace("0", "o"),
    ):
        assert Receipt.parse(typed) == receipt


@pytest.mark.parametrize("typed", ["", "K7QM-3XVD-9RTA-2WHE", "not a receipt", "U" * 52])
def test_a_mistyped_receipt_is_refused_with_a_sentence_that_does_not_repeat_it(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^This is not a whole receipt\.") as refused:
        Receipt.parse(typed)

    assert not typed or typed not in str(refused.value)


def test_the_receipt_opens_the_signers_own_copy_and_its_hash_does_not() -> None:
    receipt = Receipt.new()
    copy = vault.seal_with_secret(receipt.key, b"Sam", binding=BINDING)

    assert vault.unseal_with_secret(Receipt.parse(receipt.text).key, copy, binding=BINDING) == b"Sam"
    for stored in (receipt.hash, tokens.hash_of_link(receipt.secret)):
        with pytest.raises(VaultError):
            vault.unseal_with_secret(stored, copy, binding=BINDING)


def test_a_hash_of_one_kind_is_never_a_hash_of_another() -> None:
    secret = bytes(range(32))
    text = base64.urlsafe_b64encode(secret).rstrip(b"=").decode()

    hashes = [
        ConfirmationSecret(secret).token_hash,
        tokens.hash_of_code(secret),
        Receipt(secret).hash,
        Receipt(secret).key,
        tokens.session_hash(text),
        hashlib.sha256(secret).digest(),
        hashlib.sha256(text.encode()).digest(),
    ]

    assert len(set(hashes)) == len(hashes)
    assert {len(hash) for hash in hashes} == {32}


def test_new_secrets_take_all_their_bytes_from_the_given_source_of_chance() -> None:
    def zeros(count: int) -> bytes:
        return bytes(count)

    assert ConfirmationSecret.new(zeros).secret == Receipt.new(zeros).secret == bytes(32)
    assert tokens.new_session_id(zeros) == "A" * 43
    assert len({ConfirmationSecret.new().link for _ in range(100)}) == 100
    assert len({tokens.new_session_id() for _ in range(100)}) == 100


@pytest.mark.parametrize("kind", [ConfirmationSecret, Receipt])
def test_a_secret_is_whole_and_never_shown_by_accident(kind: type[ConfirmationSecret] | type[Receipt]) -> None:
    secret = kind(b"canary-canary-canary-canary-1234")

    assert "canary" not in repr(secret) + str(secret)
    assert secret == kind(b"canary-canary-canary-canary-1234") != kind(bytes(32))
    for wrong in (b"", bytes(31), bytes(33)):
        with pytest.raises(ValueError, match="32 bytes"):
            kind(wrong)


def test_a_confirmation_secret_is_not_a_receipt() -> None:
    assert ConfirmationSecret(bytes(32)) != Receipt(bytes(32))


def test_one_way_is_hmac_sha256_and_takes_any_text() -> None:
    # RFC 4231, test case 2
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"

    assert tokens.one_way(b"Jefe", "what do ya want for nothing?").hex() == expected
    assert tokens.one_way(b"key", "é") == hmac.digest(b"key", "é".encode(), "sha256")
    assert len(tokens.one_way(b"key", "\ud800")) == 32


def test_same_tells_equal_secrets_from_others() -> None:
    assert tokens.same(b"abc", b"abc")
    assert not tokens.same(b"abc", b"abd")
    assert not tokens.same(b"abc", b"abcd")
