"""`petition serve` and `petition worker`, from the first start to the last signal, on both engines."""

from __future__ import annotations

import stat
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import HTTPError

import pytest

from petition_app import migrations
from petition_app.app import create_app
from petition_app.database import make_engine
from petition_app.services import instance
from petition_app.settings import load_settings
from tests.application import Site, close
from tests.builders import a_request, sign
from tests.cli.command import free_port, started
from tests.cli.command import petition_process as petition
from tests.postgres import PostgresServer

# What only the process does is the same whatever the database.
ON_SQLITE = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


@pytest.fixture
def env(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> dict[str, str]:
    """A new data folder, and for PostgreSQL an empty database."""
    found = {"PETITION_DATA_DIR": str(tmp_path / "data"), "PORT": str(free_port())}
    if engine_name == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        found["DATABASE_URL"] = server.new_database()
    return found


def wait_for_letter(folder: Path, seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if list(folder.glob("[!.]*.eml")):
            return True
        time.sleep(0.1)
    return False


def test_a_new_folder_becomes_a_site_that_answers(env: dict[str, str], tmp_path: Path):
    with started("serve", env, tmp_path / "log") as server:
        assert server.get("/healthz") == "ok\n"
        assert server.get("/readyz") == "ready\n"
        assert f"http://127.0.0.1:{server.port}" in server.output
        assert server.output.count("\n") == 3


@ON_SQLITE
def test_the_keys_and_the_data_are_their_owners_alone(env: dict[str, str], tmp_path: Path):
    with started("serve", env, tmp_path / "log"):
        pass

    data = tmp_path / "data"
    assert {path.name for path in (data / "secrets").iterdir()} == {"instance.key", "form.key"}
    for path in (data, *data.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_second_start_finds_what_the_first_one_made(env: dict[str, str], tmp_path: Path):
    with started("serve", env, tmp_path / "log"):
        keys = (tmp_path / "data" / "secrets" / "instance.key").read_text()

    with started("serve", env, tmp_path / "log"):
        assert (tmp_path / "data" / "secrets" / "instance.key").read_text() == keys


@ON_SQLITE
def test_a_name_of_this_machine_will_do_as_its_address(env: dict[str, str], tmp_path: Path):
    with started("serve", env | {"PETITION_HOST": "localhost"}, tmp_path / "log") as server:
        assert f"http://localhost:{server.port}" in server.output


@ON_SQLITE
def test_ctrl_c_ends_it_soon_and_without_a_trace(env: dict[str, str], tmp_path: Path):
    with started("serve", env, tmp_path / "log") as server:
        start = time.monotonic()
        code = server.press_ctrl_c()

    assert code == 0
    assert time.monotonic() - start < 10
    assert "Traceback" not in server.output
    server.wait_until_gone()


def test_a_kill_leaves_no_server_behind_and_nothing_broken(env: dict[str, str], tmp_path: Path):
    with started("serve", env, tmp_path / "log") as server:
        server.kill()
        server.wait_until_gone()

    with started("serve", env, tmp_path / "log"):
        pass
    assert petition("verify", env=env).code == 0


@ON_SQLITE
def test_a_connection_is_kept_and_the_server_is_named_once(env: dict[str, str], tmp_path: Path):
    with started("serve", env, tmp_path / "log") as server:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=5)
        sockets = []
        for path in ("/healthz", "/nothing", "/readyz"):
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            sockets.append(connection.sock)
            assert answer.headers.get_all("Server") == ["petition"]
        connection.close()

    assert len(set(map(id, sockets))) == 1


@ON_SQLITE
def test_the_log_tells_of_no_visit(env: dict[str, str], tmp_path: Path):
    with started("serve", env, tmp_path / "log") as server, pytest.raises(HTTPError):
        server.get("/c/this-is-a-secret?and=a-query")

    assert "secret" not in server.output
    assert "127.0.0.1 " not in server.output


def test_letters_are_sent_while_the_site_is_served(site: Site, tmp_path: Path):
    env = site.environment | {"PORT": str(free_port())}
    with started("serve", env, tmp_path / "log"):
        _sign(site)

        assert wait_for_letter(site.settings.data_dir / "mail")


@ON_SQLITE
def test_letters_can_be_left_to_a_worker_of_its_own(site: Site, tmp_path: Path):
    env = site.environment | {"PORT": str(free_port()), "PETITION_MAIL_WORKER": "false"}
    with started("serve", env, tmp_path / "log") as server:
        _sign(site)
        assert not wait_for_letter(site.settings.data_dir / "mail", seconds=4)

        with started("worker", env, tmp_path / "worker") as worker:
            assert wait_for_letter(site.settings.data_dir / "mail")
            assert worker.press_ctrl_c() == 0
        assert server.get("/healthz") == "ok\n"


@ON_SQLITE
def test_a_port_that_is_taken_is_refused(env: dict[str, str], tmp_path: Path):
    with started("serve", env, tmp_path / "log") as server:
        answer = petition("serve", env=env)

    assert answer.code == 78
    assert answer.err == f"PORT: {server.port} is taken by another program; choose another one.\n"


def test_an_old_schema_is_refused_until_it_is_upgraded(env: dict[str, str], tmp_path: Path):
    settings = load_settings(env)
    instance.make_secrets(settings)
    engine = make_engine(settings)
    migrations.upgrade(engine, "0002")
    engine.dispose()

    refused = [petition(command, env=env) for command in ("serve", "worker")]
    upgraded = petition("upgrade", env=env)

    for answer in refused:
        assert answer.code == 1
        assert "run `petition upgrade`" in answer.err
    assert f"from schema 0002 to {migrations.newest()}" in upgraded.out
    with started("serve", env, tmp_path / "log"):
        assert "newest schema already" in petition("upgrade", env=env).out


def test_a_database_without_its_key_is_not_served(site: Site):
    (site.settings.data_dir / "secrets" / "instance.key").unlink()

    answer = petition("serve", env=site.environment | {"PORT": str(free_port())})

    assert answer.code == 78
    assert answer.err.startswith("PETITION_INSTANCE_KEY: ")


def test_a_database_with_another_key_is_not_served(site: Site):
    env = site.environment | {"PORT": str(free_port()), "PETITION_INSTANCE_KEY": "0123456789abcdef" * 4}

    answer = petition("serve", env=env)

    assert answer.code == 78
    assert answer.err.startswith("PETITION_INSTANCE_KEY: ")


def test_a_database_that_cannot_be_reached_is_said_in_one_sentence(tmp_path: Path):
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/petition"

    answer = petition("serve", env={"PETITION_DATA_DIR": str(tmp_path), "DATABASE_URL": url, "PORT": str(free_port())})

    assert answer.code == 1
    assert "DATABASE_URL" in answer.err
    assert "Traceback" not in answer.err


def _sign(site: Site) -> None:
    app = create_app(site.settings)
    with app.app_context():
        sign(a_request("sam@example.org"))
    close(app)
