"""From an empty instance to the package that is handed over, only by clicking: what a handful of employees do with
their evenings, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.campaign import (
    draft,
    export_for_two_tools,
    hand_over,
    import_paper,
    invite_a_reviewer,
    merge_employers,
    open_it,
    publish_release,
    record_response,
    send_update,
    sign_and_confirm,
)
from tests.browser.organiser import Site, set_up
from tests.cli.command import free_port, petition, started
from tests.postgres import PostgresServer


@pytest.fixture
def empty_site(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    """A new instance on each engine: no organiser, no petition."""
    env = {"PORT": str(free_port()), "PETITION_DATA_DIR": str(tmp_path / "data")}
    if engine_name == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        env["DATABASE_URL"] = server.new_database()
    made = petition("init", env=env)
    assert made.code == 0, made.err
    with started("serve", env, tmp_path / "log.txt") as running:
        yield Site(f"http://127.0.0.1:{running.port}", tmp_path / "data", made.out + running.output)


@pytest.fixture
def people(browser: Browser) -> Iterator[list[BrowserContext]]:
    """Three people at three computers: who begins, who joins her, and who signs."""
    contexts = [browser.new_context(accept_downloads=True, reduced_motion="reduce") for _ in range(3)]
    for each in contexts:
        each.set_default_timeout(15_000)
    yield contexts
    for each in contexts:
        each.close()


def test_from_an_empty_instance_to_the_package_only_by_clicking(
    empty_site: Site, people: list[BrowserContext], tmp_path: Path
):
    olu, ana, signer = (context.new_page() for context in people)

    set_up(olu, empty_site)
    draft(olu)
    invite_a_reviewer(olu, ana, empty_site)
    open_it(olu)
    sign_and_confirm(signer, empty_site)
    import_paper(olu, tmp_path / "sheets.csv")
    merge_employers(olu)
    publish_release(olu)
    send_update(olu, empty_site)
    record_response(olu, signer, f"{empty_site.url}/p/office")
    export_for_two_tools(olu)
    package = hand_over(olu)

    assert package["petition.pdf"].startswith(b"%PDF")
    assert b"Umbrella Works Inc" in package["tallies.csv"]
    names = package["signatories.csv"].decode()
    assert "Person 0," in names
    assert "Person 1," not in names
    assert b"example.org" not in b"".join(package.values())
