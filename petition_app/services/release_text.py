"""A release as text: what is public, whose SHA-256 anybody can check, and the private basis of the next one."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from petition_app.domain.marks import Mark, Settled
from petition_app.domain.petition import Policy
from petition_app.domain.publishing import RULES_VERSION
from petition_app.domain.tally import PublishedRow, PublishedTally, Release


@dataclass(frozen=True)
class PublicText:
    """What the public text says. Texts written before it named its rules have no policy, and version 0."""

    tally: PublishedTally
    policy: Policy | None
    rules: int


def public_text(tally: PublishedTally, policy: Policy) -> str:
    rows = [_row_text(row) for row in tally.rows]
    text = asdict(tally) | {"rows": rows, "policy": asdict(policy), "rules": RULES_VERSION}
    return json.dumps(text, default=_iso, sort_keys=True, ensure_ascii=False)


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def read_public(text: str) -> PublicText:
    read = json.loads(text)
    rows = tuple(_row(each) for each in read["rows"])
    tally = PublishedTally(rows, read["other"], read["total"], read["employees"], date.fromisoformat(read["as_of"]))
    policy = read.get("policy")
    return PublicText(tally, Policy(**policy) if policy else None, read.get("rules", 0))


def basis_text(release: Release) -> str:
    basis = {
        "employers": {key: asdict(settled) for key, settled in release.employers.items()},
        "total": asdict(release.total),
        "employees": asdict(release.employees),
        "headcounts": dict(release.headcounts),
    }
    return json.dumps(basis, default=_iso, sort_keys=True)


def read_release(public: str, basis: str) -> Release:
    read = json.loads(basis)
    employers = {key: _settled(each) for key, each in read["employers"].items()}
    tally, headcounts = read_public(public).tally, read.get("headcounts", {})
    return Release(tally, employers, _settled(read["total"]), _settled(read["employees"]), headcounts)


def _row_text(row: PublishedRow) -> dict[str, Any]:
    text = {"employer": row.employer, "slug": row.key, "at_least": row.at_least, "as_of": row.as_of}
    if row.includes:
        text |= {"includes": list(row.includes)}
    if row.headcount is not None:
        text |= {"headcount": row.headcount, "more_than_share": row.more_than_share}
    return text


def _row(read: dict[str, Any]) -> PublishedRow:
    return PublishedRow(
        read["employer"],
        read["at_least"],
        date.fromisoformat(read["as_of"]) if read["as_of"] else None,
        read.get("slug") or read.get("key", ""),
        read.get("headcount"),
        read.get("more_than_share", False),
        tuple(read.get("includes", ())),
    )


def _settled(read: dict[str, Any]) -> Settled:
    earlier = tuple(Mark(each["unnamed"], date.fromisoformat(each["on"])) for each in read.get("earlier", ()))
    return Settled(read["unnamed"], date.fromisoformat(read["on"]), earlier)


def _iso(value: object) -> str:
    assert isinstance(value, date)
    return value.isoformat()
