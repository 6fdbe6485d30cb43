"""The spelling of a signature: what was typed as employer, kept once for all who typed it, and whom it means."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, literal, select

from petition_app.domain.employer import BARE_DOMAIN_ONLY, Reading, display_name, read
from petition_app.models import CompanyDomain, ImportEmployer, Rulebook, Signature, Spelling, TallyCounter
from petition_app.services.employernames import Names
from petition_app.services.upsert import Upsert, table
from petition_app.services.work import Work

_SPELLING = table(Spelling)
#: Petition, key and owner of a spelling. Sorted order is the order in which they are made.
_Place = tuple[UUID, str, str]


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
    (found,) = resolve_typed(work, [Typed(petition, text, read(text), domain)])
    return found


class Typed(NamedTuple):
    """What somebody with an address at `domain` has typed as employer in a petition, and how it reads."""

    petition: UUID
    text: str
    reading: Reading
    domain: str


def resolve_typed(work: Work, typed: Sequence[Typed]) -> list[Found]:
    """As `resolve`, for what several people have typed, in their order."""
    owned = _owned(work, {each.domain for each in typed if each.reading.key})
    owners = [_owner(owned, each.domain) if each.reading.key else "" for each in typed]
    wanted = {
        (each.petition, str(each.reading.key), owner): each
        for each, owner in zip(typed, owners, strict=True)
        if each.reading.key
    }
    held = _hold(work, wanted.keys())
    # A spelling that was there may be forgotten just before it is held.
    while missing := sorted(wanted.keys() - held.keys()):
        for petition in sorted({at[0] for at in missing}):
            _add(work, petition, [(wanted[at], at[2]) for at in missing if at[0] == petition])
        held |= _hold(work, missing)
    return [
        replace(held[each.petition, str(each.reading.key), owner], by_domain=bool(owner))
        if each.reading.key
        else Found(None)
        for each, owner in zip(typed, owners, strict=True)
    ]


def _hold(work: Work, places: Collection[_Place]) -> dict[_Place, Found]:
    found: dict[_Place, Found] = {}
    for petition in sorted({at[0] for at in places}):
        asked = {"at_petition": petition, "keys": sorted({at[1] for at in places if at[0] == petition})}
        for row in work.connection.execute(_HOLD, asked):
            found[petition, row.name_key, row.owner] = Found(row.id, row.is_former)
    return found


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
_HOLD = (
    select(_SPELLING.c.name_key, _SPELLING.c.owner, _SPELLING.c.id, _SPELLING.c.is_former)
    .where(
        _SPELLING.c.petition_id == bindparam("at_petition"),
        _SPELLING.c.name_key.in_(bindparam("keys", expanding=True)),
    )
    .order_by(_SPELLING.c.name_key, _SPELLING.c.owner)
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


def _owned(work: Work, domains: Collection[str]) -> dict[str, str]:
    """The companies of these domains, and of those that they are part of."""
    asked = sorted({part for domain in domains for part in _parts(domain)})
    if not asked:
        return {}
    return {row.domain: row.company for row in work.connection.execute(_OWNERS, {"domains": asked})}


def _owner(owned: Mapping[str, str], domain: str) -> str:
    """The company whose staff have such addresses: that of the longest listed domain."""
    listed = (each for each in _parts(domain) if each == domain or each not in BARE_DOMAIN_ONLY)
    return next((owned[each] for each in listed if each in owned), "")


def _parts(domain: str) -> list[str]:
    """The domain, and all that it is part of but for the last label alone; longest first."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(max(len(labels) - 1, 0))]


def _build(insert: Any) -> Any:
    return insert(_SPELLING).on_conflict_do_nothing(index_elements=("petition_id", "name_key", "owner"))


_ADD = Upsert(_build)
_RULES = table(Rulebook)
# Waits for a decision that is being made, and then sees it.
_HOLD_RULES = select(_RULES.c.rules).where(_RULES.c.petition_id == bindparam("at_petition")).with_for_update(read=True)


def _add(work: Work, petition: UUID, new: Sequence[tuple[Typed, str]]) -> None:
    """Make the spellings of these texts, each with the company whose mail domain its signer has."""
    work.connection.execute(_HOLD_RULES, {"at_petition": petition})
    names = Names.of(work, petition, [typed.reading for typed, _ in new], [owner for _, owner in new])
    rows = [_values(work, petition, typed.text, typed.reading, names, owner) for typed, owner in new]
    work.connection.execute(_ADD.on(work), rows)


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
