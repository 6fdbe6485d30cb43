"""The words that go with a hand-over: the cover of the package and the letter that announces it. What organisers wrote
is remembered for each addressee and for all of them; until they write, there is a text to begin with."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from petition_app.domain.events import Action
from petition_app.domain.handover import LONGEST_ADDRESS, LONGEST_TEXT
from petition_app.domain.refusals import Refusal
from petition_app.domain.response import tidy
from petition_app.domain.said import said
from petition_app.models import HandoverText, Petition, Target
from petition_app.services import audit
from petition_app.services.releases import StoredRelease
from petition_app.services.response_history import addressee
from petition_app.services.work import Work


class TextIsWrong(Refusal):
    status = 422
    sentence = said("Please write something, in %(most)s characters or fewer.", most=LONGEST_TEXT)


@dataclass(frozen=True)
class Draft:
    """The letter to one addressee as it would be sent now. `office` is the address it was last meant for."""

    target: Target
    letter: str
    office: str


def cover(work: Work, petition: Petition, release: StoredRelease | None, target: Target | None = None) -> str:
    """The cover for this addressee, else the one for all of them, else the text to begin with."""
    own = _kept(work, petition, target).cover if target else ""
    return own or _kept(work, petition, None).cover or default_cover(petition, release, target)


def set_cover(work: Work, petition: Petition, text: str, target: UUID | None = None) -> None:
    """Remember a cover; an empty one is forgotten, so that the next in line holds again.

    Raises TextIsWrong where it is too long, and NotFound for an addressee of another petition."""
    tidied = tidy(text)
    if len(tidied) > LONGEST_TEXT:
        raise TextIsWrong
    row = _row(work, petition, addressee(work, petition.id, target) if target else None)
    row.cover = tidied
    work.session.flush()
    audit.record(work, Action.HANDOVER_TEXT_CHANGED, petition.id, text="cover", target=target)


def draft(work: Work, petition: Petition, release: StoredRelease | None, target: UUID) -> Draft:
    """Raises NotFound for an addressee of another petition."""
    about = addressee(work, petition.id, target)
    kept = _kept(work, petition, about)
    return Draft(about, kept.letter or default_letter(petition, release, about), kept.office)


def set_letter(work: Work, petition: Petition, target: UUID, text: str, office: str = "") -> None:
    """Remember the letter to an addressee. Raises TextIsWrong and NotFound."""
    tidied = tidy(text)
    if not 0 < len(tidied) <= LONGEST_TEXT or len(office) > LONGEST_ADDRESS:
        raise TextIsWrong
    row = _row(work, petition, addressee(work, petition.id, target))
    row.letter, row.office = tidied, office
    work.session.flush()
    audit.record(work, Action.HANDOVER_TEXT_CHANGED, petition.id, text="letter", target=target)


def default_cover(petition: Petition, release: StoredRelease | None, target: Target | None) -> str:
    who = f"To: {target.name}, {target.organisation}" if target else "To those this petition is addressed to:"
    signed = f"At least {release.tally.total:,} people have" if release and release.tally.total else "We have"
    return "\n\n".join((
        who,
        f"{signed} signed the petition “{petition.title}”. We hand it over to you with this package.",
        "You will find what we ask, how many of us have signed and where they work, the names of those who chose to be "
        "named to you, and how every figure was made and can be checked. Please do not look for those who did not.",
        "We ask you to answer each demand in public. What you say, and that nothing has been said, is recorded on the "
        "page of the petition.",
        "The signers",
    ))  # fmt: skip


def default_letter(petition: Petition, release: StoredRelease | None, target: Target) -> str:
    signed = f"At least {release.tally.total:,} people have" if release and release.tally.total else "We have"
    return "\n\n".join((
        "Good day,",
        f"please pass this letter on to: {target.name}, {target.organisation}.",
        f"{signed} signed the petition “{petition.title}”. It can be read, and every figure can be checked, under the "
        "address below.",
        "We ask for an answer to each of its demands. It will be recorded on the same page.",
        "With kind regards,\nthe signers",
    ))  # fmt: skip


def _kept(work: Work, petition: Petition, target: Target | None) -> HandoverText:
    key = (petition.id, target.id if target else petition.id)
    empty = HandoverText(petition_id=key[0], about=key[1], cover="", letter="", office="")
    return work.session.get(HandoverText, key) or empty


def _row(work: Work, petition: Petition, target: Target | None) -> HandoverText:
    row = _kept(work, petition, target)
    work.session.add(row)
    return row
