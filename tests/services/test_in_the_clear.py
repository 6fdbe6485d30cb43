"""No private field is ever in the clear in what a thief could take: files, tables, backups and logs."""

from __future__ import annotations

import base64
import json
import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from petition_app.database import begin_work, db, scrub_deleted
from petition_app.domain.petition import Custody
from petition_app.domain.signature import DisplayMode
from petition_app.models import Base
from petition_app.security.tokens import parse_link
from petition_app.services import receipts
from petition_app.services.signing import SigningRequest
from petition_app.services.work import OPERATOR, VISITOR
from tests.application import Clock, Site
from tests.builders import SLUG, a_petition, a_request, a_signature, claim_letters, confirm, secret_in, sign
from tests.faults.invariants import waiting_letters

PASSPHRASE = "nine quiet otters cross the river"
GUILD = "guild"
EMAIL = "kestrel.quillfeather@zephyrmail.example"
NAME, TITLE, NETWORK = "Kestrel Quillfeather", "Archivist of Zephyrs", "203.0.113.217"
CANARIES = (EMAIL, "kestrel.quillfeather", "zephyrmail", NAME, TITLE, NETWORK)


@pytest.fixture(params=list(Custody))
def slug(app: Flask, request: pytest.FixtureRequest) -> str:
    """A petition in each custody."""
    if request.param is Custody.INSTANCE:
        return SLUG
    with begin_work(OPERATOR) as work:
        a_petition(work, GUILD, kept_by=Custody.ORGANISERS, passphrase=PASSPHRASE)
    return GUILD


def a_secretive_request() -> SigningRequest:
    """Everything is filled in, and nothing of it may be shown."""
    return a_request(EMAIL, display=DisplayMode.ANONYMOUS, name=NAME, title=TITLE, network=NETWORK)


def spellings(secret: str | bytes) -> Iterator[bytes]:
    """The bytes under which a secret could lie somewhere."""
    plain = secret.encode() if isinstance(secret, str) else secret
    yield from (plain, plain.hex().encode(), plain.hex().upper().encode())
    if isinstance(secret, str):
        yield from (secret.casefold().encode(), secret.encode("utf-16-le"), json.dumps(secret)[1:-1].encode())
    for shift in range(3):
        # The middle of the Base64 form is the same wherever the text begins.
        yield base64.b64encode(b"\0" * shift + plain)[4:-4]


def all_that_is_stored(site: Site) -> dict[str, bytes]:
    """Every file of the data folder, the log and the backup included; for PostgreSQL, every table besides."""
    found = {str(file): file.read_bytes() for file in site.settings.data_dir.rglob("*") if file.is_file()}
    if site.settings.is_sqlite:
        backup = site.settings.data_dir.parent / "backup.db"
        file = site.settings.data_dir / "petition.db"
        with closing(sqlite3.connect(file)) as live, closing(sqlite3.connect(backup)) as copy:
            live.backup(copy)
        return found | {"backup": backup.read_bytes()}
    with db.engine.connect() as connection:
        cursor = connection.connection.cursor()
        for table in Base.metadata.tables:
            with cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as rows:
                found[table] = b"".join(bytes(row) for row in rows)
    return found


def found_in_the_clear(site: Site, *more: str | bytes) -> list[tuple[str, str | bytes]]:
    stored = all_that_is_stored(site)
    return [
        (place, secret)
        for place, content in stored.items()
        for secret in (*CANARIES, *more)
        if any(form in content for form in spellings(secret))
    ]


def test_no_private_field_lies_in_the_clear(app: Flask, site: Site, slug: str, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "sqlalchemy.engine")
    sign(a_secretive_request(), slug)
    (letter,) = waiting_letters()
    link = parse_link(secret_in(letter.text))
    assert link
    code = next(line.strip() for line in letter.text.splitlines() if line.strip().count("-") == 3)

    assert found_in_the_clear(site, secret_in(letter.text), link, code) == []

    confirm(claim_letters()[0].text)
    assert found_in_the_clear(site, secret_in(letter.text), link, code) == []
    assert "INSERT INTO signature" in caplog.text
    assert not [each for each in CANARIES if each in caplog.text]


def test_a_receipt_is_kept_nowhere(app: Flask, site: Site, slug: str):
    receipt = a_signature(a_secretive_request(), slug)
    with begin_work(VISITOR) as work:
        held = receipts.open_signature(work, receipt)

    assert held.private == {"email": EMAIL, "language": "en"}
    assert found_in_the_clear(site, receipt.text, receipt.secret, receipt.key) == []


def test_the_search_for_what_lies_in_the_clear_finds_it(app: Flask, site: Site):
    a_signature(a_request(EMAIL, employer=NAME, display=DisplayMode.TITLE, title=TITLE))

    assert {secret for _, secret in found_in_the_clear(site)} == {NAME, TITLE}


def test_a_failure_while_signing_logs_nothing_of_the_signer(
    app: Flask, client: FlaskClient, clock: Clock, caplog: pytest.LogCaptureFixture
):
    page = client.get(f"/p/{SLUG}").get_data(as_text=True)
    token = page.partition('name="token" value="')[2].partition('"')[0]
    clock.move(seconds=5)
    with begin_work(OPERATOR) as work:
        work.session.execute(text("DROP TABLE outbox_letter"))
    caplog.set_level(logging.DEBUG)

    answer = client.post(f"/p/{SLUG}/sign", data={
        "token": token, "email": "kestrel.quillfeather@gmail.com", "employer": "Acme", "relation": "current",
        "role_band": "unsaid", "display": "name", "name": NAME, "consent_count": "y", "consent_publish": "y",
    })  # fmt: skip

    page = answer.get_data(as_text=True)
    assert answer.status_code in (500, 503)
    assert caplog.text
    assert not [each for each in CANARIES if each in caplog.text or each in page]


def test_a_withdrawn_signature_leaves_nothing_behind(app: Flask, site: Site):
    receipt = a_signature(a_request(EMAIL, display=DisplayMode.NAME_TITLE, name=NAME, title=TITLE))
    with begin_work(VISITOR) as work:
        receipts.withdraw(work, receipt)
    if site.settings.is_sqlite:
        scrub_deleted()

    assert found_in_the_clear(site) == []


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)  # PostgreSQL has no such log
def test_a_reader_holds_nobody_up_while_the_log_waits_to_be_emptied(app: Flask, site: Site):
    receipt = a_signature(a_request(EMAIL, display=DisplayMode.NAME_TITLE, name=NAME, title=TITLE))
    with closing(sqlite3.connect(site.settings.data_dir / "petition.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM signature").fetchone()
        with begin_work(VISITOR) as work:
            receipts.withdraw(work, receipt)
        since = time.monotonic()
        scrub_deleted()

        assert time.monotonic() - since < 2
    scrub_deleted()
    assert found_in_the_clear(site) == []
    with begin_work(VISITOR) as work:
        assert work.session.scalar(text("PRAGMA busy_timeout")) == 5000
