"""Limits on what is stored are kept by the database itself, on both engines."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Enum,
    Integer,
    LargeBinary,
    String,
    Table,
    insert,
)
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.types import TypeDecorator, Uuid

from petition_app.database import db
from petition_app.models import Base

TABLES = Base.metadata.tables
# SQLite takes any length here: the program writes these itself, or checks them in the files they come from.
NEVER_TYPED_BY_VISITORS = {
    "audit_line": {"actor", "action", "details"},
    "bulk_change": {"made_by", "undone_by"},
    "company": {"slug", "parent"},
    "company_alias": {"name_key", "company"},
    "company_domain": {"domain", "company"},
    "employer": {"slug", "company"},
    "employer_alias": {"name_key"},
    "employer_rule": {"subject", "target", "made_by", "undone_by"},
    "export": {"kind", "profile", "format", "employer", "status", "actor", "manifest"},
    "import_row": {
        "employer",
        "relation",
        "display",
        "role_band",
        "proof",
        "public_name",
        "public_title",
        "search_text",
        "consents",
    },
    "organiser": {"password_hash"},
    "outbox_letter": {"kind"},
    "petition_secret": {"purpose"},
    "petition_text": {"title", "digest"},
    "precedent": {"source_url"},
    "published_release": {"public", "basis", "digest"},
    "signature": {"consents"},
    "spelling": {"name_key", "owner"},
}


def limits_of(table: Table) -> dict[str, int]:
    """The longest text of each column that a constraint of `table` bounds."""
    texts = [str(each.sqltext) for each in table.constraints if isinstance(each, CheckConstraint)]
    found = (re.fullmatch(r"length\((\w+)\) <= (\d+)", text) for text in texts)
    return {match[1]: int(match[2]) for match in found if match}


LIMITED = [(name, column, most) for name, table in TABLES.items() for column, most in limits_of(table).items()]


def something_for(column: Column[Any]) -> object:
    """Any value that the column takes."""
    kind: Any = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    if isinstance(kind, Enum):
        return kind.enum_class and next(iter(kind.enum_class))
    made = {
        Uuid: uuid4(), String: "x", Boolean: False, Integer: 7, LargeBinary: b"x" * 32, Date: date(2026, 1, 1),
        DateTime: datetime(2026, 1, 1, tzinfo=UTC),
    }  # fmt: skip
    return next(value for known, value in made.items() if isinstance(kind, known))


def a_row(table: Table, **given: object) -> dict[str, object]:
    needed = {column.name: something_for(column) for column in table.columns if not column.nullable}
    if "public_title" in given or "public_name" in given:
        needed["display"] = "name_title"
    return needed | given


def put(table: Table, row: dict[str, object]) -> None:
    """Insert a row as if all that it refers to were there, and take it back."""
    keys = {column.name: column.key for column in table.columns}
    ignore = {"sqlite": "PRAGMA foreign_keys=OFF", "postgresql": "SET session_replication_role = replica"}
    with db.engine.connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        driver.execute(ignore[db.engine.dialect.name])
        try:
            connection.execute(insert(table).values({keys[name]: value for name, value in row.items()}))
        finally:
            connection.invalidate()


def is_refused(table: Table, row: dict[str, object]) -> bool:
    try:
        put(table, row)
    except (IntegrityError, DataError):
        return True
    return False


def test_a_text_longer_than_its_column_is_refused_by_the_database(app: Flask):
    for name, column, most in LIMITED:
        table = TABLES[name]

        assert getattr(table.columns[column].type, "length", None) in (None, most)
        assert not is_refused(table, a_row(table, **{column: "é" * most})), f"{name}.{column}"
        assert is_refused(table, a_row(table, **{column: "é" * (most + 1)})), f"{name}.{column}"


def test_every_text_that_visitors_or_organisers_type_has_a_limit():
    open_ended: dict[str, set[str]] = {}
    for name, table in TABLES.items():
        texts = {c.name for c in table.columns if isinstance(c.type, String) and not isinstance(c.type, Enum)}
        if without := texts - set(limits_of(table)):
            open_ended[name] = without

    assert open_ended == NEVER_TYPED_BY_VISITORS


def test_a_name_cannot_be_stored_with_a_mode_that_does_not_show_it(app: Flask):
    table = TABLES["signature"]

    for column, display in (("public_name", "title"), ("public_name", "anonymous"), ("public_title", "name")):
        assert is_refused(table, a_row(table, **{column: "Sam"}) | {"display": display})
