"""What an import would read: the plan that suggests itself, and the first rows exactly as they will be taken."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from sqlalchemy import select

from petition_app.domain.employer import read
from petition_app.domain.importcolumns import guessed, looks_like_header, suggested
from petition_app.domain.importing import MOST_COLUMNS, Column, Plan
from petition_app.domain.importlines import FileIsUnreadable, likely_delimiter
from petition_app.domain.importreasons import CellIsWrong
from petition_app.domain.importrow import Entry, Newest, Reader
from petition_app.domain.signature import Relation
from petition_app.models import Employer, ImportBatch, Petition
from petition_app.services import importfiles, imports
from petition_app.services.employernames import Names
from petition_app.services.importrows import short_address
from petition_app.services.work import Work

ROWS = 20


@dataclass(frozen=True)
class PreviewRow:
    """A record as it will be read: its entry, the employer it will count for, and its address with most of it left
    out; or why it is not taken."""

    line: int
    entry: Entry | None = None
    employer: str = ""
    address: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Preview:
    """The plan, what stands in the first row of each column, the first rows, and what to look at. `refused` says why
    the file cannot be read by this plan at all."""

    plan: Plan
    header: tuple[str, ...]
    samples: tuple[str, ...]
    rows: tuple[PreviewRow, ...]
    warnings: tuple[str, ...]
    refused: str = ""

    @property
    def header_digest(self) -> bytes | None:
        return _digest(self.header) if self.plan.has_header and self.header else None


def preview(work: Work, batch: ImportBatch, plan: Plan | None = None) -> Preview:
    """By this plan, by the one that was chosen before, or by the likely one. Raises FileIsGone."""
    plan = _with_dialect(work, batch, plan or Plan.from_text(batch.plan or "{}"))
    try:
        cells = _first_records(work, batch, plan)
    except FileIsUnreadable as refusal:
        return Preview(plan, (), (), (), (), refusal.sentence)
    plan = _with_columns(work, batch, plan, [record for _, record in cells])
    header = tuple(cells[0][1]) if cells and plan.has_header else ()
    records = cells[1:] if plan.has_header else cells
    rows: tuple[PreviewRow, ...] = ()
    if not plan.problems():
        reader = _reader(work, batch, plan)
        rows = tuple(_row(work, batch, reader, line, record) for line, record in records[:ROWS])
    samples = _samples(plan, [record for _, record in records])
    return Preview(plan, header, samples, rows, tuple(_warnings(work, batch, plan, header)))


def _with_dialect(work: Work, batch: ImportBatch, plan: Plan) -> Plan:
    if plan.delimiter:
        return plan
    sample = importfiles.sample_of(work, batch)
    encoding = importfiles.likely_encoding(sample, is_utf8=plan.encoding == "utf-8")
    text = sample.decode(encoding, "replace").removeprefix("\ufeff")
    return replace(plan, encoding=encoding, delimiter=likely_delimiter(text))


def _with_columns(work: Work, batch: ImportBatch, plan: Plan, records: Sequence[list[str]]) -> Plan:
    """What each column holds: as chosen; else as it was chosen for the last file with this heading; else as the heading
    suggests."""
    if not records:
        return plan
    first = records[0][:MOST_COLUMNS]
    if plan.columns:
        # A file may have another number of columns once it is read otherwise.
        return plan.with_columns((*plan.columns, *[None] * len(first))[: len(first)])
    query = select(ImportBatch.plan).where(
        ImportBatch.petition_id == batch.petition_id,
        ImportBatch.header_digest == _digest(first),
        ImportBatch.id != batch.id,
    )
    remembered = work.session.scalar(query.order_by(ImportBatch.created_at.desc()).limit(1))
    if remembered:
        return replace(Plan.from_text(remembered), encoding=plan.encoding, delimiter=plan.delimiter)
    plan = replace(plan, has_header=looks_like_header(first))
    return plan.with_columns(suggested(first) if plan.has_header else guessed(first))


def _first_records(work: Work, batch: ImportBatch, plan: Plan) -> list[tuple[int, list[str]]]:
    with importfiles.records_of(work, batch, plan) as (_, records):
        return [(record.line, record.cells) for record in islice(records, ROWS + 1)]


def _reader(work: Work, batch: ImportBatch, plan: Plan) -> Reader:
    petition = work.session.get_one(Petition, batch.petition_id)
    return Reader(plan, work.today, Newest(petition.text_version, petition.consent_version), short_address)


def _row(work: Work, batch: ImportBatch, reader: Reader, line: int, cells: list[str]) -> PreviewRow:
    try:
        entry = reader.entry(cells)
    except CellIsWrong as error:
        return PreviewRow(line, problem=error.sentence)
    employer, is_former = _employer(work, batch, entry.employer)
    if is_former and entry.relation is Relation.CURRENT:
        entry = entry._replace(relation=Relation.FORMER)
    return PreviewRow(line, entry, employer, _masked(entry.email))


def _employer(work: Work, batch: ImportBatch, text: str) -> tuple[str, bool]:
    """The employer it will count for (as written where nobody has matched the text to one yet), and whether the text
    says that somebody has left."""
    reading = read(text)
    if not reading.key:
        return "", False
    employer, conclusion = Names.of(work, batch.petition_id, [reading], [""]).employer(reading)
    name = work.session.scalar(select(Employer.name).where(Employer.id == employer)) if employer else None
    return name or text, conclusion.is_former


def _masked(address: str) -> str:
    return f"{address[:1]}…@{address.rpartition('@')[2]}" if address else ""


def _samples(plan: Plan, records: Sequence[list[str]]) -> tuple[str, ...]:
    """For each column the first cell that is not empty; of addresses only the beginning."""
    found = []
    for place, _ in enumerate(plan.columns):
        cells = (cells[place] for cells in records if place < len(cells) and cells[place].strip())
        cell = next(cells, "")
        found.append(_masked(cell) if "@" in cell else cell[:40])
    return tuple(found)


def _warnings(work: Work, batch: ImportBatch, plan: Plan, header: Sequence[str]) -> list[str]:
    found = []
    if before := imports.imported_before(work, batch):
        found.append(f"The very same file was imported on {before.created_at:%Y-%m-%d}: its rows are duplicates now.")
    if len(header) > MOST_COLUMNS:
        found.append(f"The file has {len(header)} columns; only the first {MOST_COLUMNS} are read.")
    if Column.EMPLOYER not in plan.columns:
        found.append("No column holds the employer, so these signatures count for none.")
    if Column.EMAIL not in plan.columns and not plan.asks:
        found.append("No column holds an e-mail address: two signers of the same name and employer count once.")
    return found


def _digest(header: Sequence[str]) -> bytes:
    return hashlib.sha256("\x1f".join(header).encode("utf-8", "surrogatepass")).digest()
