"""`petition widget`, on both engines."""

from __future__ import annotations

from tests.application import Site
from tests.builders import SLUG
from tests.cli.command import Answer, petition


def widget(site: Site, *arguments: str) -> Answer:
    return petition("widget", *arguments, "--petition", SLUG, env=site.environment)


def test_an_operator_lists_adds_and_removes_sites(site: Site):
    added = widget(site, "add", "News.example")

    assert (added.code, added.out) == (0, "https://news.example may show the widget now.\n"), added.err
    assert widget(site, "list").out == "https://news.example\n"
    assert widget(site, "remove", "https://news.example").code == 0
    assert widget(site, "list").out == ""


def test_refusals_are_sentences(site: Site):
    for arguments, words in (
        (("add", "http://news.example"), "must begin with https://"),
        (("remove", "https://news.example"), "nothing here"),
    ):
        answer = widget(site, *arguments)
        assert (answer.code, "Traceback" in answer.err) == (1, False), arguments
        assert words in answer.err
