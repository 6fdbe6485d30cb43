"""Imports: nothing counts by half, nobody counts twice, and all of it can be taken back."""

from __future__ import annotations

import csv
import io
import os

import pytest
from sqlalchemy import func, select

from petition_app.database import begin_reading, begin_work, edge
from petition_app.domain.events import Action
from petition_app.domain.export import ExportKind
from petition_app.domain.importing import ImportState
from petition_app.domain.job import JobState
from petition_app.domain.signature import Proof, Purpose, Relation, Status
from petition_app.models import AuditLine, ImportEmployer, ImportRow, Signature, Spelling
from petition_app.services import counting, importdrypass, importfiles, imports, jobs, petitions, retention
from petition_app.services.importrejects import start, stream
from petition_app.services.jobkinds import STEPS
from petition_app.services.work import OPERATOR, WORKER
from tests import counts
from tests.application import Clock
from tests.builders import SLUG, a_petition, a_request, a_signature
from tests.services.exporting import export
from tests.services.importing import a_check, checked, imported, people, promises_broken, seen, state_it, work_off
from tests.web.signer import signatures

pytestmark = pytest.mark.usefixtures("app")


def staged() -> int:
    with begin_reading(OPERATOR) as work:
        return work.session.scalar(select(func.count()).select_from(ImportRow)) or 0


def details_of(action: Action) -> list[str]:
    with begin_reading(OPERATOR) as work:
        return list(
            work.session.scalars(
                select(AuditLine.details).where(AuditLine.action == action.value).order_by(AuditLine.number)
            )
        )


def rejected(batch: object) -> list[str]:
    with begin_work(OPERATOR) as work:
        found = start(work, petitions.by_slug(work, SLUG).id, batch)  # type: ignore[arg-type]
    return b"".join(stream(found, begin_reading, OPERATOR)).decode("utf-8-sig").splitlines()


def test_an_imported_signature_counts_and_is_sealed():
    imported(people(1, employer="Google"))

    (row,) = signatures()
    assert (row.status, row.proof, row.confirmed_on) == (Status.CONFIRMED, Proof.PAPER, row.signed_on)
    assert (row.public_name, row.own_copy, row.receipt_hash) == (None, None, None)
    assert b"signer1" not in (row.sealed or b"")
    assert row.domain_key
    assert promises_broken() == []


def test_an_address_of_the_employer_in_a_file_proves_nothing():
    imported("email,employer\nsam@google.com,Meta\n")

    with begin_reading(OPERATOR) as work:
        (spelling,) = work.session.scalars(select(Spelling))
    assert (spelling.owner, spelling.text) == ("", "Meta")
    assert next(iter(counts.cells())).proof is Proof.PAPER


def test_who_has_left_counts_as_former():
    imported("name,employer\nSam,ex-Google\n")

    assert signatures()[0].relation is Relation.FORMER


def test_a_person_counts_once_by_address_or_by_name_and_employer():
    batch = imported(
        "email,name,employer\nsam+1@example.org,Sam,Acme\nSAM@example.org,Sam,Acme\n,Ada Li,Acme\n"
        ",ada  LI,ACME Inc.\n,Ada Li,Meta\n"
    )

    assert (seen(batch).counted, seen(batch).duplicates) == (3, 2)
    again = imported("name,employer\nAda Li,acme\nNew,Acme\n")
    assert (seen(again).counted, seen(again).duplicates) == (1, 1)


def test_who_is_on_record_already_is_a_duplicate():
    a_signature(a_request("signer1@example.org"))

    batch = imported(people(1, 2))

    assert (seen(batch).counted, seen(batch).duplicates) == (1, 1)
    assert rejected(batch)[1] == "signer1@example.org,Signer 1,Acme,2,on record already"


def test_who_signs_between_the_check_and_the_count_is_a_duplicate():
    batch = checked(people(1, 2))
    a_signature(a_request("signer1@example.org"))
    state_it(batch)
    work_off()

    assert (seen(batch).counted, seen(batch).late) == (1, 1)
    assert {row.proof for row in signatures()} == {Proof.MAILBOX, Proof.PAPER}
    assert "on record already" in rejected(batch)[1]
    assert promises_broken() == []


def test_mended_rows_can_be_imported_as_they_were_handed_back():
    batch = imported("email,name\nwrong,Sam\nada@example.org,Ada\n")
    mended = "\n".join(rejected(batch)).replace("wrong", "sam@example.org", 1)

    second = imported(mended)

    assert seen(second).counted == 1
    assert len(signatures()) == 2


@pytest.mark.parametrize("kill_after", range(1, 8))
def test_killed_anywhere_nothing_counts_and_the_next_worker_completes_it(
    monkeypatch: pytest.MonkeyPatch, kill_after: int
):
    monkeypatch.setattr(importdrypass, "RECORDS", 3)
    batch = a_check(people(*range(10)))
    for _ in range(kill_after):
        jobs.work_off(begin_work, STEPS)

    assert signatures() == []
    assert promises_broken() == []
    work_off()
    assert (seen(batch).state, seen(batch).good) == (ImportState.CHECKED, 10)
    state_it(batch)
    work_off()
    assert counts.by_status() == {Status.CONFIRMED: 10}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_with_a_byte_order_mark_is_gone_through_in_several_batches(
    monkeypatch: pytest.MonkeyPatch, encoding: str
):
    monkeypatch.setattr(importdrypass, "RECORDS", 3)

    batch = imported(people(*range(10), employer="Zoë & Söhne").encode(encoding))

    assert (seen(batch).counted, seen(batch).rejected) == (10, 0)
    assert {row.employer_raw for row in signatures()} == {"Zoë & Söhne"}


