"""`petition verify` names the promise that was broken: each is broken by plain SQL once, on both engines."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import psycopg
import pytest
from flask import Flask

from petition_app.database import begin_reading, begin_work
from petition_app.domain.signature import DisplayMode
from petition_app.services import petitions, receipts, releases, verifying
from petition_app.services.work import OPERATOR, VISITOR
from tests.application import Clock, Site
from tests.builders import SLUG, a_request, a_signature, sign

COUNTERS = "Counters equal the signatures"
DAYS = "Days equal the signatures"
ADDRESSES = "One live signature per address"
FROZEN = "Publishing rules were not changed after opening"
RELEASES = "Published tables do not contradict themselves"
AUDIT = "The audit log is whole"
EMPLOYERS = "Employers follow from the list and the rules"
REFERENCES = "Every reference leads to a row"
FILE = "The database file is sound"
CONFIRMATIONS = "Only what waits can be confirmed"
PUBLIC = "Names and titles stand only where they are shown"
WITHDRAWN = "What was withdrawn is gone"
SEALED = "Sealed fields have their keys"
KEYS = "The instance key opens what it must"
TEXTS = "Texts agreed with are kept"
LETTERS = "Letters are emptied once they are sent"
HIDDEN = "What waits for its launch is not in public"
ADDRESS = "No address belongs to two petitions"
ERASED = "Private data are erased in time"

DROP_UNIQUE = "DROP INDEX uq_signature_petition_id_email_key"
SAME_DIGEST = "UPDATE published_release SET public = replace(public, '\"other\": 0', '\"other\": 5')"

BREAKS = [
    (
        "The index of names agrees with the signatures",
        [
            "UPDATE signature SET display = 'name', public_name = 'Sam', search_text = 'sam'",
            "DELETE FROM search_waiting",
        ],
    ),
    (COUNTERS, ["UPDATE tally_counter SET signatures = signatures + 1 WHERE status = 'confirmed'"]),
    (COUNTERS, ["DELETE FROM tally_counter"]),
    (COUNTERS, ["UPDATE signature SET status = 'held' WHERE status = 'confirmed'"]),
    (DAYS, ["UPDATE tally_day SET signatures = signatures + 1"]),
    (DAYS, ["DELETE FROM tally_day"]),
    (DAYS, ["UPDATE signature SET confirmed_on = NULL"]),
    (ADDRESSES, [DROP_UNIQUE, "UPDATE signature SET email_key = (SELECT email_key FROM signature LIMIT 1)"]),
    (ADDRESSES, ["UPDATE signature SET email_key = NULL WHERE status = 'pending'"]),
    (RELEASES, [SAME_DIGEST]),
    (RELEASES, ["UPDATE published_release SET digest = 'none'"]),
    (RELEASES, ["UPDATE published_release SET number = 2"]),
    (FROZEN, ["UPDATE petition SET threshold = 15"]),
    (AUDIT, ["UPDATE audit_line SET details = '{\"a\":1}' WHERE number = 2"]),
    (AUDIT, ["DELETE FROM audit_line WHERE number = 2"]),
    (AUDIT, ["DELETE FROM audit_line WHERE number = (SELECT max(number) FROM audit_line)"]),
    (AUDIT, ["UPDATE audit_line SET action = 'nothing of ours' WHERE number = 2"]),
    (REFERENCES, ["DELETE FROM spelling WHERE text = 'Acme'"]),
    (EMPLOYERS, ["UPDATE spelling SET employer_id = (SELECT id FROM employer WHERE slug = 'meta')"]),
    (CONFIRMATIONS, ["UPDATE signature SET status = 'held' WHERE status = 'pending'"]),
    (PUBLIC, ["UPDATE signature SET public_name = 'A Name' WHERE display = 'counted'"]),
    (PUBLIC, ["UPDATE signature SET public_title = 'A Title' WHERE display = 'name'"]),
    (WITHDRAWN, ["UPDATE signature SET status = 'withdrawn' WHERE status = 'confirmed'"]),
    (SEALED, ["DELETE FROM epoch"]),
    (KEYS, ["UPDATE petition_key SET wrapped_private = public"]),
    (TEXTS, ["DELETE FROM petition_text"]),
    (TEXTS, ["UPDATE consent_text SET version = 2"]),
    (HIDDEN, ["UPDATE petition SET hidden_until = 100"]),
    (ADDRESS, [f"INSERT INTO petition_address (slug, petition_id) VALUES ('{SLUG}', '{'0' * 32}')"]),
    (ERASED, ["UPDATE petition SET erased_on = '2026-11-20'"]),
    (LETTERS, ["UPDATE outbox_letter SET ended_at = due_at, due_at = NULL WHERE due_at IS NOT NULL"]),
]


@pytest.fixture
def signed(app: Flask, clock: Clock) -> Flask:
    """One signer who is counted, one named, one withdrawn, one who has not confirmed yet; and a release."""
    a_signature(a_request("counted@example.org"))
    a_signature(a_request("named@example.org", display=DisplayMode.NAME, name="Sam Signer"))
    gone = a_signature(a_request("gone@example.org"))
    with begin_work(VISITOR) as work:
        receipts.withdraw(work, gone)
    sign(a_request("pending@example.org"))
    with begin_work(OPERATOR) as work:
        releases.release(work, petitions.by_slug(work, SLUG))
    return app


def broken_promises() -> dict[str, tuple[str, ...]]:
    with begin_reading(OPERATOR) as work:
        return {promise.name: promise.faults for promise in verifying.verify(work) if not promise.holds}


def break_with(site: Site, statements: list[str]) -> None:
    """As somebody with the database's own tools would, whom no rule of ours stops."""
    if site.settings.is_sqlite:
        with closing(sqlite3.connect(site.settings.data_dir / "petition.db")) as connection, connection:
            connection.execute("PRAGMA ignore_check_constraints=ON")
            for statement in statements:
                connection.execute(statement)
        return
    lifted = [
        f"ALTER TABLE signature DROP CONSTRAINT ck_signature_{name}_only_where_shown" for name in ("name", "title")
    ]
    with psycopg.connect(site.settings.database_url.replace("+psycopg", "")) as server:
        for line in ("SET session_replication_role = replica", *lifted, *statements):
            server.execute(line.encode())


