"""`petition claims lines`: what it prints can be handed to the press as it is."""

from __future__ import annotations

import pytest

from petition_app.app import create_app
from petition_app.database import begin_work
from petition_app.services import petitions, releases
from petition_app.services.work import OPERATOR
from tests.application import Site, close
from tests.builders import SLUG, a_request, a_signature
from tests.cli.command import petition


@pytest.fixture
def released(site: Site) -> dict[str, str]:
    app = create_app(site.settings)
    with app.app_context():
        for number in range(12):
            a_signature(a_request(f"google{number}@canary.example", employer="Google"))
            a_signature(a_request(f"other{number}@canary.example", employer=""))
        with begin_work(OPERATOR) as work:
            releases.release(work, petitions.by_slug(work, SLUG))
        close(app)
    return site.environment


def test_every_line_printed_is_borne_out_when_it_is_checked(released: dict[str, str]):
    printed = petition("claims", "lines", env=released)

    checked = petition("claims", "check", "-", env=released, typed=printed.out)

    assert printed.code == 0
    assert any(line.startswith("At least 20 people have signed, as of ") for line in printed.out.splitlines())
    assert "/how-we-count" in printed.err
    assert checked.code == 0
    assert "AMBER" not in checked.out
    assert "nothing in it" not in checked.out


def test_before_anything_is_published_there_are_no_lines(site: Site):
    answer = petition("claims", "lines", env=site.environment)

    assert answer.code == 1
    assert "published" in answer.err
