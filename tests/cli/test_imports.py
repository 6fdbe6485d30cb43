"""`petition import` and `petition imports`, on both engines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from petition_app.cli.main import petition
from petition_app.domain.signature import DisplayMode, Proof
from tests.application import Site
from tests.builders import SLUG
from tests.web.signer import signatures

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    file = tmp_path / "sheet.csv"
    file.write_text("Wer;Mail;Firma\nSam Signer;sam@example.org;Google\nAda;wrong;Meta\n", "windows-1252")
    return file


def run(site: Site, *arguments: str) -> Result:
    return CliRunner(env=site.environment).invoke(petition, [*arguments, "--petition", SLUG])


def test_a_dry_run_says_what_it_would_bring_and_counts_nothing(site: Site, sheet: Path):
    said = run(site, "import", str(sheet), "--map", "Wer=name", "--dry-run")

    assert "1 can be taken, 0 are duplicates, 1 are rejected." in said.stdout
    assert "Nothing was counted." in said.stdout
    assert signatures() == []


def test_a_file_is_imported_listed_and_taken_back(site: Site, sheet: Path):
    options = ("--map", "Wer=name", "--display", "name", "--consent", "publish", "--yes", "--note", "canteen")
    said = run(site, "import", str(sheet), *options)
    (row,) = signatures()
    found = re.search(r"1 count now\. Import ([0-9a-f-]{36})", said.stdout)
    assert found, said.output

    listed = run(site, "imports", "list").stdout
    rejected = run(site, "imports", "rejected", found[1]).stdout
    undone = run(site, "imports", "undo", found[1]).stdout

    assert (row.public_name, row.proof, row.display) == ("Sam Signer", Proof.PAPER, DisplayMode.NAME)
    assert "1 counted, 0 duplicates, 1 rejected  sheet.csv" in listed
    assert rejected.splitlines()[1] == "Ada,wrong,Meta,3,the e-mail address is not one"
    assert undone == "1 signatures were removed.\n"
    assert signatures() == []


def test_without_an_agreement_nothing_counts(site: Site, sheet: Path):
    said = run(site, "import", str(sheet))

    assert "Nothing was counted." in said.stdout
    assert signatures() == []


def test_a_file_that_cannot_be_read_is_refused_with_its_line(site: Site, sheet: Path):
    sheet.write_bytes(b'name\nSam\n"Ada\n')

    said = run(site, "import", str(sheet), "--yes")

    assert said.exit_code == 1
    assert "Line 3: a quotation mark is opened here and never closed." in said.stderr
