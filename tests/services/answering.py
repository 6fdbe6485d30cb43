"""Writing and reading what addressees answered, as organisers do."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from petition_app.database import begin_reading, begin_work
from petition_app.domain.petition import ResponseKind
from petition_app.domain.response import Wording
from petition_app.services import petitions, response_history, responses
from petition_app.services.response_history import Entry, Timeline, Version
from petition_app.services.work import OPERATOR, Actor, ActorKind
from tests.builders import SLUG

TODAY = date(2026, 11, 22)
SPOKE = Wording(ResponseKind.PUBLIC, TODAY, "They answered.", "We hear you.", "https://news.example/story")
OLU, MO = Actor(ActorKind.ORGANISER, uuid4()), Actor(ActorKind.ORGANISER, uuid4())


def petition_id(slug: str = SLUG) -> UUID:
    with begin_reading(OPERATOR) as work:
        return petitions.by_slug(work, slug).id


def timeline(slug: str = SLUG) -> Timeline:
    petition = petition_id(slug)
    with begin_reading(OPERATOR) as work:
        (found,) = response_history.timelines(work, petition)
    return found


def the_entry() -> Entry:
    """The one that came with the petition: no public statement as of today."""
    (found,) = timeline().shown
    return found


def history(response: UUID) -> list[Version]:
    petition = petition_id()
    with begin_reading(OPERATOR) as work:
        return response_history.history(work, petition, response)


def add(wording: Wording, by: Actor = OLU) -> UUID:
    about, petition = timeline().target.id, petition_id()
    with begin_work(by) as work:
        return responses.add(work, petition, about, wording)


def change(entry: Entry, wording: Wording, by: Actor = OLU) -> None:
    petition = petition_id()
    with begin_work(by) as work:
        responses.change(work, petition, entry.id, entry.number, wording)


def remove(entry: Entry, by: Actor = OLU) -> None:
    petition = petition_id()
    with begin_work(by) as work:
        responses.remove(work, petition, entry.id, entry.number)


def restore(entry: Entry, by: Actor = OLU) -> None:
    petition = petition_id()
    with begin_work(by) as work:
        responses.restore(work, petition, entry.id, entry.number)


def confirm(entry: Entry, by: Actor = OLU) -> None:
    petition = petition_id()
    with begin_work(by) as work:
        responses.confirm_silence(work, petition, entry.id, entry.number)


def shown_after(versions: list[Version]) -> Wording | None:
    """What the history says is shown now."""
    shown = None
    for number, version in enumerate(versions, 1):
        assert version.number == number
        shown = None if version.is_removed else version.wording
    return shown
