"""Padding hides how long a private field is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition_app.security.boxes import VaultError
from petition_app.security.padding import LARGEST_CLASS, pad, size_class, unpad


@given(st.binary(max_size=5000))
def test_a_padded_text_comes_back_whole(text: bytes) -> None:
    assert unpad(pad(text)) == text


@pytest.mark.parametrize("text", [b"", b"\x80", b"\0", b"\x80\0\0", b"name\0\0", b"name\x80"])
def test_a_text_that_looks_like_padding_comes_back_whole(text: bytes) -> None:
    assert unpad(pad(text)) == text


@pytest.mark.parametrize(
    ("length", "padded"),
    [(0, 128), (127, 128), (128, 256), (255, 256), (256, 512), (511, 512), (512, 1024), (2048, 4096), (4096, 8192)],
)
def test_each_size_class_is_twice_the_one_before(length: int, padded: int) -> None:
    assert size_class(length) == len(pad(b"x" * length)) == padded


def test_a_text_no_class_holds_is_refused() -> None:
    assert len(pad(b"x" * (LARGEST_CLASS - 1))) == LARGEST_CLASS

    with pytest.raises(VaultError, match="too long"):
        pad(b"x" * LARGEST_CLASS)


@pytest.mark.parametrize("padded", [b"", b"\0" * 256, b"x" * 256])
def test_bytes_that_were_never_padded_are_refused(padded: bytes) -> None:
    with pytest.raises(VaultError):
        unpad(padded)
