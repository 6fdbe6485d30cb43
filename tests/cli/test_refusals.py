"""Settings that cannot be used are refused at once, in one sentence that names the one that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import petition_process as petition

PUBLIC = {"PETITION_HOST": "0.0.0.0", "PETITION_BASE_URL": "https://petition.example.org"}
REFUSED = [
    ({"PETITION_PROT": "8000"}, "PETITION_PROT"),
    ({"PETITION_SECRETKEY": "x"}, "PETITION_SECRETKEY"),
    ({"PETITION_TRESHOLD": "1"}, "PETITION_TRESHOLD"),
    ({"PORT": "eighty"}, "PORT"),
    ({"PORT": "-1"}, "PORT"),
    ({"PORT": "65536"}, "PORT"),
    ({"PORT": ""}, "PORT"),
    ({"PETITION_PORT": "80.5"}, "PETITION_PORT"),
    ({"PETITION_THREADS": "many"}, "PETITION_THREADS"),
    ({"PETITION_TRUSTED_PROXIES": "yes"}, "PETITION_TRUSTED_PROXIES"),
    ({"PETITION_DEBUG": "maybe"}, "PETITION_DEBUG"),
    ({"EMAIL_USE_TLS": "starttls"}, "EMAIL_USE_TLS"),
    ({"EMAIL_PORT": "smtp"}, "EMAIL_PORT"),
    ({"DATABASE_URL": "mysql://localhost/petition"}, "DATABASE_URL"),
    ({"DATABASE_URL": "sqlite:///petition.db"}, "DATABASE_URL"),
    ({"PETITION_SECRET_KEY": "too short"}, "PETITION_SECRET_KEY"),
    ({"PETITION_SECRET_KEY": "a" * 64}, "PETITION_SECRET_KEY"),
    ({"PETITION_INSTANCE_KEY": "ab" * 16}, "PETITION_INSTANCE_KEY"),
    ({"PETITION_INSTANCE_KEY": "xy" * 32}, "PETITION_INSTANCE_KEY"),
    ({"PETITION_INSTANCE_KEY_FILE": "/nowhere/instance.key"}, "PETITION_INSTANCE_KEY_FILE"),
    ({"EMAIL_HOST_PASSWORD_FILE": "/nowhere/password"}, "EMAIL_HOST_PASSWORD_FILE"),
    ({"PETITION_BASE_URL": "petition.example.org"}, "PETITION_BASE_URL"),
    ({"PETITION_BASE_URL": "ftp://petition.example.org"}, "PETITION_BASE_URL"),
    ({"PETITION_BASE_URL": "http://petition.example.org"}, "PETITION_BASE_URL"),
    ({"PETITION_HOST": "0.0.0.0"}, "PETITION_BASE_URL"),
    ({"PETITION_HOST": "192.0.2.1"}, "PETITION_BASE_URL"),
    (PUBLIC | {"PETITION_DEBUG": "true"}, "PETITION_DEBUG"),
    (PUBLIC | {"PETITION_DEMO": "true"}, "PETITION_DEMO"),
    ({"PETITION_DATA_DIR": ""}, "PETITION_DATA_DIR"),
]


@pytest.mark.parametrize(("settings", "name"), REFUSED, ids=lambda value: str(value)[:60])
def test_a_setting_that_cannot_be_used_is_refused_at_once_and_by_name(
    settings: dict[str, str], name: str, tmp_path: Path
):
    answer = petition("serve", env={"PETITION_DATA_DIR": str(tmp_path / "data")} | settings)

    assert answer.code == 78
    assert answer.err.startswith(f"{name}: ")
    assert answer.err.count("\n") == 1
    assert answer.out == ""
    assert answer.seconds < 2
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    "command", ["demo", "init", "serve", "worker", "upgrade", "seed", "verify", "doctor", "export", "claims", "keys"]
)
def test_every_command_refuses(command: str, tmp_path: Path):
    answer = petition(command, env={"PETITION_DATA_DIR": str(tmp_path), "PETITION_NONSENSE": "1"})

    assert (answer.code, answer.err.split(":")[0]) == (78, "PETITION_NONSENSE")


@pytest.mark.parametrize("command", ["serve", "init", "demo"])
def test_a_data_folder_that_cannot_be_one_is_refused(command: str, tmp_path: Path):
    (tmp_path / "file").write_text("not a folder")

    answer = petition(command, env={"PETITION_DATA_DIR": str(tmp_path / "file" / "data"), "PORT": "1"})

    assert answer.code == 78
    assert answer.err.split(":")[0] in ("PETITION_DATA_DIR", "PORT")
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("host", ["no-such-host.invalid", "192.0.2.1"])
def test_an_address_of_another_machine_is_refused(tmp_path: Path, host: str):
    answer = petition("serve", env={"PETITION_DATA_DIR": str(tmp_path), "PETITION_HOST": host,
                                    "PETITION_BASE_URL": "https://petition.example.org"})  # fmt: skip

    assert (answer.code, answer.err.split(":")[0]) == (78, "PETITION_HOST")


def test_help_comes_at_once_and_names_every_command():
    answer = petition("--help", env={})

    assert answer.code == 0
    assert answer.seconds < 1
    for name in ("demo", "init", "serve", "worker", "upgrade", "seed", "verify", "doctor", "export", "claims", "keys"):
        assert f"\n  {name} " in answer.out


@pytest.mark.parametrize(
    "command",
    ["demo", "init", "serve", "worker", "upgrade", "seed", "organiser add", "verify", "doctor", "export",
     "claims check", "keys rotate", "keys passphrase"],
)  # fmt: skip
def test_every_command_explains_itself(command: str):
    answer = petition(*command.split(), "--help", env={})

    assert answer.code == 0, answer.err
    assert f"Usage: petition {command}" in answer.out


def test_what_is_no_command_is_refused(tmp_path: Path):
    answer = petition("sreve", env={"PETITION_DATA_DIR": str(tmp_path)})

    assert answer.code == 2
    assert "No such command" in answer.err
