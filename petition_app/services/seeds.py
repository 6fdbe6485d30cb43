"""The files of the seeded petition, read and checked; seeds/README.md describes them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from petition_app.domain.employer import Employer
from petition_app.domain.employerlist import read_employers
from petition_app.domain.signature import DisplayMode, Proof, Purpose, Relation, RoleBand
from petition_app.services.petition_files import PetitionFile, read_petition


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
    petition: PetitionFile
    signers: tuple[SeedSigner, ...]
    companies: tuple[Employer, ...]


def read_seeds(folder: Path) -> Seeds:
    """What is in a seeds folder. Raises PetitionFileIsWrong, ValueError, KeyError or OSError where a file is not
    as described."""
    petition = read_petition(folder / "petition.toml")
    with (folder / "signatories.csv").open(encoding="utf-8", newline="") as lines:
        signers = tuple(_signer(row) for row in csv.DictReader(lines, strict=True))
    late = [signer.email for signer in signers if not 1 <= signer.day <= petition.days]
    if late:
        raise ValueError(f"signatories.csv: {late[0]} signs on a day the petition does not have.")
    return Seeds(petition, signers, read_companies(folder))


def read_companies(folder: Path) -> tuple[Employer, ...]:
    with (folder / "employers.csv").open(encoding="utf-8", newline="") as lines:
        return read_employers(lines)


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
