"""The copy of the instance key: shown once to whoever set the site up, and proved by its last characters."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update

from petition_app.domain.checklist import Item, Mark
from petition_app.domain.events import Action
from petition_app.domain.refusals import NotAllowed, TooManyTries
from petition_app.domain.throttle import PROOF_TRIES
from petition_app.models import Instance
from petition_app.security.tokens import same
from petition_app.services import audit, checklist, throttling
from petition_app.services.work import Work

#: How much of the key's end shows that somebody has it.
PROOF_LENGTH = 6


def may_see(work: Work, organiser: UUID) -> bool:
    """Whether the key can be shown to this organiser: only to who came by the set-up link, and only once."""
    query = select(Instance.id).where(Instance.set_up_by == organiser, Instance.key_shown_at.is_(None))
    return work.session.scalar(query) is not None


def show_once(work: Work, organiser: UUID) -> str:
    """The instance key, as it stands in its file. Raises NotAllowed for anybody else, and the second time."""
    ours = update(Instance).where(Instance.set_up_by == organiser, Instance.key_shown_at.is_(None))
    if work.session.scalar(ours.values(key_shown_at=work.now).returning(Instance.id)) is None:
        raise NotAllowed
    return show(work)


def show(work: Work) -> str:
    """The instance key, for the operator, who could read its file as well."""
    audit.record(work, Action.INSTANCE_KEY_SHOWN)
    return work.keys.instance.hex()


def prove(work: Work, typed: str) -> bool:
    """Tick that there is a copy, if these are its last characters. Raises TooManyTries."""
    if throttling.hit(work, PROOF_TRIES, f"key:{work.actor}") > PROOF_TRIES.most:
        raise TooManyTries
    end = work.keys.instance.hex()[-PROOF_LENGTH:]
    if not same(typed.strip().lower().encode("utf-8", "surrogatepass"), end.encode()):
        return False
    checklist.keep(work, None, Item.KEY, Mark.DONE)
    return True
