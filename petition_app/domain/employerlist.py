"""The list of known employers: a CSV file with one employer in each row, read and checked."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator

from petition_app.domain.employer import LONGEST_SLUG, Employer, display_name

COLUMNS = ["slug", "name", "parent", "aliases", "domains"]

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


def read_employers(lines: Iterable[str]) -> tuple[Employer, ...]:
    """The employers of a CSV file with the columns `COLUMNS`; aliases and domains are separated by "|".

    Raises ValueError, with the number of the line and what to do, where the file is malformed, a slug, name, alias
    or domain stands twice, or a parent is not a listed employer without a parent of its own.
    """
    read = [(line, _employer(line, cells)) for line, cells in _rows(lines)]
    taken: dict[tuple[str, str], int] = {}
    tops = {employer.slug for _, employer in read if employer.parent is None}
    for line, employer in read:
        for kind, value, written in _claims(employer):
            if (kind, value) in taken:
                raise _bad(line, f"{written!r} is already there in line {taken[kind, value]}; keep it only once")
            taken[kind, value] = line
        if employer.parent is not None and employer.parent not in tops:
            raise _bad(line, f"{employer.parent!r} must be the slug of a listed employer that has no parent itself")
    return tuple(employer for _, employer in read)


def _rows(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """The number and the cells of each row that is not blank, after the heading."""
    reader = csv.reader(lines, strict=True)
    try:
        heading = [cell.strip("\ufeff ") for cell in next(reader, [])]
        if heading != COLUMNS:
            raise _bad(1, f"begin the file with the heading {','.join(COLUMNS)}")
        yield from ((reader.line_num, [each.strip() for each in cells]) for cells in reader if cells)
    except csv.Error as error:
        raise _bad(reader.line_num, f"this is not CSV ({error}); check the quotation marks") from None


def _employer(line: int, cells: list[str]) -> Employer:
    if len(cells) != len(COLUMNS):
        raise _bad(line, f"give {len(COLUMNS)} cells, not {len(cells)}; put a name that has a comma in quotation marks")
    slug, name, parent, aliases, domains = cells
    employer = Employer(slug, name, parent or None, _parted(aliases), _parted(domains))
    if not _SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        raise _bad(line, f"write the slug {slug!r} in a-z, 0-9 and single hyphens, {LONGEST_SLUG} at most")
    for written, key in zip((name, *employer.aliases), employer.keys, strict=True):
        if not key or written != display_name(written):
            raise _bad(line, f"{written!r} cannot be shown as a name; write it in letters or digits, or remove it")
    for domain in employer.domains:
        if not _DOMAIN.fullmatch(domain):
            raise _bad(line, f"write the mail domain {domain!r} like example.com, in lower case")
    return employer


def _parted(cell: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in cell.split("|")) if cell else ()


def _claims(employer: Employer) -> Iterator[tuple[str, str, str]]:
    """What no other row may have: its kind, the form in which it is compared, and how it is written."""
    yield "slug", employer.slug, employer.slug
    for key, written in zip(employer.keys, (employer.name, *employer.aliases), strict=True):
        yield "name", key, written
    for domain in employer.domains:
        yield "domain", domain, domain


def _bad(line: int, what_to_do: str) -> ValueError:
    return ValueError(f"Line {line}: {what_to_do}.")
