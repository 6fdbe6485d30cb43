"""The text of a petition: writing it, its versions, and who signed which.

Until a petition is opened, saving changes its version of the text in place. Once others may rely on it, each change of
what signers agree with makes another version; signatures keep the one they were given for. Every saved wording of
either kind stays in the history (`revisions`), and any can be brought back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from petition_app.domain.drafting import Part, Precedent, Text, blanks, problems_of_reason, problems_of_text
from petition_app.domain.events import Action
from petition_app.domain.refusals import NotFound
from petition_app.domain.response import Problem
from petition_app.models import Demand, Petition, PetitionText
from petition_app.models import Precedent as Cited
from petition_app.services import audit, revisions
from petition_app.services.revisions import Present, Revision
from petition_app.services.work import Work


@dataclass(frozen=True)
class Draft:
    """The text as it is now. `number` is what a change of it has to name."""

    number: int
    version: int
    text: Text
    is_settled: bool


@dataclass(frozen=True)
class Saved:
    """What became of a saving: the version the text has now, and whether that is a new one."""

    version: int
    is_new: bool


@dataclass(frozen=True)
class Wording:
    """One saved wording, with who saved it, when and why."""

    number: int
    version: int
    text: Text
    reason: str
    actor: str
    at: datetime


def draft(work: Work, petition: Petition) -> Draft:
    """Of a petition that is in `work`."""
    number = revisions.newest(work, petition.id, Part.TEXT)
    return Draft(number, petition.text_version, text_of(work, petition), revisions.is_settled(work, petition))


def is_material(draft: Draft, text: Text) -> bool:
    """Whether saving `text` would make another version, for which a reason has to be given."""
    return draft.is_settled and text.agreed != draft.text.agreed


def save(work: Work, petition: UUID, number: int, text: Text, reason: str = "") -> Saved:
    """Save another text instead of saved wording `number`. What is the same already is left as it is.

    Raises SavedMeanwhile and DraftIsWrong (also for a missing reason)."""
    text, reason = text.tidied(), " ".join(reason.split())
    revisions.refuse(problems_of_text(text))
    found = revisions.locked(work, petition, Part.TEXT, number)
    old = draft(work, found)
    if text == old.text:
        return Saved(old.version, False)
    is_new = is_material(old, text)
    revisions.refuse(problems_of_reason(reason) if is_new else [])
    found.text_version += is_new
    found.title = text.title
    write(work, found, text)
    number = revisions.keep(work, found, _present(old.version, old.text), _present(found.text_version, text), reason)
    details = {"number": number, "version": found.text_version, "new_version": is_new}
    audit.record(work, Action.TEXT_CHANGED, petition, **details)
    return Saved(found.text_version, is_new)


def restore(work: Work, petition: UUID, number: int, wording: int, reason: str = "") -> Saved:
    """Bring back saved wording `wording` instead of `number`. Raises NotFound, SavedMeanwhile and DraftIsWrong."""
    found = work.session.get_one(Petition, petition)
    return save(work, petition, number, one_wording(work, found, wording).text, reason)


def one_wording(work: Work, petition: Petition, number: int) -> Wording:
    """Raises NotFound."""
    for each in wordings(work, petition):
        if each.number == number:
            return each
    raise NotFound


def wordings(work: Work, petition: Petition) -> list[Wording]:
    """Every saved wording, oldest first."""
    present = _present(petition.text_version, text_of(work, petition))
    return [_wording(each) for each in revisions.history(work, petition, present)]


def signed(work: Work, petition: Petition) -> dict[int, int]:
    """How many confirmed signatures each version of the text has; for organisers' eyes only."""
    return revisions.signed_by_version(work, petition, "text_version")


def text_of(work: Work, petition: Petition, version: int | None = None) -> Text:
    """The text in a version, the present one where none is named; precedents are always the present ones."""
    version = version or petition.text_version
    stored = work.session.get_one(PetitionText, (petition.id, version))
    demands = select(Demand.text).where(Demand.petition_id == petition.id, Demand.text_version == version)
    cited = work.session.scalars(select(Cited).where(Cited.petition_id == petition.id).order_by(Cited.position))
    return Text(
        stored.title, stored.summary, stored.body,
        tuple(work.session.scalars(demands.order_by(Demand.position))),
        tuple(Precedent(each.title, each.summary, each.source_url or "") for each in cited),
    )  # fmt: skip


def write(work: Work, petition: Petition, text: Text) -> None:
    """Make this the text of the petition's present version, and keep no word of how it was before."""
    version = (petition.id, petition.text_version)
    stored = work.session.get(PetitionText, version)
    if stored is None:
        stored = PetitionText(petition_id=petition.id, version=petition.text_version, created_at=work.now)
        work.session.add(stored)
    stored.title, stored.summary, stored.body, stored.digest = text.title, text.summary, text.body, digest_of(text)
    work.session.execute(delete(Demand).where(Demand.petition_id == version[0], Demand.text_version == version[1]))
    work.session.execute(delete(Cited).where(Cited.petition_id == petition.id))
    for at, demand in enumerate(text.demands, 1):
        work.session.add(Demand(petition_id=petition.id, text_version=petition.text_version, position=at, text=demand))
    for at, each in enumerate(text.precedents, 1):
        work.session.add(Cited(petition_id=petition.id, position=at, title=each.title, summary=each.summary,
                               source_url=each.source_url or None))  # fmt: skip
    work.session.flush()


def digest_of(text: Text) -> str:
    """SHA-256 over what signers agree with."""
    agreed = json.dumps([text.title, text.summary, text.body, *text.demands], ensure_ascii=False)
    return hashlib.sha256(agreed.encode()).hexdigest()


def unfinished(text: Text) -> list[Problem]:
    """What still keeps the text from being opened: what is missing, and square brackets that wait to be filled in."""
    return [*problems_of_text(text), *blanks(text)]


def keep_first(work: Work, petition: Petition, text: Text) -> None:
    """The first wording of a petition that is founded now."""
    revisions.keep(work, petition, None, _present(petition.text_version, text))


def _present(version: int, text: Text) -> Present:
    return Present(Part.TEXT, version, asdict(text))


def _wording(kept: Revision) -> Wording:
    return Wording(kept.number, kept.version or 1, _text(kept.content), kept.reason, kept.actor, kept.at)


def _text(content: Any) -> Text:
    precedents = tuple(Precedent(**each) for each in content["precedents"])
    return Text(**{**content, "demands": tuple(content["demands"]), "precedents": precedents})
