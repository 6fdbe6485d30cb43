"""`petition keys instance`: a new instance key for everything it wraps, on both engines."""

from __future__ import annotations

import pytest

from tests.application import Site
from tests.cli.command import petition


@pytest.fixture
def env(site: Site) -> dict[str, str]:
    return site.environment


def test_everything_opens_with_the_new_instance_key_and_nothing_with_the_old(site: Site, env: dict[str, str]):
    secrets = site.settings.data_dir / "secrets"
    seeded = petition("seed", env=env)
    before = (secrets / "instance.key").read_text()

    rotated = petition("keys", "instance", env=env)
    export = petition(
        "export", "signatories", "--petition", "leaders-speak-up", "--purpose", "test", "--output", "-", env=env
    )

    assert (seeded.code, rotated.code, export.code) == (0, 0, 0), rotated.err + export.err
    assert export.out.count("\n") == 813
    assert (secrets / "instance.key").read_text() != before == (secrets / "instance.key.old").read_text()
    assert not (secrets / "instance.key.new").exists()

    (secrets / "instance.key.old").replace(secrets / "instance.key")
    refused = petition("verify", env=env)
    assert refused.code == 78
    assert "PETITION_INSTANCE_KEY" in refused.err


def test_an_instance_key_from_a_setting_is_not_replaced_behind_its_back(site: Site, env: dict[str, str]):
    key = (site.settings.data_dir / "secrets" / "instance.key").read_text().strip()

    answer = petition("keys", "instance", env={**env, "PETITION_INSTANCE_KEY": key})

    assert answer.code == 1
    assert "PETITION_INSTANCE_KEY" in answer.err