def test_every_promise_holds_of_what_the_product_wrote(signed: Flask):
    assert broken_promises() == {}


@pytest.mark.parametrize(("promise", "statements"), BREAKS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_broken_promise_is_named(signed: Flask, site: Site, promise: str, statements: list[str]):
    break_with(site, statements)

    broken = broken_promises()

    assert promise in broken
    assert all(broken[promise])


def test_an_index_that_cannot_be_trusted_is_named(signed: Flask, site: Site):
    if site.settings.is_sqlite:
        break_with(site, ["UPDATE signature SET public_name = 'x' WHERE display = 'counted'"])
    else:
        break_with(
            site, ["UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_outbox_letter_due_at'::regclass"]
        )

    assert FILE in broken_promises()


def test_every_promise_can_be_seen_to_break(signed: Flask):
    with begin_reading(OPERATOR) as work:
        names = {promise.name for promise in verifying.verify(work)}

    assert names == {promise for promise, _ in BREAKS} | {FILE}


def test_no_fault_tells_of_a_signer(signed: Flask, site: Site):
    break_with(site, [statement for _, statements in BREAKS[:8] for statement in statements])

    told = str(broken_promises())

    assert "Sam" not in told
    assert "@" not in told


def test_what_cannot_even_be_read_is_a_broken_promise(signed: Flask, site: Site):
    break_with(site, ["UPDATE published_release SET public = 'not what it was'"])

    assert broken_promises()[RELEASES] == ("it cannot be checked: JSONDecodeError",)
