"""Texts and short names as they are typed, and the petition file that gives back what was written into it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from petition_app.domain.drafting import Office, Part, Precedent, Text, blanks
from petition_app.domain.petitionsettings import Settings
from petition_app.domain.signature import Purpose
from petition_app.domain.slug import is_slug, slug_of
from petition_app.services.petition_files import PetitionFile, read_petition
from petition_app.services.petition_toml import to_toml

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@given(words, words, words, words)
@example("\\", 'He said """no"""\\', '"', '""""')
def test_whatever_is_written_into_a_file_is_read_again(title: str, body: str, demand: str, office: str):
    text = Text(f"T{title}", f"S{body}", f"B{body}", (f"D{demand}",), (Precedent(f"P{title}", f"Q{body}"),)).tidied()
    offices = (Office(f"O{office}", "Acme", key="k").tidied(),)
    consents = {purpose: f"Yes{demand}".strip() for purpose in Purpose}
    settings = Settings(10, False, True, 5, f"C{title}").tidied()
    file = PetitionFile("ours", text, offices, consents, settings, ((),), numbers={Part.TEXT: 3})

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "petition.toml"
        path.write_text(to_toml(file), "utf-8", newline="")
        assert read_petition(path) == file


@given(st.text(max_size=200))
def test_a_short_name_made_of_a_title_is_one(title: str):
    assert is_slug(slug_of(title))


@pytest.mark.parametrize(("title", "slug"), [
    ("Return to Office!", "return-to-office"), ("Não à vigilância", "nao-a-vigilancia"), ("new", "petition"),
    ("", "petition"), ("a" * 100, "petition"),
])  # fmt: skip
def test_a_short_name_is_readable(title: str, slug: str):
    assert slug_of(title) == slug


def test_brackets_to_fill_in_are_found_and_links_are_not():
    text = Text("At [company]", "See [the report](https://news.example).", "Body", ("Act by [day].",))

    assert [each.field for each in blanks(text)] == ["title", "demands-0"]
