"""The files of the seeded petition, read and checked; seeds/README.md describes them."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from petition_app.domain.employer import Employer, read_employers
from petition_app.domain.petition import ResponseKind
from petition_app.domain.signature import DisplayMode, Proof, Purpose, Relation, RoleBand


@dataclass(frozen=True)
class SeedResponse:
    """What an addressee did or did not say by this day of the petition."""

    day: int
    kind: ResponseKind
    summary: str


@dataclass(frozen=True)
class SeedAddressee:
    office: str
    organisation: str
    employer: str  # a slug of employers.csv
    responses: tuple[SeedResponse, ...]


@dataclass(frozen=True)
class SeedPetition:
    """`days` is how long it has been open; `precedents` are (title, summary), `updates` (day, title, body)."""

    slug: str
    title: str
    summary: str
    body: str
    demands: tuple[str, ...]
    days: int
    goal: int
    threshold: int
    employment_proof: bool
    live_total: bool
    addressees: tuple[SeedAddressee, ...]
    precedents: tuple[tuple[str, str], ...]
    updates: tuple[tuple[int, str, str], ...]
    consents: Mapping[Purpose, str]


@dataclass(frozen=True)
class SeedSigner:
    """An invented signer, with the day of the petition on which they signed and confirmed."""

    day: int
    employer: str
    relation: Relation
    proof: Proof
    role_band: RoleBand
    display: DisplayMode
    name: str
    title: str
    consents: frozenset[Purpose]
    email: str


@dataclass(frozen=True)
class Seeds:
    petition: SeedPetition
    signers: tuple[SeedSigner, ...]
    companies: tuple[Employer, ...]


def read_seeds(folder: Path) -> Seeds:
    """What is in a seeds folder. Raises ValueError, KeyError or OSError where a file is not as described."""
    with (folder / "petition.toml").open("rb") as file:
        petition = _petition(tomllib.load(file))
    with (folder / "signatories.csv").open(encoding="utf-8", newline="") as lines:
        signers = tuple(_signer(row) for row in csv.DictReader(lines, strict=True))
    late = [signer.email for signer in signers if not 1 <= signer.day <= petition.days]
    if late:
        raise ValueError(f"signatories.csv: {late[0]} signs on a day the petition does not have.")
    return Seeds(petition, signers, read_companies(folder))


def read_companies(folder: Path) -> tuple[Employer, ...]:
    with (folder / "employers.csv").open(encoding="utf-8", newline="") as lines:
        return read_employers(lines)


def _petition(read: dict[str, Any]) -> SeedPetition:
    return SeedPetition(
        slug=read["slug"],
        title=read["title"],
        summary=read["summary"].strip(),
        body=read["body"].strip(),
        demands=tuple(read["demands"]),
        days=read["days"],
        goal=read["goal"],
        threshold=read["threshold"],
        employment_proof=read["employment_proof"],
        live_total=read["live_total"],
        addressees=tuple(_addressee(each) for each in read["addressee"]),
        precedents=tuple((each["title"], each["summary"].strip()) for each in read["precedent"]),
        updates=tuple((each["day"], each["title"], each["body"].strip()) for each in read["update"]),
        consents={Purpose(purpose): text for purpose, text in read["consents"].items()},
    )


def _addressee(read: dict[str, Any]) -> SeedAddressee:
    responses = tuple(
        SeedResponse(each["day"], ResponseKind(each["kind"]), each["summary"]) for each in read.get("response", ())
    )
    return SeedAddressee(read["office"], read["organisation"], read["employer"], responses)


def _signer(row: dict[str, str]) -> SeedSigner:
    return SeedSigner(
        day=int(row["day"]),
        employer=row["employer"],
        relation=Relation(row["relation"]),
        proof=Proof(row["proof"]),
        role_band=RoleBand(row["role_band"]),
        display=DisplayMode(row["display"]),
        name=row["name"],
        title=row["title"],
        consents=frozenset(map(Purpose, row["consents"].split("|"))),
        email=row["email"],
    )
