"""What becomes of a package: noted with its digest; a large one made by the worker, sealed, and gone in time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from fpdf import FPDF

from petition_app.database import begin_reading, begin_work
from petition_app.domain.job import JobState
from petition_app.domain.refusals import NotFound
from petition_app.domain.signature import DisplayMode
from petition_app.services import handoverpackages, jobs, petitions, receipts, retention, rewrapping
from petition_app.services.handoverfiles import Package
from petition_app.services.handoverpackages import Made, PackageIsOutOfDate
from petition_app.services.jobkinds import STEPS
from petition_app.services.publishable import Wish
from petition_app.services.work import OPERATOR, VISITOR, WORKER
from tests.application import Clock, Site
from tests.builders import SLUG, a_request, a_signature
from tests.cast import OTHER_SLUG, another_petition
from tests.published import released, signed_at
from tests.services.handing import DELIVERED, a_named_signature, data, package
from tests.services.test_in_the_clear import found_in_the_clear

NAME = "Kestrel Quillfeather"


@pytest.fixture
def with_a_release(app: Flask, clock: Clock) -> None:
    a_named_signature("Ada Agreed")
    signed_at("Google", 11)
    released(clock)


def past() -> list[Made]:
    with begin_reading(OPERATOR) as work:
        return handoverpackages.past(work, petitions.by_slug(work, SLUG).id)


def begun(wish: Wish | None = None) -> None:
    with begin_work(OPERATOR) as work:
        handoverpackages.begin(work, petitions.by_slug(work, SLUG), wish or Wish())


def worked_off() -> None:
    while jobs.work_off(begin_work, STEPS):
        pass


def fetched(slug: str = SLUG) -> Package:
    with begin_reading(OPERATOR) as work:
        return handoverpackages.kept(work, petitions.by_slug(work, slug), past()[0].id)


@pytest.mark.usefixtures("with_a_release")
def test_a_package_is_noted_with_release_digest_and_number_of_names():
    made = package()
    with begin_work(OPERATOR) as work:
        handoverpackages.note(work, petitions.by_slug(work, SLUG), data(), Wish(), made)

    (noted,) = past()
    assert (noted.release, noted.signatories, noted.digest) == (1, 1, made.digest)
    assert (noted.file_digest, noted.is_kept) == (made.file_digest, False)


@pytest.mark.usefixtures("with_a_release")
def test_the_worker_makes_the_same_package_and_it_can_be_fetched():
    begun()
    assert past() == []
    worked_off()

    assert fetched() == package()
    assert past()[0].is_kept


@pytest.mark.usefixtures("with_a_release")
def test_a_package_can_be_fetched_after_a_change_of_the_instance_key():
    begun()
    worked_off()
    with begin_work(OPERATOR) as work:
        rewrapping.rewrap(work, b"n" * 32)
        object.__setattr__(work.keys, "instance", b"n" * 32)

    assert fetched() == package()


@pytest.mark.usefixtures("with_a_release")
def test_no_transaction_is_open_while_the_worker_builds(monkeypatch: pytest.MonkeyPatch):
    output = FPDF.output

    def signing_goes_on(sheet: FPDF) -> bytearray:
        # Were the write lock held, this would wait for ever.
        a_signature()
        return output(sheet)

    monkeypatch.setattr(FPDF, "output", signing_goes_on)
    begun()
    worked_off()

    assert past()[0].is_kept


@pytest.mark.usefixtures("with_a_release")
def test_a_worker_that_dies_after_building_builds_it_again(monkeypatch: pytest.MonkeyPatch):
    begun()
    jobs.work_off(begin_work, STEPS)
    # What another process has in memory.
    monkeypatch.setattr(handoverpackages, "_built", {})
    worked_off()

    assert fetched() == package()


@pytest.mark.usefixtures("with_a_release")
def test_what_cannot_be_built_fails_in_a_sentence_and_is_not_tried_for_ever(monkeypatch: pytest.MonkeyPatch):
    def broken(sheet: FPDF) -> bytearray:
        raise RuntimeError(NAME)

    monkeypatch.setattr(FPDF, "output", broken)
    begun()
    worked_off()

    with begin_reading(OPERATOR) as work:
        job = handoverpackages.unfinished(work, petitions.by_slug(work, SLUG).id)
    assert job
    assert (job.state, job.note) == (JobState.FAILED, handoverpackages.PackageFailed.sentence)
    assert past() == []


def test_a_package_is_not_fetched_any_more_once_somebody_has_withdrawn(app: Flask, clock: Clock):
    request = replace(a_request(display=DisplayMode.NAME, name="Ada Agreed"), consents=DELIVERED)
    receipt = a_signature(request)
    signed_at("Google", 11)
    released(clock)
    begun()
    worked_off()
    assert fetched()
    with begin_work(VISITOR) as work:
        receipts.withdraw(work, receipt)

    with pytest.raises(PackageIsOutOfDate):
        fetched()


@pytest.mark.usefixtures("with_a_release")
def test_only_the_newest_package_is_kept_and_for_a_day_at_most(clock: Clock):
    begun()
    worked_off()
    clock.move(minutes=5)
    begun()
    worked_off()
    assert [each.is_kept for each in past()] == [True, False]

    clock.move(hours=25)
    with begin_work(WORKER) as work:
        retention.forget_what_is_over(work)

    assert [each.is_kept for each in past()] == [False, False]
    with pytest.raises(NotFound):
        fetched()


@pytest.mark.usefixtures("with_a_release")
def test_another_petition_cannot_fetch_it():
    another_petition()
    begun()
    worked_off()

    with pytest.raises(NotFound):
        fetched(OTHER_SLUG)


def test_a_package_that_waits_is_sealed(app: Flask, site: Site, clock: Clock):
    a_named_signature("Ada Agreed")
    signed_at("Google", 11)
    released(clock)
    begun()
    worked_off()

    # Its files are named in a ZIP in the clear.
    assert found_in_the_clear(site, "SHA256SUMS", b"petition.pdf") == []
