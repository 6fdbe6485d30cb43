"""`petition export`, on both engines."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from petition_app.cli.main import petition
from petition_app.database import begin_work
from petition_app.domain.export import CannotBeSplit
from petition_app.domain.petition import Custody
from petition_app.domain.refusals import NotFound, PassphraseIsNeeded, PassphraseIsWrong, PurposeIsNeeded
from petition_app.domain.signature import DisplayMode
from petition_app.services import export_rows
from petition_app.services.work import OPERATOR
from tests.application import Site
from tests.builders import SLUG, a_petition, a_request, a_signature
from tests.services.exporting import past

PASSPHRASE = "correct horse battery staple"
ROSTER = "\ufeffname,title,employer\r\nSam Signer,,Google\r\n"

pytestmark = pytest.mark.usefixtures("app")


def run(site: Site, *arguments: str, typed: str = "") -> Result:
    return CliRunner(env=site.environment).invoke(petition, ["export", *arguments], input=typed)


def sam_signs() -> None:
    a_signature(a_request(display=DisplayMode.NAME, name="Sam Signer", employer="Google"))


def a_sealed_petition() -> None:
    with begin_work(OPERATOR) as work:
        a_petition(work, "sealed", kept_by=Custody.ORGANISERS, passphrase=PASSPHRASE)
    a_signature(a_request("hidden@canary.example"), "sealed")


def test_the_roster_goes_to_standard_output(site: Site):
    sam_signs()

    result = run(site, "roster", "--petition", SLUG, "--output", "-")

    assert (result.exit_code, result.stdout_bytes.decode(), result.stderr) == (0, ROSTER, "")


def test_somebody_who_watches_sees_how_many_rows_of_all_are_there(site: Site, tmp_path: Path):
    sam_signs()
    watched, terminal = os.openpty()
    termios.tcsetwinsize(terminal, (24, 80))
    command = [sys.executable, "-m", "petition_app.cli.main", "export", "roster", "--petition", SLUG]
    subprocess.run(
        [*command, "-o", str(tmp_path / "roster.csv")], env=os.environ | site.environment, stderr=terminal, check=True
    )
    os.close(terminal)

    with open(watched, "rb", buffering=0) as screen:
        assert b"| 1/1 [" in screen.read(10_000)


def test_a_file_is_written_for_its_owner_only(site: Site, tmp_path: Path):
    sam_signs()
    path = tmp_path / "roster.csv"

    result = run(site, "roster", "--petition", SLUG, "--output", str(path))

    assert result.exit_code == 0
    assert path.read_bytes().decode() == ROSTER
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_without_a_name_is_named_for_what_is_in_it(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    run(site, "tallies", "--petition", SLUG)

    (written,) = tmp_path.glob("*.csv")
    assert written.name.startswith("letter-tallies-2")


def test_a_file_that_was_not_finished_never_has_its_name(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def break_off(*_: object) -> object:
        yield [("Sam Signer", "", "Google")]
        raise OSError("No space left on device")

    monkeypatch.setattr(export_rows, "_batches", break_off)
    folder = tmp_path / "out"
    folder.mkdir()

    result = run(site, "roster", "--petition", SLUG, "--output", str(folder / "roster.csv"))

    assert result.exit_code == 1
    assert os.listdir(folder) == []


def test_all_signatories_ask_for_a_purpose(site: Site):
    result = run(site, "signatories", "--petition", SLUG, "--output", "-")

    assert isinstance(result.exception, PurposeIsNeeded)
    assert result.stdout == ""


def test_the_operator_is_in_the_log(site: Site):
    sam_signs()

    result = run(site, "signatories", "--petition", SLUG, "--output", "-", "--purpose", "Backup")

    assert "sam@example.org" in result.stdout
    (made,) = past()
    assert (made.who, made.purpose, made.progress.rows) == ("operator", "Backup", 1)


def test_under_organiser_custody_the_passphrase_comes_from_a_file_or_standard_input(site: Site, tmp_path: Path):
    a_sealed_petition()
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE + "\n")
    asked = ("signatories", "--petition", "sealed", "--output", "-", "--purpose", "Hand-over")

    from_file = run(site, *asked, "--passphrase-file", str(file))
    typed = run(site, *asked, typed=PASSPHRASE + "\n")
    wrong = run(site, *asked, typed="wrong\n")
    none = run(site, *asked)

    assert "hidden@canary.example" in from_file.stdout
    assert "hidden@canary.example" in typed.stdout
    assert (type(wrong.exception), wrong.stdout) == (PassphraseIsWrong, "")
    assert (type(none.exception), none.stdout) == (PassphraseIsNeeded, "")


def test_a_file_for_a_tool_says_who_was_left_out(site: Site, tmp_path: Path):
    sam_signs()
    path = tmp_path / "ghost.csv"

    result = run(
        site, "signatories", "--petition", SLUG, "--profile", "ghost", "--purpose", "Letters", "-o", str(path)
    )  # fmt: skip

    assert path.read_text() == "email,name,note,subscribed_to_emails,labels,created_at\n"
    assert result.stderr.endswith("0 rows. Left out: 1 did not agree to letters.\n")


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (("--format", "xlsx"), "letter-signatories-*.xlsx"),
        (("--format", "jsonl"), "letter-signatories-*.jsonl"),
        (("--split", "1"), "letter-signatories-*.zip"),
        (("--employer", "google", "--since", "2026-11-22", "--status", "confirmed"), "letter-signatories-*.csv"),
    ],
)
def test_every_form_of_the_workshop_can_be_written(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], name: str
):
    sam_signs()
    monkeypatch.chdir(tmp_path)

    result = run(site, "signatories", "--petition", SLUG, "--purpose", "Check", *options)

    assert (result.exit_code, len(list(tmp_path.glob(name)))) == (0, 1)
    assert past()[0].progress.rows == 1


def test_a_workbook_cannot_be_split(site: Site):
    result = run(site, "roster", "--petition", SLUG, "--format", "xlsx", "--split", "5", "-o", "-")

    assert (type(result.exception), result.stdout) == (CannotBeSplit, "")


def test_an_unknown_petition_is_refused(site: Site):
    result = run(site, "roster", "--petition", "nobody", "--output", "-")

    assert (type(result.exception), result.stdout) == (NotFound, "")
