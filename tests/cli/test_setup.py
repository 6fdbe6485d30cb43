"""The first hour in the terminal: `init`, `serve`, `setup-link`, `checklist`, `keys show` and `doctor`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from petition_app.app import create_app
from tests.application import Site, close
from tests.builders import SLUG, claim_letters
from tests.cast import an_organiser
from tests.cli.command import free_port, petition, started

LINK = re.compile(r"http://127\.0\.0\.1:\d+/set-up/[\w-]{43}")
OF = ("--petition", SLUG)
# What does not touch the database is the same whatever it is.
ON_SQLITE = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


def link_in(text: str) -> str:
    (found,) = LINK.findall(text)
    return str(found)


def in_app(site: Site, deed: Any) -> Any:
    app = create_app(site.settings)
    with app.app_context():
        done = deed(app)
        close(app)
    return done


def organised(site: Site) -> None:
    in_app(site, lambda app: an_organiser("Olu"))


def checklist(site: Site, *arguments: str, typed: str = "", **more: str) -> Any:
    return petition("checklist", *arguments, env=site.environment | more, typed=typed)


@ON_SQLITE
def test_init_and_every_start_print_the_same_link_until_somebody_came_in(tmp_path: Path, engine_name: str):
    env = {"PETITION_DATA_DIR": str(tmp_path / "data"), "PORT": str(free_port())}
    made = petition("init", env=env)
    with started("serve", env, tmp_path / "log") as server:
        link = link_in(server.output)
        page = server.get(link.partition(f":{server.port}")[2])

    assert link_in(made.out) == link
    assert "Welcome: set up this site" in page
    petition("organiser", "add", "olu@example.org", "--name", "Olu", env=env, typed="seven wet stones in a row\n")
    with started("serve", env, tmp_path / "log") as server:
        assert not LINK.search(server.output)


def test_a_new_link_takes_the_place_of_the_old_one(site: Site):
    links = [link_in(petition("setup-link", env=site.environment).out) for _ in range(2)]

    pages = in_app(site, lambda app: [app.test_client().get(link.partition(":8000")[2]).status_code for link in links])
    assert pages == [410, 200]


def test_a_site_with_organisers_gets_no_link(site: Site):
    organised(site)

    answer = petition("setup-link", env=site.environment)

    assert answer.code == 1
    assert "has organisers already" in answer.err
    assert not LINK.search(answer.out)


@ON_SQLITE
def test_the_list_is_shown_and_ticked(site: Site):
    organised(site)
    assert re.search(r"^TO DO +letter ", checklist(site, "show", *OF).out, re.MULTILINE)
    assert checklist(site, "tick", "letter", *OF).code == 0
    assert checklist(site, "leave-out", "deadline", *OF).code == 0
    shown = checklist(site, "show", *OF).out
    assert re.search(r"^done +letter ", shown, re.MULTILINE)
    assert re.search(r"^left out +deadline ", shown, re.MULTILINE)

    assert checklist(site, "put-back", "deadline", *OF).code == 0
    assert re.search(r"^TO DO +deadline ", checklist(site, "show", *OF).out, re.MULTILINE)
    refused = checklist(site, "tick", "contact", *OF)
    assert (refused.code, "not ticked by hand" in refused.err) == (1, True)


@ON_SQLITE
def test_letters_and_the_copy_of_the_key_are_proved(site: Site):
    assert checklist(site, "test-letter", "olu@example.org").code == 0
    (letter,) = in_app(site, lambda app: claim_letters())
    found = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", letter.text)
    assert found
    key = petition("keys", "show", env=site.environment).out.strip()
    assert key == (site.settings.data_dir / "secrets" / "instance.key").read_text().strip()

    assert checklist(site, "letter-code", "olu@example.org", "AAAA-AAAA").code == 1
    assert checklist(site, "key-copy", typed="000000\n").code == 1
    assert checklist(site, "show").out.count("TO DO") == 3
    assert checklist(site, "letter-code", "olu@example.org", found.group()).code == 0
    assert checklist(site, "key-copy", typed=f"{key[-6:]}\n").code == 0
    assert re.findall(r"^TO DO +(\S+)", checklist(site, "show").out, re.MULTILINE) == ["address"]


def test_doctor_says_what_the_list_says(site: Site):
    found = petition("doctor", env=site.environment).out
    assert "warn  Organisers: there is none yet." in found
    organised(site)

    found = petition("doctor", env=site.environment).out

    assert "Organisers:" not in found
    shown = checklist(site, "show").out + checklist(site, "show", *OF).out
    for reason in re.findall(r"^TO DO +\S+ +[^.]+\. (.+)$", shown, re.MULTILINE):
        assert f": to do. {reason}" in found, reason


@ON_SQLITE
def test_doctor_ends_with_1_where_a_public_site_lacks_what_its_signers_need(site: Site):
    site.settings.data_dir.chmod(0o700)
    public = {"PETITION_BASE_URL": "https://petition.example.org"}

    at_home, abroad = petition("doctor", env=site.environment), petition("doctor", env=site.environment | public)

    assert (at_home.code, abroad.code) == (0, 1)
    assert "fail  Set-up: a copy of the key: to do." in abroad.out
    assert "ok    Set-up: a public address" in abroad.out
    refused = checklist(site, "leave-out", "key", **public)
    assert (refused.code, "cannot be left out" in refused.err) == (1, True)
