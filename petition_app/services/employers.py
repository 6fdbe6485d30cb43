"""The spelling of a signature: what was typed as employer, kept once for all who typed it, and whom it means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, literal, select

from petition_app.domain.employer import BARE_DOMAIN_ONLY, Reading, display_name, read
from petition_app.models import CompanyDomain, ImportEmployer, Rulebook, Signature, Spelling, TallyCounter
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


def resolve_all(work: Work, petition: UUID, texts: Iterable[str]) -> dict[str, Found]:
    """As `resolve`, for many texts whose typists have no address that says anything; by text."""
    keys = {text: read(text) for text in texts}
    found = _known(work, petition, {reading.key for reading in keys.values() if reading.key})
    new = {reading.key: text for text, reading in keys.items() if reading.key and reading.key not in found}
    if new:
        work.connection.execute(_HOLD_RULES, {"at_petition": petition})
        names = Names.all(work, petition)
        rows = [_values(work, petition, text, keys[text], names, "") for text in new.values()]
        work.connection.execute(_ADD.on(work), rows)
        found |= _known(work, petition, set(new))
    return {text: found.get(reading.key, Found(None)) for text, reading in keys.items()}


def _known(work: Work, petition: UUID, keys: set[str]) -> dict[str, Found]:
    found, wanted = {}, sorted(keys)
    for start in range(0, len(wanted), _AT_ONCE):
        asked = {"at_petition": petition, "keys": wanted[start : start + _AT_ONCE]}
        for row in work.connection.execute(_FIND_MANY, asked):
            found[row.name_key] = Found(row.id, row.is_former)
    return found


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

_FIND_MANY = (
    select(_SPELLING.c.name_key, _SPELLING.c.id, _SPELLING.c.is_former)
    .where(
        _SPELLING.c.petition_id == bindparam("at_petition"),
        _SPELLING.c.name_key.in_(bindparam("keys", expanding=True)),
        _SPELLING.c.owner == "",
    )
    .with_for_update(read=True, key_share=True)
)
_AT_ONCE = 1_000

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
    names = Names.of(work, petition, reading, owner)
    work.connection.execute(_ADD.on(work), _values(work, petition, text, reading, names, owner))


def _values(work: Work, petition: UUID, text: str, reading: Reading, names: Names, owner: str) -> dict[str, Any]:
    employer, conclusion = names.employer(reading, owner)
    return {
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


def forget_typed(work: Work, most: int) -> int:
    """Delete up to `most` spellings that no signature has any more: they were typed by people who are gone."""
    unused = (
        ~(
            select(literal(1))
            .where(Signature.petition_id == Spelling.petition_id, Signature.spelling_id == Spelling.id)
            .exists()
        )
        & ~select(literal(1)).where(ImportEmployer.spelling_id == Spelling.id).exists()
    )
    ids = list(work.session.scalars(select(Spelling.id).where(unused).limit(most).with_for_update(skip_locked=True)))
    # Asked once more now that they are ours: somebody may have typed one of them in between.
    gone = delete(Spelling).where(Spelling.id.in_(ids), unused).returning(Spelling.id)
    deleted = list(work.session.scalars(gone.execution_options(synchronize_session=False)))
    work.session.execute(delete(TallyCounter).where(TallyCounter.spelling_id.in_(deleted)))
    return len(deleted)
