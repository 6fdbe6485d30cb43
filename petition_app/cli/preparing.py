"""Before a command does anything: is there a site, is it the right one, and does this program fit its database?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple, NoReturn

import click
from flask import Flask

from petition_app import folders, migrations
from petition_app.app import create_app
from petition_app.database import UNAVAILABLE, begin_reading, begin_work, db, make_engine, reason_of
from petition_app.services import demo, instance, seeding
from petition_app.services.work import OPERATOR, Work
from petition_app.settings import SettingError, Settings
from petition_app.writelock import has_moved


class CannotRun(click.ClickException):
    """A sentence for the operator, and nothing was done."""


def prepare(settings: Settings) -> bool:
    """Make the site where there is none, and refuse to go on with one that is not ours. True where it is new.

    Raises SettingError, and CannotRun where the schema is not the newest.
    """
    with prepared(settings) as site:
        return site.is_new


class Prepared(NamedTuple):
    app: Flask
    is_new: bool


@contextmanager
def prepared(settings: Settings) -> Iterator[Prepared]:
    """The same, and its application within its context, whose connections are closed at the end."""
    _make_folder(settings)
    if settings.is_sqlite and has_moved(settings.data_dir):
        raise CannotRun("This site was moved to PostgreSQL: set DATABASE_URL (`petition migrate-back` undoes it).")
    revision = _revision(settings)
    if revision is None:
        instance.make_secrets(settings)
        _upgrade(settings)
    else:
        refuse_other_schema(revision)
    with application(settings) as app:
        with begin_work(OPERATOR) as work:
            is_new = _claim(work)
        yield Prepared(app, is_new)


def _claim(work: Work) -> bool:
    """True where the database was nobody's yet. Raises SettingError for one of another site."""
    is_new = not instance.is_claimed(work)
    if is_new:
        instance.claim_database(work, is_demo=work.settings.demo)
        seeding.add_known_companies(work, folders.SEEDS)
    else:
        instance.refuse_foreign_database(work)
    if work.settings.is_public and seeding.has_invented_signers(work):
        sentence = "holds the seeded petition, whose signers are invented; choose another folder for a public site."
        raise SettingError("PETITION_DATA_DIR", sentence)
    return is_new


@contextmanager
def existing_site(settings: Settings) -> Iterator[Flask]:
    """The application of a site that is there, a demo's as well as a real one, for a command that serves nobody."""
    revision = _revision(settings) if _may_be_there(settings) else None
    if revision is None:
        raise _no_site(settings)
    refuse_other_schema(revision)
    with application(settings) as app:
        with begin_reading(OPERATOR) as work:
            # Tables alone are what a move that was called off leaves behind.
            if not instance.is_claimed(work):
                raise _no_site(settings)
            as_it_is = replace(settings, demo=demo.is_demo(work))
            instance.refuse_foreign_database(replace(work, settings=as_it_is))
        yield app


@contextmanager
def application(settings: Settings) -> Iterator[Flask]:
    """The application within its context, its connections closed at the end."""
    app = create_app(settings)
    with app.app_context():
        try:
            yield app
        except UNAVAILABLE as error:
            _unreachable(settings, error)
        finally:
            for engine in db.engines.values():
                engine.dispose()


def refuse_other_schema(revision: str) -> None:
    newest = migrations.newest()
    if revision > newest:
        raise CannotRun(f"This database was made by a newer version (schema {revision}, here {newest}): install that.")
    if revision < newest:
        raise CannotRun(f"The database has schema {revision}, and this version needs {newest}: run `petition upgrade`.")


def bring_up_to_date(settings: Settings) -> tuple[str, str]:
    """The schema before and after. Raises CannotRun where there is no site, or a newer one."""
    before = _revision(settings) if _may_be_there(settings) else None
    if before is None:
        raise _no_site(settings)
    if before > migrations.newest():
        refuse_other_schema(before)
    instance.open_keyring(settings)
    _upgrade(settings)
    return before, migrations.newest()


def _make_folder(settings: Settings) -> None:
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError("PETITION_DATA_DIR", f"cannot be made at {settings.data_dir} ({error.strerror}).") from error
    if not os.access(settings.data_dir, os.R_OK | os.W_OK | os.X_OK):
        raise SettingError("PETITION_DATA_DIR", f"{settings.data_dir} cannot be written to.")


def _may_be_there(settings: Settings) -> bool:
    return not settings.is_sqlite or (settings.data_dir / "petition.db").is_file()


def _revision(settings: Settings) -> str | None:
    engine = make_engine(settings)
    try:
        return migrations.current(engine)
    except UNAVAILABLE as error:
        _unreachable(settings, error)
    finally:
        engine.dispose()


def _upgrade(settings: Settings) -> None:
    engine = make_engine(settings)
    try:
        migrations.upgrade(engine)
    except UNAVAILABLE as error:
        _unreachable(settings, error)
    finally:
        engine.dispose()


def _unreachable(settings: Settings, error: Exception) -> NoReturn:
    name = "PETITION_DATA_DIR" if settings.is_sqlite else "DATABASE_URL"
    raise CannotRun(f"{name}: the database cannot be used at the moment ({reason_of(error)}).") from error


def _no_site(settings: Settings) -> CannotRun:
    where = settings.data_dir if settings.is_sqlite else "the database of DATABASE_URL"
    return CannotRun(f"There is no site in {where} yet.{_hint(settings)}")


def _hint(settings: Settings) -> str:
    folder = settings.data_dir / "demo"
    if (folder / "petition.db").is_file():
        return f" For the demo's, set PETITION_DATA_DIR={folder}; for one of your own, run `petition init`."
    return " Run `petition init` first, or `petition demo` to look around."
