"""A petition's settings: how it publishes counts, what it aims at, and how signers reach the organisers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

from petition_app.domain.drafting import Part
from petition_app.domain.events import Action
from petition_app.domain.petitionsettings import Settings, problems_of_settings
from petition_app.models import Petition
from petition_app.services import audit, revisions
from petition_app.services.revisions import Present, Revision
from petition_app.services.work import Work


@dataclass(frozen=True)
class Chosen:
    """The settings as they are now. `number` is what a change of them has to name."""

    number: int
    settings: Settings
    is_settled: bool


def chosen(work: Work, petition: Petition) -> Chosen:
    number = revisions.newest(work, petition.id, Part.SETTINGS)
    return Chosen(number, settings_of(petition), revisions.is_settled(work, petition))


def settings_of(petition: Petition) -> Settings:
    return Settings(
        petition.threshold, petition.employment_proof, petition.live_total, petition.goal, petition.contact or ""
    )


def save(work: Work, petition: UUID, number: int, wanted: Settings) -> None:
    """Choose other settings instead of saved state `number`. Raises SavedMeanwhile and DraftIsWrong; what is fixed
    since the petition was opened is refused."""
    wanted = wanted.tidied()
    found = revisions.locked(work, petition, Part.SETTINGS, number)
    old = chosen(work, found)
    revisions.refuse(problems_of_settings(wanted, old.settings, old.is_settled))
    if wanted == old.settings:
        return
    for name, value in asdict(wanted).items():
        setattr(found, name, value)
    number = revisions.keep(work, found, _present(old.settings), _present(wanted))
    # Which ones, and not to what: the contact may be somebody's address.
    changed = [name for name, value in asdict(wanted).items() if value != getattr(old.settings, name)]
    audit.record(work, Action.SETTINGS_CHANGED, petition, number=number, changed=changed)


def history(work: Work, petition: Petition) -> list[Revision]:
    """Every saved state, oldest first; the content is the fields of `Settings`."""
    return revisions.history(work, petition, _present(settings_of(petition)))


def keep_first(work: Work, petition: Petition) -> None:
    """The first settings of a petition that is founded now."""
    revisions.keep(work, petition, None, _present(settings_of(petition)))


def _present(settings: Settings) -> Present:
    return Present(Part.SETTINGS, None, asdict(settings))
