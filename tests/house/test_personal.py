"""The register of personal data knows every column, and what it promises is so."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import LargeBinary, select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.holdings.holding import Kind
from petition_app.domain.personal import REGISTER
from petition_app.domain.signature import DisplayMode
from petition_app.models import Base, Signature
from petition_app.services import receipts
from petition_app.services.work import VISITOR
from tests.builders import a_request, a_signature
from tests.house.tree import ROOT

DOCUMENT = ROOT / "docs" / "personal-data.md"
HEADING = "| column | kind | who may read it | how long | why |\n| --- | --- | --- | --- | --- |\n"
#: Columns that say nothing of a person. A new column belongs here or into the register.
OF_NO_PERSON = {
    "access_token": "id petition_id scopes created_at expires_at",
    "asked_once": "token_id answer",
    "approval": "id petition_id deed state asked_at expires_at decided_at",
    "audit_head": "id number hash",
    "audit_line": "number action petition_id hash",
    "bulk_change": "id petition_id number step reason rows changed left undone kept made_at undone_at",
    "bulk_change_row": "change_id state revision",
    "confirmation": "",
    "consent_text": "petition_id version purpose text",
    "demand": "petition_id text_version position text",
    "company": "slug name parent",
    "company_alias": "name_key company",
    "company_domain": "domain company",
    "employer": "id petition_id slug name company parent_id merged_into_id headcount headcount_on headcount_source",
    "employer_alias": "petition_id name_key employer_id",
    "employer_rule": "petition_id number kind target made_at undone_at",
    "epoch": "id key_id",
    "export": "id petition_id kind profile format employer status since manifest started_at finished_at moved_at"
    " stopped_at rows expected digest",
    "handover_line": "line_id number target_id handed_over_on way evidence_url package_id is_public is_removed",
    "handover_package": "id petition_id target_id audience paper release signatories digest file_digest",
    "handover_text": "petition_id about",
    "hit": "window_start ends_at",
    "hour_count": "petition_id kind",
    "import_batch": "id petition_id name state created_at expires_at size digest header_digest plan place line records"
    " good duplicates rejected problem source stated_at counted_on counted late undone undoes_changed",
    "import_employer": "import_id spelling_id is_former",
    "import_fault": "import_id line reason",
    "import_row": "import_id line",
    "instance": "id key_check is_demo created_at set_up_nonce set_up_until",
    "checklist_mark": "id petition_id item mark subject",
    "invitation": "id petition_id created_at expires_at",
    "job": "id petition_id kind subject state done total attempts due_at created_at ended_at note",
    "letter_option": "petition_id reminders",
    "mailing": "id petition_id update_id title body subject started_at ended_at delivered bounced complaints"
    " delivered_before bounced_before",
    "mailing_receipt": "update_id mailing_id",
    "membership": "petition_id",
    "organiser": "id totp_confirmed active is_demo may_found",
    "organiser_session": "",
    "outbox_letter": "id petition_id mailing_id attempts delivered",
    "passkey": "id sign_count",
    "passkey_challenge": "ceremony expires_at",
    "password_reset": "",
    "petition": "id slug title state custody threshold employment_proof live_total goal text_version consent_version"
    " created_at opens_at opened_at hidden_until launched_at closes_at closed_at delivered_at kept_days erase_on"
    " erased_on is_demo",
    "petition_address": "slug petition_id",
    "petition_key": "id petition_id public public_check created_at retired_at",
    "petition_secret": "petition_id purpose",
    "petition_text": "petition_id version title summary body digest created_at",
    "petition_update": "id petition_id number title body subject edition created_at published_at changed_at",
    "petition_revision": "petition_id part number version",
    "precedent": "petition_id position title summary source_url",
    "published_release": "petition_id number released_at public digest",
    "recovery_code": "",
    "release_schedule": "petition_id rhythm weekday hour done_until",
    "response": "id target_id kind responded_on source_url recorded_at number",
    "response_revision": "response_id number target_id kind responded_on source_url is_removed",
    "review_note": "id petition_id kind",
    "rulebook": "petition_id rules",
    "saved_search": "id petition_id",
    "signature": "petition_id revision",
    "spelling": "id petition_id owner employer_id is_former reason",
    "team_rule": "petition_id two_owners",
    "tally_counter": "petition_id spelling_id status relation proof identified",
    "tally_day": "petition_id day",
    "target": "id petition_id position organisation employer_id retired_on",
    "webhook": "id petition_id url events created_at seen_line failing_since disabled_at",
    "webhook_delivery": "id webhook_id event body attempts status reason created_at due_at",
    "widget_site": "petition_id site added_at",
    "work_proof": "petition_id",
}


def columns() -> set[str]:
    return {f"{name}.{column.name}" for name, table in Base.metadata.tables.items() for column in table.columns}


def test_every_column_is_registered_or_says_nothing_of_a_person():
    registered = [holding.column for holding in REGISTER]
    other = [f"{table}.{column}" for table, names in OF_NO_PERSON.items() for column in names.split()]

    assert sorted([*registered, *other]) == sorted(columns())


def test_every_holding_says_who_how_long_and_why():
    for holding in REGISTER:
        assert holding.readers, holding.column
        assert holding.kept, holding.column
        assert holding.why, holding.column
        assert "|" not in f"{holding.readers}{holding.kept}{holding.why}", holding.column


def test_what_is_sealed_or_hashed_is_stored_as_bytes():
    for holding in REGISTER:
        table, _, column = holding.column.partition(".")
        if holding.kind in (Kind.SEALED, Kind.HASH) and column != "password_hash":
            assert isinstance(Base.metadata.tables[table].columns[column].type, LargeBinary), holding.column


def test_the_document_shows_the_register():
    rows = (f"| `{h.column}` | {h.kind} | {h.readers} | {h.kept} | {h.why} |\n" for h in REGISTER)
    table = HEADING + "".join(rows)

    assert table in DOCUMENT.read_text("utf-8"), f"docs/personal-data.md should hold this table:\n\n{table}"


def test_what_is_kept_until_withdrawn_is_gone_then(app: Flask):
    request = a_request(display=DisplayMode.NAME_TITLE, name="Sam Signer", title="Archivist")
    receipt = a_signature(request)
    kept = {h.column.partition(".")[2]: "withdrawn" in h.kept for h in REGISTER if h.column.startswith("signature.")}
    with begin_reading(VISITOR) as work:
        before = work.session.execute(select(Signature.__table__)).mappings().one()
    with begin_work(VISITOR) as work:
        receipts.withdraw(work, receipt)
    with begin_reading(VISITOR) as work:
        after = work.session.execute(select(Signature.__table__)).mappings().one()

    assert all(before[name] is not None for name, ends in kept.items() if ends)
    assert [name for name, ends in kept.items() if ends and after[name] is not None] == []
    assert after["display"] == DisplayMode.COUNTED


def test_what_is_kept_until_erased_is_gone_then(app: Flask):
    receipt = a_signature()
    with begin_work(VISITOR) as work:
        receipts.erase(work, receipt)

    with begin_reading(VISITOR) as work:
        assert work.session.execute(select(Signature.__table__)).all() == []