def test_what_was_exported_comes_in_again_as_it_was(clock: Clock):
    with begin_work(OPERATOR) as work:
        a_petition(work, "again")
    imported(
        "email,name,employer,display,relation,signed_on,consent_publish,consent_updates\n"
        "sam@example.org,=Sam Signer,-Google,name,current,2026-11-01,yes,no\n"
        'ada@example.org,Ada,"Acme; +Söhne",counted,former,2026-11-02,no,yes\n'
    )
    before = export(ExportKind.SIGNATORIES)
    clock.move(seconds=1)
    imported(before, "again")
    after = export(ExportKind.SIGNATORIES, "again")

    assert known(after) == known(before)


def known(file: bytes) -> list[dict[str, str]]:
    """The rows without what belongs to one petition alone."""
    rows = list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))
    assert len(rows) == 2
    return [{name: cell for name, cell in row.items() if name not in ("signature_id", "petition")} for row in rows]


class Killed(Exception):
    """Ends a worker in the middle of a transaction."""


def test_a_count_that_breaks_off_counts_nothing(monkeypatch: pytest.MonkeyPatch, clock: Clock):
    batch = checked(people(1, 2, 3))
    state_it(batch)

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(counting, "count", killed)
        with pytest.raises(Killed):
            jobs.work_off(begin_work, STEPS)

    assert (signatures(), promises_broken()) == ([], [])
    clock.move(minutes=2)
    work_off()
    assert counts.by_status() == {Status.CONFIRMED: 3}


def test_what_was_staged_is_deleted_and_the_file_with_it():
    batch = imported(people(1, 2))

    assert staged() == 0
    assert list(importfiles.folder(edge().settings).glob("*")) == []
    assert seen(batch).file_key is None


def test_employers_of_a_checked_file_are_not_forgotten_before_it_counts():
    batch = checked(people(1, employer="Hapax"))
    with begin_work(WORKER) as work:
        retention.forget_what_is_over(work)

    state_it(batch)
    work_off()

    assert promises_broken() == []
    with begin_reading(OPERATOR) as work:
        assert work.session.scalar(select(func.count()).select_from(ImportEmployer)) == 0


def test_an_import_nobody_goes_on_with_is_forgotten(clock: Clock):
    batch = checked(people(1))
    clock.move(days=8)
    with begin_work(WORKER) as work:
        retention.forget_what_is_over(work)

    assert seen(batch).state is ImportState.DISCARDED
    assert staged() == 0
    assert list(importfiles.folder(edge().settings).glob("*")) == []


def test_a_file_that_cannot_be_read_to_its_end_stages_nothing():
    batch = checked(people(*range(30)) + 'ada@example.org,"Ada\n')

    assert (seen(batch).state, staged()) == (ImportState.UPLOADED, 0)
    assert (seen(batch).problem or "").startswith("Line 32:")


def test_a_file_that_is_gone_is_told_so():
    batch = a_check(people(1))
    os.unlink(importfiles.path_of(edge().settings, batch))
    work_off()

    assert (seen(batch).state, seen(batch).problem) == (ImportState.UPLOADED, importfiles.FileIsGone.sentence)


def test_a_dry_pass_that_is_stopped_can_be_made_again():
    batch = a_check(people(1))
    with begin_work(OPERATOR) as work:
        imports.stop(work, petitions.by_slug(work, SLUG).id, batch)
    assert seen(batch).state is ImportState.UPLOADED
    with begin_work(OPERATOR) as work:
        imports.check(work, petitions.by_slug(work, SLUG), batch)
    work_off()

    assert seen(batch).good == 1


def test_one_line_of_the_audit_log_tells_of_a_whole_import():
    imported(people(*range(5)))

    (line,) = details_of(Action.IMPORT_COUNTED)
    assert '"counted":5' in line
    assert '"source":"paper"' in line
    assert '"note":"canteen"' in line
    assert details_of(Action.SIGNATURE_CONFIRMED) == []


def test_names_stand_only_where_they_are_shown():
    shown = frozenset({Purpose.COUNT, Purpose.PUBLISH})
    imported("name,display\nSam Signer,name\nAda Li,counted\n", consents=shown)

    assert {row.public_name for row in signatures()} == {"Sam Signer", None}
    assert promises_broken() == []


def test_a_job_that_was_given_up_is_taken_up_again(monkeypatch: pytest.MonkeyPatch, clock: Clock):
    batch = checked(people(1))
    clock.move(seconds=1)
    state_it(batch)

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(counting, "count", killed)
        for _ in range(jobs.MOST_ATTEMPTS):
            with pytest.raises(Killed):
                jobs.work_off(begin_work, STEPS)
            clock.move(minutes=10)
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG).id
        job = jobs.of_subject(work, petition, batch)
        assert job
        assert job.state is JobState.FAILED
        imports.again(work, petition, batch)
    work_off()

    assert seen(batch).state is ImportState.DONE
    with begin_reading(OPERATOR) as work:
        assert work.session.scalar(select(func.count()).select_from(Signature)) == 1
