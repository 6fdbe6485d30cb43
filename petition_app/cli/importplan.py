"""How a file is read: what is found in it, and what the options of `petition import` say otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import click

from petition_app.database import begin_reading, begin_work
from petition_app.domain.importing import Column, Plan, Source
from petition_app.domain.signature import DisplayMode, Purpose, Relation
from petition_app.services import importpreview, imports, petitions
from petition_app.services.work import OPERATOR

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}


def choose(slug: str, batch: UUID, options: dict[str, Any]) -> None:
    """Settle the plan: what is found in the file, and what the options say otherwise."""
    with begin_reading(OPERATOR) as work:
        found = imports.one(work, petitions.by_slug(work, slug).id, batch)
        seen = importpreview.preview(work, found)
        if options["encoding"] or options["delimiter"] or options["header"] is not None:
            seen = importpreview.preview(work, found, _dialect(seen.plan, options))
    if seen.refused:
        raise click.ClickException(seen.refused)
    plan = _named(seen.plan, seen.header, options["mapped"])
    plan = replace(
        plan,
        source=Source(options["source"]),
        asks=options["ask"],
        relation=Relation(options["relation"] or plan.relation),
        display=DisplayMode(options["display"] or plan.display),
        consents=plan.consents | {Purpose(each) for each in options["consents"]},
    )
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, slug)
        imports.set_plan(work, petition.id, batch, plan, seen.header_digest)
        imports.check(work, petition, batch)
    for name, column in zip(seen.header or range(1, len(plan.columns) + 1), plan.columns, strict=False):
        click.echo(f"{name}: {column or '(not used)'}", err=True)


def _dialect(plan: Plan, options: dict[str, Any]) -> Plan:
    return replace(
        plan,
        encoding=options["encoding"] or plan.encoding,
        delimiter=DELIMITERS.get(options["delimiter"], plan.delimiter),
        has_header=plan.has_header if options["header"] is None else options["header"],
    )


def _named(plan: Plan, header: tuple[str, ...], mapped: tuple[str, ...]) -> Plan:
    """The plan with what `--map` says. A column is named by its heading, or by its number."""
    columns = list(plan.columns)
    for each in mapped:
        name, _, field = each.rpartition("=")
        place = header.index(name) if name in header else int(name) - 1 if name.isdecimal() else -1
        if not 0 <= place < len(columns):
            raise click.ClickException(f"No column is called {name!r}.")
        if field and field not in list(Column):
            raise click.ClickException(f"{field!r} is none of: {', '.join(Column)}")
        columns = [None if column == field else column for column in columns]
        columns[place] = Column(field) if field else None
    return plan.with_columns(columns)
