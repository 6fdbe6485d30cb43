"""A petition as a file: `petition.toml`, read and checked. seeds/petition.toml is one, and shows every field."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from petition_app.domain.petition import LEAST_THRESHOLD, ResponseKind
from petition_app.domain.refusals import Refusal
from petition_app.domain.response import is_web_address
from petition_app.domain.signature import Purpose

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LIMITS = {"slug": 80, "title": 150, "summary": 600, "body": 20_000}


class PetitionFileIsWrong(Refusal):
    status = 422
    sentence = "The petition file cannot be used."


@dataclass(frozen=True)
class FiledResponse:
    """What an addressee did or did not say by this day of the petition, which opens on day 1."""

    day: int
    kind: ResponseKind
    summary: str
    quotation: str | None = None
    source_url: str | None = None


@dataclass(frozen=True)
class FiledAddressee:
    """`employer` is a slug of employers.csv, or empty."""

    office: str
    organisation: str
    employer: str
    responses: tuple[FiledResponse, ...]


@dataclass(frozen=True)
class PetitionFile:
    """`days` is how long it has been open; `precedents` are (title, summary), `updates` (day, title, body)."""

    slug: str
    title: str
    summary: str
    body: str
    demands: tuple[str, ...]
    days: int
    goal: int | None
    threshold: int
    employment_proof: bool
    live_total: bool
    addressees: tuple[FiledAddressee, ...]
    precedents: tuple[tuple[str, str], ...]
    updates: tuple[tuple[int, str, str], ...]
    consents: Mapping[Purpose, str]


def read_petition(path: Path) -> PetitionFile:
    """The petition in a file. Raises PetitionFileIsWrong with what to mend."""
    try:
        with path.open("rb") as file:
            return _checked(_petition(tomllib.load(file)))
    except OSError as error:
        raise PetitionFileIsWrong(f"{path} cannot be read.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PetitionFileIsWrong(f"{path} is not TOML: {error}") from error
    except KeyError as error:
        raise PetitionFileIsWrong(f"{path}: {error.args[0]} is missing.") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise PetitionFileIsWrong(f"{path}: {error}") from error


def _petition(read: dict[str, Any]) -> PetitionFile:
    return PetitionFile(
        slug=read["slug"],
        title=read["title"].strip(),
        summary=read["summary"].strip(),
        body=read["body"].strip(),
        demands=tuple(read["demands"]),
        days=read.get("days", 0),
        goal=read.get("goal"),
        threshold=read.get("threshold", 10),
        employment_proof=read.get("employment_proof", False),
        live_total=read.get("live_total", False),
        addressees=tuple(_addressee(each) for each in read["addressee"]),
        precedents=tuple((each["title"], each["summary"].strip()) for each in read.get("precedent", ())),
        updates=tuple((each["day"], each["title"], each["body"].strip()) for each in read.get("update", ())),
        consents={Purpose(purpose): text for purpose, text in read["consents"].items()},
    )


def _addressee(read: dict[str, Any]) -> FiledAddressee:
    responses = tuple(_response(each) for each in read.get("response", ()))
    return FiledAddressee(read["office"], read["organisation"], read.get("employer", ""), responses)


def _response(read: dict[str, Any]) -> FiledResponse:
    kind = ResponseKind(read["kind"])
    return FiledResponse(read["day"], kind, read["summary"], read.get("quotation"), read.get("source"))


def _checked(petition: PetitionFile) -> PetitionFile:
    if not _SLUG.fullmatch(petition.slug):
        raise ValueError(f"slug {petition.slug!r} may have small letters, digits and single dashes only.")
    for name, most in _LIMITS.items():
        if not 0 < len(getattr(petition, name)) <= most:
            raise ValueError(f"{name} must have 1 to {most} characters.")
    if petition.threshold < LEAST_THRESHOLD:
        raise ValueError(f"threshold must be {LEAST_THRESHOLD} or more.")
    if not petition.demands or not petition.addressees:
        raise ValueError("there must be at least one demand and one addressee.")
    links = [response.source_url for each in petition.addressees for response in each.responses if response.source_url]
    if wrong := [link for link in links if not is_web_address(link)]:
        raise ValueError(f"source {wrong[0]!r} must be an address that begins with https:// or http://.")
    missing = [purpose.value for purpose in Purpose if purpose not in petition.consents]
    if missing:
        raise ValueError(f"consents lacks the text for {', '.join(missing)}.")
    return petition
