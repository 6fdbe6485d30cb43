"""The texts of the tick boxes: changed in place until the petition is opened, and in versions from then on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from petition_app.domain.drafting import Part, problems_of_consents, problems_of_reason
from petition_app.domain.events import Action
from petition_app.domain.response import tidy
from petition_app.domain.signature import Purpose
from petition_app.models import ConsentText, Petition
from petition_app.services import audit, petitions, revisions
from petition_app.services.revisions import Present, Revision
from petition_app.services.work import Work


@dataclass(frozen=True)
class Consents:
    """The texts as they are now. `number` is what a change of them has to name."""

    number: int
    version: int
    texts: Mapping[Purpose, str]
    is_settled: bool


def consents(work: Work, petition: Petition) -> Consents:
    number = revisions.newest(work, petition.id, Part.CONSENTS)
    settled = revisions.is_settled(work, petition)
    return Consents(number, petition.consent_version, texts(work, petition), settled)


def texts(work: Work, petition: Petition) -> dict[Purpose, str]:
    """The present version."""
    return {each.purpose: each.text for each in petitions.consents(work, petition.id, petition.consent_version)}


def save(work: Work, petition: UUID, number: int, wanted: Mapping[Purpose, str], reason: str = "") -> bool:
    """Save other texts instead of saved state `number`; whether they are a new version. Signers keep theirs.

    Raises SavedMeanwhile and DraftIsWrong (also for a missing reason)."""
    wanted, reason = {purpose: tidy(text) for purpose, text in wanted.items()}, " ".join(reason.split())
    revisions.refuse(problems_of_consents(wanted))
    found = revisions.locked(work, petition, Part.CONSENTS, number)
    old = consents(work, found)
    if wanted == old.texts:
        return False
    revisions.refuse(problems_of_reason(reason) if old.is_settled else [])
    found.consent_version += old.is_settled
    write(work, found, wanted)
    number = revisions.keep(
        work, found, _present(old.version, old.texts), _present(found.consent_version, wanted), reason
    )
    details = {"number": number, "version": found.consent_version, "new_version": old.is_settled}
    audit.record(work, Action.CONSENTS_CHANGED, petition, **details)
    return old.is_settled


def write(work: Work, petition: Petition, wanted: Mapping[Purpose, str]) -> None:
    """Make these the texts of the petition's present version."""
    for purpose, text in wanted.items():
        key = (petition.id, petition.consent_version, purpose)
        stored = work.session.get(ConsentText, key)
        if stored is None:
            stored = ConsentText(petition_id=petition.id, version=petition.consent_version, purpose=purpose)
            work.session.add(stored)
        stored.text = text
    work.session.flush()


def history(work: Work, petition: Petition) -> list[Revision]:
    """Every saved state, oldest first; the content is text by purpose."""
    return revisions.history(work, petition, _present(petition.consent_version, texts(work, petition)))


def keep_first(work: Work, petition: Petition) -> None:
    """The first texts of a petition that is founded now."""
    revisions.keep(work, petition, None, _present(petition.consent_version, texts(work, petition)))


def signed(work: Work, petition: Petition) -> dict[int, int]:
    """How many confirmed signatures each version has; for organisers' eyes only."""
    return revisions.signed_by_version(work, petition, "consent_version")


def _present(version: int, texts: Mapping[Purpose, str]) -> Present:
    return Present(Part.CONSENTS, version, {purpose.value: texts[purpose] for purpose in Purpose if purpose in texts})
