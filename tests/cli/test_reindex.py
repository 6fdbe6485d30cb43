"""`petition reindex`."""

from __future__ import annotations

from flask import Flask

from petition_app.domain.signature import DisplayMode
from tests.application import Site
from tests.builders import a_request, a_signature
from tests.cli.command import petition


def test_the_index_is_made_anew_and_verify_finds_no_fault(app: Flask, site: Site):
    a_signature(a_request(name="Ada Lovelace", display=DisplayMode.NAME))

    made = petition("reindex", env=site.environment)
    verified = petition("verify", env=site.environment)

    assert (made.code, made.out) == (0, "The index has 1 published names and titles.\n"), made.err
    assert "names in the index: 1, waiting for it: 0" in verified.out
    assert verified.code == 0, verified.out
