"""A petition as a file: `petition.toml`, read and checked. seeds/petition.toml is one, and shows every field."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from petition_app.domain.drafting import (
    Office,
    Part,
    Precedent,
    Text,
    problems_of_consents,
    problems_of_offices,
    problems_of_text,
)
from petition_app.domain.petition import ResponseKind
from petition_app.domain.petitionsettings import Settings, problems_of_settings
from petition_app.domain.refusals import Refusal
from petition_app.domain.response import is_web_address
from petition_app.domain.said import said
from petition_app.domain.signature import Purpose
from petition_app.domain.slug import is_slug


class PetitionFileIsWrong(Refusal):
    status = 422
    sentence = said("The petition file cannot be used.")


@dataclass(frozen=True)
class FiledResponse:
    """What an addressee did or did not say by this day of the petition, which opens on day 1."""

    day: int
    kind: ResponseKind
    summary: str
    quotation: str | None = None
    source_url: str | None = None


@dataclass(frozen=True)
class PetitionFile:
    """`responses` has those of each addressee, in their order; `days` is how long the petition has been open; `updates`
    are (day, title, body). `numbers` says which saved state of a part the file was written from, where it was."""

    slug: str
    text: Text
    offices: tuple[Office, ...]
    consents: Mapping[Purpose, str]
    settings: Settings
    responses: tuple[tuple[FiledResponse, ...], ...] = ()
    updates: tuple[tuple[int, str, str], ...] = ()
    days: int = 0
    numbers: Mapping[Part, int] = field(default_factory=dict)


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
    addressees = read["addressee"]
    return PetitionFile(
        slug=read["slug"],
        text=_text(read).tidied(),
        offices=tuple(_office(each).tidied() for each in addressees),
        consents={Purpose(purpose): text.strip() for purpose, text in read["consents"].items()},
        settings=_settings(read).tidied(),
        responses=tuple(tuple(_response(one) for one in each.get("response", ())) for each in addressees),
        updates=tuple((each["day"], each["title"], each["body"].strip()) for each in read.get("update", ())),
        days=read.get("days", 0),
        numbers={Part(part): number for part, number in read.get("numbers", {}).items()},
    )


def _text(read: dict[str, Any]) -> Text:
    precedents = (
        Precedent(each["title"], each["summary"], each.get("source", "")) for each in read.get("precedent", ())
    )
    return Text(read["title"], read["summary"], read["body"], tuple(read["demands"]), tuple(precedents))


def _settings(read: dict[str, Any]) -> Settings:
    return Settings(
        threshold=read.get("threshold", 10),
        employment_proof=read.get("employment_proof", False),
        live_total=read.get("live_total", False),
        goal=read.get("goal"),
        contact=read.get("contact", ""),
    )


def _office(read: dict[str, Any]) -> Office:
    employer, key = read.get("employer", ""), read.get("key", "")
    return Office(read["office"], read["organisation"], employer, read.get("retired", False), key)


def _response(read: dict[str, Any]) -> FiledResponse:
    kind = ResponseKind(read["kind"])
    return FiledResponse(read["day"], kind, read["summary"], read.get("quotation"), read.get("source"))


def _checked(petition: PetitionFile) -> PetitionFile:
    if not is_slug(petition.slug):
        raise ValueError(f"slug {petition.slug!r} may have small letters, digits and single dashes only.")
    found = [
        *problems_of_text(petition.text),
        *problems_of_offices(petition.offices),
        *problems_of_consents(petition.consents),
        *problems_of_settings(petition.settings, petition.settings, is_settled=False),
    ]
    if found:
        raise ValueError(f"{found[0].field}: {found[0].sentence}")
    links = [response.source_url for each in petition.responses for response in each if response.source_url]
    if wrong := [link for link in links if not is_web_address(link)]:
        raise ValueError(f"source {wrong[0]!r} must be an address that begins with https:// or http://.")
    return petition
