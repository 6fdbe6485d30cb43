"""`petition add`: a real petition from a file, with either custody, on both engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from petition_app import folders
from tests.application import Site
from tests.cli.command import petition

PASSPHRASE = "nine otters juggle lanterns"
SMALL = """
slug = "our-appeal"
title = "Our appeal"
summary = "We ask."
body = "Dear leaders, please act."
demands = ["Act."]

[consents]
count = "Count me."
publish = "Show me."
updates = "Write to me."
deliver = "Show them."
press = "Ask me."
witness = "Check me."

[[addressee]]
office = "Chief executive"
organisation = "Acme"
"""


@pytest.fixture
def env(site: Site) -> dict[str, str]:
    return site.environment


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "petition.toml"
    path.write_text(SMALL)
    return path


def test_a_petition_from_a_file_is_open_at_once(env: dict[str, str], file: Path):
    added = petition("add", str(file), env=env)
    again = petition("add", str(file), env=env)

    assert (added.code, again.code) == (0, 1), added.err
    assert "/p/our-appeal" in added.out
    assert "already" in again.err
    assert petition("verify", env=env).code == 0


def test_the_organisers_can_keep_the_keys(env: dict[str, str], file: Path):
    weak = petition("add", str(file), "--custody", "organisers", env=env, typed="short\n")
    none = petition("add", str(file), "--custody", "organisers", env=env, typed="\n")
    kept = petition("add", str(file), "--custody", "organisers", env=env, typed=f"{PASSPHRASE}\n")
    export = ("export", "signatories", "--petition", "our-appeal", "--purpose", "test", "--output", "-")
    shut = petition(*export, env=env, typed="a guess of nine words\n")
    opened = petition(*export, env=env, typed=f"{PASSPHRASE}\n")

    assert (weak.code, none.code, kept.code) == (1, 1, 0), kept.err
    assert (shut.code, opened.code) == (1, 0), opened.err


def test_the_seeded_petition_is_such_a_file(env: dict[str, str]):
    assert petition("add", str(folders.SEEDS / "petition.toml"), env=env).code == 0


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('title = "Our appeal"', "", "title"),
        ('title = "Our appeal"', f'title = "{"x" * 151}"', "title"),
        ('slug = "our-appeal"', 'slug = "Our Appeal"', "slug"),
        ('demands = ["Act."]', "demands = []", "demand"),
        ('demands = ["Act."]', 'demands = ["Act."]\nthreshold = 4', "threshold"),
        ('press = "Ask me."', "", "press"),
        ('press = "Ask me."', 'press = "Ask me."\nspam = "Yes."', "spam"),
        ("slug =", "slug", "TOML"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_what_to_mend(
    env: dict[str, str], file: Path, old: str, new: str, named: str
):
    file.write_text(SMALL.replace(old, new))

    answer = petition("add", str(file), env=env)

    assert answer.code == 1
    assert named in answer.err
    assert "Traceback" not in answer.err


def test_a_file_that_is_not_there_is_named(env: dict[str, str], tmp_path: Path):
    answer = petition("add", str(tmp_path / "none.toml"), env=env)

    assert answer.code == 1
    assert "none.toml" in answer.err


ANSWERED = (
    SMALL
    + """
[[addressee.response]]
day = 1
kind = "public"
summary = "They spoke."
quotation = "We hear you."
source = "{source}"
"""
)


def test_an_answer_from_the_file_is_shown_with_its_source(env: dict[str, str], file: Path):
    file.write_text(ANSWERED.format(source="javascript:alert(1)"))
    refused = petition("add", str(file), env=env)
    file.write_text(ANSWERED.format(source="https://news.example/report"))
    added = petition("add", str(file), env=env)
    listed = petition("responses", "list", "--petition", "our-appeal", env=env)

    assert (refused.code, added.code) == (1, 0)
    assert "must be an address that begins with https://" in refused.err
    assert "https://news.example/report" in listed.out
    assert "We hear you." in listed.out
