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
    SEE_TEAM = "see the team"
    EDIT_PETITION = "edit the petition"
    IMPORT = "import signatures"
    HAND_OVER = "make the hand-over package"
    SEND_LETTERS = "write to signers"
    CHANGE_STATE = "open, pause and close the petition"
    MANAGE_TEAM = "manage the team"
    MANAGE_ACCESS = "manage tokens and webhooks"


_ADDED: dict[Role, frozenset[Right]] = {
    Role.VIEWER: frozenset({Right.SEE_TALLIES, Right.EXPORT_PUBLIC, Right.SEE_TEAM}),
    Role.MODERATOR: frozenset({Right.SEE_SIGNATORIES, Right.MODERATE, Right.WRITE, Right.RULE_EMPLOYERS}),
    Role.EXPORTER: frozenset({Right.EXPORT_PRIVATE, Right.IMPORT, Right.HAND_OVER}),
    Role.OWNER: frozenset(
        {
            Right.RELEASE,
            Right.SEE_AUDIT_LOG,
            Right.EDIT_PETITION,
            Right.SEND_LETTERS,
            Right.CHANGE_STATE,
            Right.MANAGE_TEAM,
            Right.MANAGE_ACCESS,
        }
    ),
}


def rights_of(role: Role) -> frozenset[Right]:
    """Every right of `role`: its own and those of the roles before it."""
    order = list(Role)
    return frozenset().union(*(_ADDED[each] for each in order[: order.index(role) + 1]))


def may(role: Role | None, right: Right) -> bool:
    return role is not None and right in rights_of(role)
