"""Every sentence for people is there in every language, says the same things, and is what the program reads."""

from __future__ import annotations

import tomllib
from functools import cache
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from petition_app import folders
from petition_app.web.language import SOURCE, languages_in
from tests.house.tree import ROOT

MARKS = {"_": None, "lazy": None, "said": None, "gettext": None, "ngettext": (1, 2)}
TRANSLATED = [language for language in languages_in(folders.TRANSLATIONS) if language != SOURCE]


@cache
def said() -> frozenset[str]:
    """Every text marked for translation; of one with a plural, the singular."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    methods = [(each["pattern"], each["method"]) for each in mappings]
    found = extract_from_dir(ROOT, method_map=methods, keywords=MARKS)
    return frozenset(text if isinstance(text, str) else text[0] for _, _, text, _, _ in found)


def catalogue(language: str) -> Catalog:
    with (folders.TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def entries(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def test_there_are_spanish_and_french():
    assert TRANSLATED == ["es", "fr"]


def test_there_are_sentences():
    assert "Sign this petition" in said()


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_in_the_catalogue_and_no_other(language: str):
    listed = {singular(message) for message in entries(language)}

    assert said() - listed == set(), "run ./run messages"
    assert listed - said() == set(), "run ./run messages"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated(language: str):
    missing = [singular(each) for each in entries(language) if not each.string or not all(each.string) or each.fuzzy]

    assert missing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_fills_in_the_same_values(language: str):
    wrong = {singular(message): [str(error) for error in message.check()] for message in entries(language)}

    assert {text: errors for text, errors in wrong.items() if errors} == {}


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_the_program_reads_is_what_the_catalogue_says(language: str):
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))

    assert (folders.TRANSLATIONS / language / "LC_MESSAGES" / "messages.mo").read_bytes() == compiled.getvalue()
