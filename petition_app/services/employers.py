"""The spelling of a signature: what was typed as employer, kept once for all who typed it, and whom it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, literal, select

from petition_app.domain.employer import BARE_DOMAIN_ONLY, Reading, display_name, read
from petition_app.models import CompanyDomain, Rulebook, Signature, Spelling, TallyCounter
from petition_app.services.employernames import Names
from petition_app.services.upsert import Upsert, table
from petition_app.services.work import Work

_SPELLING = table(Spelling)


@dataclass(frozen=True)
class Found:
    """The spelling to count under, if anything was typed; whether it says that somebody has left; and whether the mail
    domain shows where they work."""

    spelling: UUID | None
    is_former: bool = False
    by_domain: bool = False


def resolve(work: Work, petition: UUID, text: str, domain: str) -> Found:
    """The spelling of what was typed by somebody with an address at `domain`; a new one is looked up by the list and
    the rules. Without a text there is no employer: who left the field empty may have done so on purpose."""
    reading = read(text)
    if not reading.key:
        return Found(None)
    owner = _owner(work, domain)
    asked = {"at_petition": petition, "key": reading.key, "at_owner": owner}
    # A spelling that was there may be forgotten just before it is held.
    while (row := work.connection.execute(_FIND, asked).one_or_none()) is None:
        _add(work, petition, text, reading, owner)
    return Found(row.id, row.is_former, by_domain=bool(owner))


# Locked against `forget_typed`, not against other signers.
_FIND = (
    select(_SPELLING.c.id, _SPELLING.c.is_former)
    .where(
        _SPELLING.c.petition_id == bindparam("at_petition"),
        _SPELLING.c.name_key == bindparam("key"),
        _SPELLING.c.owner == bindparam("at_owner"),
    )
    .with_for_update(read=True, key_share=True)
)

_OWNED = table(CompanyDomain)
_OWNERS = select(_OWNED.c.domain, _OWNED.c.company).where(_OWNED.c.domain.in_(bindparam("domains", expanding=True)))


def _owner(work: Work, domain: str) -> str:
    """The company whose staff have such addresses: that of the longest listed domain."""
    labels = domain.split(".")
    domains = [".".join(labels[start:]) for start in range(max(len(labels) - 1, 0))]
    rows: Any = work.connection.execute(_OWNERS, {"domains": domains}).all()
    owned = [row for row in rows if row.domain == domain or row.domain not in BARE_DOMAIN_ONLY]
    return str(max(owned, key=lambda row: len(row.domain)).company) if owned else ""


def _build(insert: Any) -> Any:
    return insert(_SPELLING).on_conflict_do_nothing(index_elements=("petition_id", "name_key", "owner"))


_ADD = Upsert(_build)
_RULES = table(Rulebook)
# Waits for a decision that is being made, and then sees it.
_HOLD_RULES = select(_RULES.c.rules).where(_RULES.c.petition_id == bindparam("at_petition")).with_for_update(read=True)


def _add(work: Work, petition: UUID, text: str, reading: Reading, owner: str) -> None:
    work.connection.execute(_HOLD_RULES, {"at_petition": petition})
    employer, conclusion = Names.of(work, petition, reading, owner).employer(reading, owner)
    values = {
        "id": work.new_id(),
        "petition_id": petition,
        "name_key": reading.key,
        "owner": owner,
        "text": display_name(text),
        "employer_id": employer,
        "is_former": conclusion.is_former,
        "reason": conclusion.reason,
        "detail": conclusion.detail,
        "waiting": 0,
    }
    work.connection.execute(_ADD.on(work), values)


def forget_typed(work: Work, most: int) -> int:
    """Delete up to `most` spellings that no signature has any more: they were typed by people who are gone."""
    unused = ~(
        select(literal(1))
        .where(Signature.petition_id == Spelling.petition_id, Signature.spelling_id == Spelling.id)
        .exists()
    )
    ids = list(work.session.scalars(select(Spelling.id).where(unused).limit(most).with_for_update(skip_locked=True)))
    # Asked once more now that they are ours: somebody may have typed one of them in between.
    gone = delete(Spelling).where(Spelling.id.in_(ids), unused).returning(Spelling.id)
    deleted = list(work.session.scalars(gone.execution_options(synchronize_session=False)))
    work.session.execute(delete(TallyCounter).where(TallyCounter.spelling_id.in_(deleted)))
    return len(deleted)
