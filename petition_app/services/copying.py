"""A petition as its file: what it says and has chosen, and nothing of its signers, releases or responses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.drafting import Part, Text
from petition_app.domain.refusals import NotFound
from petition_app.models import Petition
from petition_app.services import addressees, choosing, consenting, drafting, organisers, revisions
from petition_app.services.petition_files import PetitionFile, read_petition
from petition_app.services.work import Work

_TEMPLATES = ("contracts", "conditions", "layoffs", "safety", "appeal")


def file_of(work: Work, petition: Petition) -> PetitionFile:
    """As it is now, to be edited and applied again."""
    return PetitionFile(
        slug=petition.slug,
        text=drafting.text_of(work, petition),
        offices=addressees.offices(work, petition).offices,
        consents=consenting.texts(work, petition),
        settings=choosing.settings_of(petition),
        numbers={part: revisions.newest(work, petition.id, part) for part in Part},
    )


def copy_of(work: Work, organiser: UUID, slug: str) -> PetitionFile:
    """One of the organiser's petitions, to begin another with. Those no longer addressed are left out. Raises
    NotFound for a petition in which they have no role."""
    found = organisers.membership(work, organiser, slug)
    if found is None:
        raise NotFound
    file = file_of(work, found[0])
    offices = tuple(replace(each, key="") for each in file.offices if not each.retired)
    return replace(file, offices=offices, numbers={})


def templates(folder: Path) -> dict[str, PetitionFile]:
    """The shipped beginnings, in the order in which they are offered."""
    return {name: read_petition(folder / "templates" / f"{name}.toml") for name in _TEMPLATES}


def emptied(file: PetitionFile) -> PetitionFile:
    """Its consent texts and settings alone."""
    return replace(file, text=Text("", "", "", ()), offices=())


def apply(work: Work, slug: str, file: PetitionFile, reason: str) -> list[Part]:
    """Make the petition as its edited file has it, all or nothing; the parts that were changed.

    Raises NotFound, SavedMeanwhile, DraftIsWrong (also where a new version has no `reason`) and
    AddresseeIsOnRecord."""
    petition = work.session.scalars(select(Petition).where(Petition.slug == slug)).one_or_none()
    if petition is None:
        raise NotFound
    before = file_of(work, petition)
    numbers = {**before.numbers, **file.numbers}
    drafting.save(work, petition.id, numbers[Part.TEXT], file.text, reason)
    addressees.save(work, petition.id, numbers[Part.ADDRESSEES], file.offices)
    consenting.save(work, petition.id, numbers[Part.CONSENTS], file.consents, reason)
    choosing.save(work, petition.id, numbers[Part.SETTINGS], file.settings)
    after = file_of(work, petition)
    return [part for part in Part if after.numbers[part] != before.numbers[part]]
