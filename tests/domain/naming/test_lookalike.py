"""Texts that look like a known name without being it get a hint, and are never resolved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition_app.domain.employer import Directory, Employer, lookalike, resolve, skeleton, tricks

NAMES = ("Google", "Apple", "Amazon", "Microsoft", "IBM", "Tesla", "Stripe", "OpenAI", "Meta", "Intel", "Walmart")
DIRECTORY = Directory([Employer(name.lower(), name) for name in NAMES])
SKELETONS = {skeleton(name): name.lower() for name in NAMES}


@pytest.mark.parametrize(("text", "slug"), [
    ("Gооgle", "google"), ("G00gle", "google"), ("Gοοgle", "google"), ("Goog1e", "google"), ("GoogIe", "google"),
    ("Goog|e", "google"), ("ɢoogle", "google"), ("Аpple", "apple"), ("Αpple", "apple"), ("App1e, Inc.", "apple"),
    ("Arnazon", "amazon"), ("Amаzon", "amazon"), ("Micr0soft", "microsoft"), ("Rnicrosoft", "microsoft"),
    ("lBM", "ibm"), ("1BM", "ibm"), ("ІВМ", "ibm"), ("Теslа", "tesla"), ("$tripe", "stripe"), ("0penAI", "openai"),
    ("OpenAl", "openai"), ("Меtа", "meta"), ("Mеtа", "meta"), ("1ntel", "intel"), ("VValmart", "walmart"),
    ("Gօօgle", "google"), ("Göogle", "google"), ("Goo gle", "google"), ("@mazon", "amazon"),
])  # fmt: skip
def test_a_text_that_looks_like_a_name_is_unresolved_and_gets_a_hint(text: str, slug: str) -> None:
    assert resolve(text, DIRECTORY).employer is None
    assert lookalike(text, SKELETONS) == slug


@pytest.mark.parametrize(
    "text", [*NAMES, "google", "APPLE INC", "Acme", "Mapbox", "Applebee's", "Gogle", "", "🚀", "X"]
)
def test_a_name_itself_and_another_name_get_no_hint(text: str) -> None:
    assert lookalike(text, SKELETONS) is None


@pytest.mark.parametrize("text", ["Ｇｏｏｇｌｅ", "𝐆𝐨𝐨𝐠𝐥𝐞", "Ⓖⓞⓞⓖⓛⓔ"])
def test_letters_that_unicode_holds_to_be_the_same_are_the_name_itself(text: str) -> None:
    assert resolve(text, DIRECTORY).employer == "google"
    assert lookalike(text, SKELETONS) is None


@pytest.mark.parametrize(("text", "said"), [
    ("\u202eelgooG", "direction"), ("Goog\u2066le", "direction"), ("Goo\u200bgle", "invisible"),
    ("Goo\u00adgle", "invisible"), ("Goo\u3164gle", "invisible"), ("Gооgle", "alphabets"), ("Gοogle", "alphabets"),
    ("Engineer, Аpple", "alphabets"), ("Goo\u200dgle", "invisible"),
])  # fmt: skip
def test_hidden_characters_and_mixed_alphabets_are_told(text: str, said: str) -> None:
    sentence = tricks(text)

    assert sentence is not None
    assert said in sentence


@pytest.mark.parametrize("text", [
    "Google", "Nestlé", "Яндекс", "ООО Google", "トヨタ自動車", "Яндекс Go", "می\u200cخواهم", "क्\u200dष",
    "Google\u200b", "\ufeffGoogle", "👩\u200d👩\u200d👧", "Ελλάδα", "Ｇｏｏｇｌｅ", "Straße", "Café ☕\ufe0f",
])  # fmt: skip
def test_honest_writing_is_no_trick(text: str) -> None:
    assert tricks(text) is None


@given(st.text(st.characters(), max_size=80))
def test_any_text_has_a_skeleton_that_is_its_own(text: str) -> None:
    assert skeleton(skeleton(text)) == skeleton(text)
    assert tricks(text) is None or str(tricks(text)).endswith(".")
