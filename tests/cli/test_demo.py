"""`petition demo`: everything is there at once, and never at a public address."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest
from flask import Flask

from petition_app import folders
from petition_app.app import create_app
from petition_app.cli.demo import demo_environment
from petition_app.database import begin_work
from petition_app.services import demo, instance, organisers, seeding
from petition_app.services.work import OPERATOR
from petition_app.settings import Settings, load_settings
from petition_app.web.demo import linked
from tests.application import Site, close
from tests.cli.command import free_port, started
from tests.cli.command import petition_process as petition


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"PETITION_DATA_DIR": str(tmp_path / "data"), "PORT": str(free_port())}


def test_a_demo_says_where_everything_is(env: dict[str, str], tmp_path: Path):
    with started("demo", env, tmp_path / "log") as server:
        site = f"http://127.0.0.1:{server.port}"

        assert f"{site}/p/leaders-speak-up" in server.output
        assert f"{site}/demo/mail" in server.output
        assert f"{site}/sign-in" in server.output
        assert demo.EMAIL in server.output
        assert demo.PASSPHRASE in server.output
        assert "No real mail is sent" in server.get("/demo/mail")
        assert "leaders-speak-up" in server.get("/api/v1/petitions")


def test_a_second_start_finds_what_was_done_in_the_first(env: dict[str, str], tmp_path: Path):
    with started("demo", env, tmp_path / "log"):
        pass
    added = petition(
        "organiser", "add", "ren@example.org", "--name", "Ren", env=env, typed="seven wet stones in a row\n"
    )
    with started("demo", env, tmp_path / "log"):
        pass

    again = petition("organiser", "add", "ren@example.org", "--name", "Ren", env=env)
    assert (added.code, again.code) == (0, 0), added.err + again.err
    assert petition("verify", env=env).code == 0


def test_every_claim_of_the_report_is_borne_out_by_the_demo(env: dict[str, str], tmp_path: Path):
    with started("demo", env, tmp_path / "log"):
        answer = petition("claims", "check", env=env)

    assert answer.code == 0, answer.out
    assert answer.out.count("PASS") == 6
    assert re.search(r"FAIL|AMBER", answer.out) is None


@pytest.mark.parametrize(
    "public",
    [
        {"PETITION_BASE_URL": "https://petition.example.org"},
        {"PETITION_HOST": "0.0.0.0", "PETITION_BASE_URL": "https://petition.example.org"},
    ],
)
def test_a_demo_never_starts_at_a_public_address(env: dict[str, str], public: dict[str, str]):
    answer = petition("demo", env=env | public)

    assert answer.code == 78
    assert answer.err.startswith("PETITION_DEMO: ")


def test_demo_data_is_never_served_as_a_real_site(env: dict[str, str], tmp_path: Path):
    with started("demo", env, tmp_path / "log"):
        pass

    at_home = petition("serve", env=env)
    in_public = petition("serve", env=env | {"PETITION_BASE_URL": "https://petition.example.org"})

    for answer in (at_home, in_public):
        assert (answer.code, answer.err.split(":")[0]) == (78, "PETITION_DATA_DIR")


def test_a_real_site_is_never_started_as_a_demo(env: dict[str, str]):
    petition("init", env=env)

    answer = petition("demo", env=env)

    assert (answer.code, answer.err.split(":")[0]) == (78, "PETITION_DATA_DIR")


def test_invented_signers_never_get_to_a_public_address(env: dict[str, str]):
    petition("init", env=env)
    public = env | {"PETITION_BASE_URL": "https://petition.example.org"}

    refused = petition("seed", env=public)
    petition("seed", env=env)
    served = petition("serve", env=public)

    assert refused.code == 1
    assert "invented" in refused.err
    assert (served.code, served.err.split(":")[0]) == (78, "PETITION_DATA_DIR")
    assert "invented" in served.err


def test_a_chosen_port_that_is_taken_is_refused(env: dict[str, str]):
    with socket.create_server(("127.0.0.1", int(env["PORT"]))):
        answer = petition("demo", env=env)

    assert answer.code == 78
    assert answer.err.startswith("PORT: ")


def test_without_a_chosen_port_the_next_free_one_is_taken():
    port = free_port()
    with socket.create_server(("127.0.0.1", port)):
        chosen = demo_environment(Settings(port=port), {})

    assert int(chosen["PORT"]) > port


def test_the_demo_has_a_folder_of_its_own_unless_one_is_chosen():
    settings = load_settings({})

    assert demo_environment(settings, {})["PETITION_DATA_DIR"] == str(settings.data_dir / "demo")
    assert "PETITION_DATA_DIR" not in demo_environment(settings, {"PETITION_DATA_DIR": "/elsewhere"})
    assert "PORT" not in demo_environment(settings, {"PETITION_PORT": "8001"})


def test_the_sign_in_that_is_shown_is_the_one_that_works(app: Flask):
    with begin_work(OPERATOR) as work:
        slug = seeding.seed(work, folders.SEEDS).slug
        added = [demo.add_organiser(work, slug), demo.add_organiser(work, slug)]
    with begin_work(OPERATOR) as work:
        olu = organisers.verify_password(work, demo.EMAIL, demo.PASSPHRASE)

        assert added == [True, False]
        assert olu
        assert [str(role) for _, role in organisers.petitions_of(work, olu)] == ["owner"]


def test_a_real_site_has_no_page_with_letters(site: Site):
    app = create_app(site.settings)
    client = app.test_client()

    assert client.get("/demo/mail").status_code == 404
    close(app)


def test_letters_of_the_demo_link_to_this_site_only(tmp_path: Path):
    site = "http://127.0.0.1:8000"

    parts = linked(f"Open {site}/c/abc-_1 or {site}.example.org/c/x or http://elsewhere.example/c/x.", site)

    assert [part.path for part in parts if part.path] == ["/c/abc-_1"]
    assert "".join(part.text for part in parts).startswith("Open http://127.0.0.1:8000/c/abc-_1 or")


def test_the_newest_letter_comes_first_with_its_link(env: dict[str, str], tmp_path: Path):
    settings = load_settings(env | {"PETITION_DEMO": "true"})
    instance.make_secrets(settings)
    mail = tmp_path / "data" / "mail"
    mail.mkdir()
    for number, word in ((1, "first"), (2, "second")):
        text = f"Subject: The {word}\r\nTo: a@b.invalid\r\n\r\nHello <b>,\r\n\r\n{settings.site_url}/c/{word}\r\n"
        (mail / f"{number:06d}-00.eml").write_text(text)
    # One is being written this moment.
    (mail / ".000003-00.eml").write_text("Subject: The th")

    app = create_app(settings)
    page = app.test_client().get("/demo/mail").text
    close(app)

    assert page.index("The second") < page.index("The first")
    assert "The th" not in page
    assert '<a href="/c/second">' in page
    assert "&lt;b&gt;" in page
