"""Importing through the services: from the bytes of a file to what counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from petition_app.database import begin_reading, begin_work, edge
from petition_app.domain.importing import Column, ImportState
from petition_app.models import ImportBatch
from petition_app.services import importpreview, imports, jobs, petitions, verifying
from petition_app.services.importfiles import Upload
from petition_app.services.jobkinds import STEPS
from petition_app.services.work import OPERATOR
from tests.builders import SLUG

COLUMNS = (Column.EMAIL, Column.NAME, Column.EMPLOYER)


def an_upload(content: str | bytes, slug: str = SLUG) -> UUID:
    upload = Upload(edge().settings, uuid4())
    upload.write(content.encode() if isinstance(content, str) else content)
    with begin_work(OPERATOR) as work:
        return imports.add(work, petitions.by_slug(work, slug), upload.finish(), "sheet.csv")


def people(*numbers: int, employer: str = "Acme") -> str:
    """A file in which each of these has an address, a name and an employer."""
    rows = "".join(f"signer{n}@example.org,Signer {n},{employer}\n" for n in numbers)
    return f"email,name,employer\n{rows}"


def a_check(content: str | bytes, slug: str = SLUG, **plan: Any) -> UUID:
    """The dry pass is begun."""
    batch = an_upload(content, slug)
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, slug)
        seen = importpreview.preview(work, imports.one(work, petition.id, batch))
        imports.set_plan(work, petition.id, batch, replace(seen.plan, **plan), seen.header_digest)
    with begin_work(OPERATOR) as work:
        imports.check(work, petitions.by_slug(work, slug), batch)
    return batch


def checked(content: str | bytes, slug: str = SLUG, **plan: Any) -> UUID:
    batch = a_check(content, slug, **plan)
    work_off()
    return batch


def state_it(batch: UUID, slug: str = SLUG) -> None:
    with begin_work(OPERATOR) as work:
        imports.count(work, petitions.by_slug(work, slug), batch, "canteen")


def imported(content: str | bytes, slug: str = SLUG, **plan: Any) -> UUID:
    batch = checked(content, slug, **plan)
    state_it(batch, slug)
    work_off()
    assert seen(batch).state is ImportState.DONE
    return batch


def take_back(batch: UUID, *, with_changed: bool = False) -> None:
    with begin_work(OPERATOR) as work:
        imports.undo(work, petitions.by_slug(work, SLUG).id, batch, with_changed=with_changed)


def seen(batch: UUID) -> ImportBatch:
    with begin_reading(OPERATOR) as work:
        return work.session.get_one(ImportBatch, batch)


def promises_broken() -> list[str]:
    with begin_reading(OPERATOR) as work:
        return [each.name for each in verifying.verify(work) if not each.holds]


def work_off() -> None:
    while jobs.work_off(begin_work, STEPS):
        pass
