"""`petition hand-over`, on both engines."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from petition_app.cli.main import petition
from tests.application import Clock, Mailbox, Site
from tests.builders import SLUG
from tests.published import released, signed_at
from tests.services.handing import a_named_signature, files_of, ledger, package, the_line


@pytest.fixture(autouse=True)
def with_a_release(app: Flask, clock: Clock) -> None:
    a_named_signature("Ada Agreed")
    signed_at("Google", 11)
    released(clock)


def run(site: Site, *arguments: str, typed: str = "") -> Result:
    return CliRunner(env=site.environment).invoke(petition, ["hand-over", *arguments, "--petition", SLUG], input=typed)


def test_the_package_is_that_of_the_workshop(site: Site, tmp_path: Path):
    path = tmp_path / "package.zip"

    result = run(site, "make", "-o", str(path))

    assert result.exit_code == 0, result.output
    assert path.read_bytes() == package().content
    assert path.stat().st_mode & 0o777 == 0o600
    assert package().digest in result.stderr
    assert package().digest in run(site, "list").stdout
    assert run(site, "make", "-o", "-").stdout_bytes == package().content


def test_the_press_and_one_addressee_get_their_own(site: Site, tmp_path: Path):
    for number, arguments in enumerate((["--press"], ["--addressee", "1"], ["--paper", "letter"])):
        path = tmp_path / f"{number}.zip"
        assert run(site, "make", *arguments, "-o", str(path)).exit_code == 0
        assert files_of(path.read_bytes())["petition.pdf"].startswith(b"%PDF")
    assert run(site, "make", "--press", "--addressee", "1").exit_code == 2


def test_a_hand_over_is_recorded_changed_removed_and_taken_back(site: Site):
    made = run(site, "record", "post", "--addressee", "1", "--on", "1990-05-01", "--note", "Parcel.", "--public")
    line = made.stdout.strip()
    listed = run(site, "list").stdout

    assert made.exit_code == 0, made.output
    assert f"  {line} 1990-05-01 post public | Parcel.\n" in listed
    assert run(site, "record", "press", "--change", line, "--by", "Us").exit_code == 0
    assert the_line().delivery.by_whom == "Us"
    assert run(site, "undo", line).exit_code == 0
    assert the_line().delivery.note == "Parcel."
    assert run(site, "remove", line).exit_code == 0
    assert ledger().lines == ()
    history = run(site, "list", "--history").stdout
    assert [f"{line} {number}." in history for number in (1, 2, 3, 4, 5)] == [True] * 4 + [False]


def test_a_letter_is_shown_and_sent(site: Site, mailbox: Mailbox):
    before = len(mailbox.letters())
    shown = run(site, "letter", "--addressee", "1", "--text", "-", typed="Good day,\n\nplease act.\n")

    assert shown.stdout.startswith("An appeal to our leaders\n\nGood day,\n\nplease act.")
    assert len(mailbox.letters()) == before
    assert run(site, "letter", "--addressee", "1", "--send-to", "office@acme.example").stdout == "In the outbox.\n"
    assert "please act." in mailbox.letters()[-1]
    assert the_line().delivery.sent_to == "office@acme.example"


def test_a_cover_is_used_from_then_on(site: Site):
    assert run(site, "cover", "-", typed="To all of you.").exit_code == 0

    assert "To all of you." in files_of(package().content)["petition.json"].decode()


@pytest.mark.parametrize(("arguments", "sentence"), [
    (("make", "--addressee", "9"), "There is no addressee 9."),
    (("record", "post"), "Give the number of an addressee"),
    (("record", "post", "--addressee", "1", "--note", "x" * 1_001), "Please keep this to 1,000 characters"),
    (("letter", "--addressee", "1", "--send-to", "nowhere"), "Please check the e-mail address."),
    (("undo", "00000000-0000-0000-0000-000000000007"), "There is nothing here"),
    (("make", "-o", "/nowhere/at/all.zip"), "No such file"),
])  # fmt: skip
def test_what_cannot_be_done_is_said_in_a_sentence(site: Site, arguments: tuple[str, ...], sentence: str):
    result = run(site, *arguments)

    assert result.exit_code != 0
    assert sentence in result.output + str(result.exception)
    assert ledger().lines == ()
