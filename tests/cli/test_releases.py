"""`petition releases`, on both engines."""

from __future__ import annotations

from tests.application import Site
from tests.builders import SLUG
from tests.cli.command import petition


def test_an_operator_publishes_lists_and_plans(site: Site):
    published = petition("releases", "publish", "--petition", SLUG, env=site.environment)
    again = petition("releases", "publish", "--petition", SLUG, env=site.environment)
    planned = petition(
        "releases", "schedule", "--petition", SLUG, "weekly", "--weekday", "friday", "--hour", "8", env=site.environment
    )
    listed = petition("releases", "list", "--petition", SLUG, env=site.environment)

    assert published.code == 0, published.err
    assert published.out.startswith("Release 1 is public")
    assert again.code == 1
    assert "One a day at most" in again.err
    assert "due on Friday" in planned.out
    assert "at 08:00 UTC" in planned.out
    digest = published.out.split()[-1]
    assert digest in listed.out
    assert "due on Friday" in listed.out


def test_a_rhythm_that_is_none_is_refused(site: Site):
    assert petition("releases", "schedule", "--petition", SLUG, "hourly", env=site.environment).code == 2


def test_an_unknown_petition_is_refused_in_a_sentence(site: Site):
    for arguments in (["list"], ["publish"], ["schedule", "daily"]):
        answer = petition("releases", *arguments, "--petition", "nowhere", env=site.environment)
        assert answer.code == 1
        assert "Traceback" not in answer.err
