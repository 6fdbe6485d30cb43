"""`petition updates` and `petition mail`: everything the room does, from the terminal."""

from __future__ import annotations

from pathlib import Path

from tests.application import Site
from tests.builders import SLUG
from tests.cli.command import Answer, petition

ON = ("--petition", SLUG)


def draft(site: Site, folder: Path, *more: str) -> Answer:
    file = folder / "news.md"
    file.write_text("We **met** the board.\n")
    return petition("updates", "draft", *ON, str(file), "--title", "We met", *more, env=site.environment)


def test_an_update_is_written_changed_published_and_taken_off(site: Site, tmp_path: Path):
    update = draft(site, tmp_path).out.strip()
    env = site.environment
    assert draft(site, tmp_path, "--change", update, "--subject", "Soon").code == 0

    assert petition("updates", "publish", update, *ON, env=env).out == "Update 1 is public.\n"
    assert "public, number 1  We met" in petition("updates", "list", *ON, env=env).out
    assert "Subject: Soon" in petition("updates", "preview", update, *ON, env=env).out
    assert petition("updates", "publish", update, *ON, "--off", env=env).code == 0
    assert "taken off  We met" in petition("updates", "list", *ON, env=env).out


def test_a_mailing_to_nobody_is_refused_with_a_sentence(site: Site, tmp_path: Path):
    update = draft(site, tmp_path).out.strip()

    answer = petition("updates", "send", update, *ON, "--yes", env=site.environment)

    assert answer.code == 1
    assert "There is nobody to write to" in answer.err
    assert "Traceback" not in answer.err


def test_a_subject_that_names_an_employer_needs_a_second_word(site: Site, tmp_path: Path):
    update = draft(site, tmp_path, "--subject", "What Google said").out.strip()

    answer = petition("updates", "send", update, *ON, "--yes", env=site.environment)

    assert answer.code == 1
    assert "The subject names Google" in answer.err


def test_a_preview_goes_to_organisers_alone(site: Site, tmp_path: Path):
    update = draft(site, tmp_path).out.strip()

    answer = petition("updates", "preview", update, *ON, "--to", "sam@example.org", env=site.environment)

    assert answer.code == 1
    assert "No organiser of this petition has that address." in answer.err


def test_what_came_back_is_fed_in(site: Site, tmp_path: Path):
    env = site.environment
    listed = petition("mail", "bounces", "-", "--csv", env=env, typed="ann@example.org,bounce,2026-11-22\n")
    assert listed.out == "1 reports, 0 about signers of this site.\n"
    assert "Line 1 is not" in petition("mail", "bounces", "-", "--csv", env=env, typed="hello\n").err
    assert petition("mail", "bounces", str(tmp_path / "none"), env=env).code == 1
    assert petition("mail", "bounces", "-", env=env, typed="Subject: Hello\n\nHi.\n").out.startswith("0 reports")


def test_how_letters_fare_and_reminders(site: Site):
    env = site.environment

    assert "reminders: automatic, 0 could be reminded now" in petition("mail", "status", *ON, env=env).out
    assert petition("mail", "remind", *ON, env=env).out == "Reminders written: 0.\n"
