"""`petition draft` and `petition add --draft`, on both engines."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from petition_app.cli.main import petition
from petition_app.database import begin_reading
from petition_app.domain.petition import State
from petition_app.models import Petition
from petition_app.services import petitions
from petition_app.services.petition_files import read_petition
from petition_app.services.work import OPERATOR
from tests.application import Site
from tests.builders import SLUG, a_signature
from tests.cast import an_organiser
from tests.cli.test_add import SMALL

pytestmark = pytest.mark.usefixtures("app")


def run(site: Site, *arguments: str) -> Result:
    return CliRunner(env=site.environment).invoke(petition, list(arguments))


def edit(site: Site, file: Path, *more: str) -> Result:
    return run(site, "draft", "edit", str(file), "--petition", SLUG, *more)


def exported(site: Site, folder: Path) -> Path:
    path = folder / "exported.toml"
    path.write_text(run(site, "draft", "show", "--petition", SLUG).stdout)
    return path


def found(slug: str) -> Petition:
    with begin_reading(OPERATOR) as work:
        return petitions.by_slug(work, slug)


def test_a_draft_is_begun_from_a_file_or_a_shipped_beginning(site: Site, tmp_path: Path):
    an_organiser("Olu")
    (tmp_path / "ours.toml").write_text(SMALL)
    added = run(site, "add", str(tmp_path / "ours.toml"), "--draft")
    begun = run(site, "draft", "new", "layoffs", "--owner", "olu@example.org")
    unknown = run(site, "draft", "new", "safety", "--owner", "nobody@example.org")

    assert (added.exit_code, begun.exit_code, unknown.exit_code) == (0, 0, 1), begun.output
    assert "/organise/layoffs/text" in begun.stdout
    assert {found("our-appeal").state, found("layoffs").state} == {State.DRAFT}


def test_what_is_shown_can_be_applied_and_changes_nothing(site: Site, tmp_path: Path):
    done = edit(site, exported(site, tmp_path))

    assert done.exit_code == 0, done.output
    assert done.stdout == "Nothing was changed. The text is version 1.\n"


def test_an_edited_file_makes_a_version_with_a_reason(site: Site, tmp_path: Path):
    a_signature()
    file = exported(site, tmp_path)
    file.write_text(file.read_text().replace("please act.", "please do act.").replace('"Acme"', '"Acme Works"'))
    silent = edit(site, file)
    done = edit(site, file, "--reason", "It was too short.")
    again = edit(site, file, "--reason", "Once more.")

    assert (silent.exit_code, found(SLUG).text_version) == (1, 2)
    assert done.stdout == "Changed: text, addressees. The text is version 2.\n"
    assert again.exit_code == 1
    assert "Acme Works" in run(site, "draft", "show", "--petition", SLUG).stdout


def test_a_file_that_is_refused_changes_nothing_at_all(site: Site, tmp_path: Path):
    file = exported(site, tmp_path)
    file.write_text(file.read_text().replace("threshold = 10", "threshold = 20").replace("please act", "do act"))

    assert edit(site, file, "--reason", "A reason.").exit_code == 1
    assert found(SLUG).text_version == 1


def test_versions_are_listed_and_brought_back(site: Site, tmp_path: Path):
    a_signature()
    file = exported(site, tmp_path)
    file.write_text(file.read_text().replace("please act.", "please do act."))
    edit(site, file, "--reason", "It was too short.")
    back = run(site, "draft", "restore", "1", "--petition", SLUG, "--reason", "It was not.")
    lines = run(site, "draft", "versions", "--petition", SLUG).stdout.splitlines()

    assert back.stdout == "The text is wording 1 again, as version 3.\n"
    assert ["version 1 (1 signed)" in lines[0], "version 2 (0 signed)" in lines[1]] == [True, True]
    assert "It was not." in lines[2]
    assert run(site, "draft", "restore", "9", "--petition", SLUG).exit_code == 1


def test_the_file_shown_is_read_again_as_it_is(site: Site, tmp_path: Path):
    read = read_petition(exported(site, tmp_path))

    assert read.text.demands == ("Act.",)
    assert read.offices[0].key
