"""Who may do what: four roles, each including the ones before it, and the rights they carry."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    VIEWER = "viewer"
    MODERATOR = "moderator"
    EXPORTER = "exporter"
    OWNER = "owner"


class Right(StrEnum):
    SEE_TALLIES = "see tallies"
    SEE_SIGNATORIES = "see signatories"
    MODERATE = "moderate"
    WRITE = "write what addressees answered"
    RULE_EMPLOYERS = "decide about employers"
    EXPORT_PUBLIC = "export what is public"
    EXPORT_PRIVATE = "export private fields"
    RELEASE = "publish a release"
    SEE_AUDIT_LOG = "see the audit log"


_ADDED: dict[Role, frozenset[Right]] = {
    Role.VIEWER: frozenset({Right.SEE_TALLIES, Right.EXPORT_PUBLIC}),
    Role.MODERATOR: frozenset({Right.SEE_SIGNATORIES, Right.MODERATE, Right.WRITE, Right.RULE_EMPLOYERS}),
    Role.EXPORTER: frozenset({Right.EXPORT_PRIVATE}),
    Role.OWNER: frozenset({Right.RELEASE, Right.SEE_AUDIT_LOG}),
}


def rights_of(role: Role) -> frozenset[Right]:
    """Every right of `role`: its own and those of the roles before it."""
    order = list(Role)
    return frozenset().union(*(_ADDED[each] for each in order[: order.index(role) + 1]))


def may(role: Role | None, right: Right) -> bool:
    return role is not None and right in rights_of(role)
