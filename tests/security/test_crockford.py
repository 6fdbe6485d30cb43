"""Secrets that a person writes down and types again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition_app.security import crockford


@given(st.binary(min_size=1, max_size=40))
def test_what_is_written_down_reads_back(secret: bytes) -> None:
    assert crockford.read(crockford.write(secret), len(secret)) == secret


@given(st.binary(min_size=10, max_size=10))
def test_ten_bytes_are_four_groups_of_four_without_letters_that_are_mistaken_for_others(secret: bytes) -> None:
    written = crockford.write(secret)

    assert [len(group) for group in written.split("-")] == [4, 4, 4, 4]
    assert not set(written) & set("ILOU")
    assert written == written.upper()


@pytest.mark.parametrize(
    "typed",
    [
        "0123-4567-89AB-CDEF",
        "0123456789abcdef",
        " o123 4567 89ab cdef\n",
        "OI23-4567-89AB-CDEF",
        "ol23–4567—89AB‑CDEF",
        "０１２３-４５６７-８９ＡＢ-ＣＤＥＦ",
        "0123\u00a04567\u200b89AB\u00ad-CDEF",
        "0-1-2-3-4-5-6-7-8-9-A-B-C-D-E-F",
    ],
)
def test_case_spaces_dashes_and_lookalikes_do_not_matter(typed: str) -> None:
    assert crockford.read(typed, 10) == crockford.read("0123-4567-89AB-CDEF", 10) is not None


@pytest.mark.parametrize(
    "typed",
    ["", "0123-4567-89AB-CDE", "0123-4567-89AB-CDEFG", "U123-4567-89AB-CDEF", "0123-4567-89AB-CDE!", "0" * 100_000],
)
def test_what_is_no_such_secret_is_not_read(typed: str) -> None:
    assert crockford.read(typed, 10) is None


def test_one_secret_has_one_spelling() -> None:
    written = crockford.write(bytes(32))
    assert written.endswith("-0000")

    assert crockford.read(written[:-1] + "1", 32) is None


@given(st.text(max_size=80), st.sampled_from([10, 32]))
def test_any_text_is_read_or_not_and_never_an_error(text: str, length: int) -> None:
    secret = crockford.read(text, length)

    assert secret is None or len(secret) == length
