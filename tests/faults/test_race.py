"""Many at once: two server processes, sixteen clients, the same address and the same link at the same moment."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask

from petition_app.app import create_app
from petition_app.database import begin_work
from petition_app.domain.refusals import LinkIsSpent
from petition_app.domain.signature import Status
from petition_app.services import confirming, signing
from petition_app.services.work import VISITOR
from tests.application import Clock, Site, close
from tests.builders import SLUG, a_request, confirm, secret_in, sign
from tests.counts import by_status
from tests.faults.conftest import ROOT
from tests.faults.invariants import violations, waiting_letters
from tests.running import SECONDS_TO_FILL_IN

CLIENTS, ADDRESSES = 16, 40
START_SECONDS = 30
SERVE = "from petition_app.cli.main import main; main()"


@pytest.fixture
def servers(site: Site, tmp_path: Path) -> Iterator[list[int]]:
    """The ports of two server processes of one site."""
    with ExitStack() as stack:
        ports = [stack.enter_context(a_server(site, tmp_path / f"server-{number}.log")) for number in range(2)]
        yield ports


@contextmanager
def a_server(site: Site, log: Path) -> Iterator[int]:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port = int(tried.getsockname()[1])
    environment = {
        "PATH": os.environ["PATH"], "PORT": str(port), "PETITION_MAIL_WORKER": "false",
        "PETITION_TRUSTED_PROXIES": "1", **site.environment,
    }  # fmt: skip
    with log.open("wb") as out:
        command = [sys.executable, "-c", SERVE, "serve"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
        try:
            wait_until_ready(port, process, log)
            yield port
        finally:
            process.terminate()
            process.wait(START_SECONDS)


def wait_until_ready(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError):
            if fetch(port, "/readyz")[0] == 200:
                return
        time.sleep(0.05)
    pytest.fail(f"the server did not start: {log.read_text()}")


def fetch(
    port: int, path: str, fields: dict[str, str] | None = None, network: str = "192.0.2.1"
) -> tuple[int, str, str]:
    """Status, text and Location of one answer, through a proxy that says from which network it was asked."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        if fields is None:
            connection.request("GET", path, headers={"X-Forwarded-For": network})
        else:
            form = {
                "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin",
                "X-Forwarded-For": network,
            }  # fmt: skip
            connection.request("POST", path, urlencode(fields), form)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers.get("Location") or ""
    finally:
        connection.close()


def token_in(page: str) -> str:
    found = re.search(r'name="token"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="token"', page)
    assert found, page
    return found[1] or found[2]


def at_once(doing: list[Callable[[], None]]) -> None:
    """Does all of these in threads that start together."""
    barrier = threading.Barrier(len(doing))

    def run(what: Callable[[], None]) -> None:
        barrier.wait()
        what()

    threads = [threading.Thread(target=run, args=(what,)) for what in doing]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_one_address_raced_by_many_clients_is_one_signature(servers: list[int], site: Site):
    fields = {
        "token": token_in(fetch(servers[0], f"/p/{SLUG}")[1]), "employer": "Acme", "relation": "current",
        "role_band": "unsaid", "display": "counted", "consent_count": "y", "website": "",
    }  # fmt: skip
    time.sleep(SECONDS_TO_FILL_IN)
    answers: list[tuple[int, str, str]] = []

    def client(port: int, email: str, network: str) -> None:
        answers.append(fetch(port, f"/p/{SLUG}/sign", fields | {"email": email}, network))

    for number in range(ADDRESSES):
        email, network = f"sam{number}@gmail.com", f"198.51.100.{number}"
        at_once([lambda port=servers[c % 2], who=(email, network): client(port, *who) for c in range(CLIENTS)])  # type: ignore[misc]

    # Who came first and who came late see the same.
    assert len(answers) == CLIENTS * ADDRESSES
    assert Counter(answers) == {(303, answers[0][1], f"/p/{SLUG}/sent"): CLIENTS * ADDRESSES}
    assert counted_on(site) == {Status.PENDING: ADDRESSES}


def counted_on(site: Site) -> dict[Status, int]:
    """The counters by status, which equal the rows, with all other promises kept too."""
    app = create_app(site.settings)
    with app.app_context():
        assert violations([]) == []
        found = by_status()
        close(app)
    return dict(found)


def test_one_link_raced_by_many_clients_gives_one_receipt(servers: list[int], site: Site):
    app = create_app(site.settings)
    with app.app_context():
        sign()
        (letter,) = waiting_letters()
        close(app)
    path = f"/c/{secret_in(letter.text)}"
    token = token_in(fetch(servers[1], path)[1])
    answers: list[tuple[int, str]] = []

    def client(port: int) -> None:
        answers.append(fetch(port, path, {"token": token})[:2])

    at_once([lambda port=servers[c % 2]: client(port) for c in range(8)])  # type: ignore[misc]

    assert Counter(status for status, _ in answers) == {200: 8}
    receipts = [re.findall(r'<code class="receipt-code"[^>]*>(.*?)</code>', text, re.DOTALL) for _, text in answers]
    assert len({tuple(each) for each in receipts}) == 1
    assert receipts[0]
    assert counted_on(site) == {Status.CONFIRMED: 1}


def test_a_link_is_spent_by_a_newer_letter_that_is_being_written_this_moment(app: Flask, clock: Clock):
    sign(a_request(employer="Acme"))
    (letter,) = waiting_letters()
    clock.move(minutes=11)
    signed_again, outcome = threading.Event(), []

    def sign_again() -> None:
        with app.app_context(), begin_work(VISITOR) as work:
            signing.sign(work, SLUG, a_request(employer="Borealis"))
            signed_again.set()
            time.sleep(0.5)

    def confirm_old() -> None:
        signed_again.wait()
        with app.app_context():
            try:
                confirm(letter.text)
            except Exception as error:
                outcome.append(type(error))

    at_once([sign_again, confirm_old])

    assert outcome == [LinkIsSpent]
    assert len(waiting_letters()) == 1


def test_signing_and_confirming_in_many_threads_keeps_every_promise(app: Flask):
    failed: list[BaseException] = []

    def signer(number: int) -> None:
        with app.app_context():
            try:
                for each in range(6):
                    sign(a_request(f"sam{(number + each) % 12}@example.org", employer=f"Company {each % 3}"))
            except BaseException as error:
                failed.append(error)

    at_once([lambda number=number: signer(number) for number in range(8)])  # type: ignore[misc]
    at_once([lambda text=letter.text: confirm_in(app, text) for letter in waiting_letters()])  # type: ignore[misc]

    assert failed == []
    assert violations([]) == []


def confirm_in(app: Flask, letter: str) -> None:
    with app.app_context(), begin_work(VISITOR) as work:
        confirming.confirm(work, secret_in(letter))
