"""The team of a petition: there is always an owner, and always two where two must agree."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said

MOST_INVITATIONS = 10


class LastOwner(Refusal):
    status = 409
    sentence = said("A petition needs an owner. Make somebody else an owner first, then this can be done.")


class OwnersMustBeTwo(Refusal):
    status = 409
    sentence = said(
        "In this petition two owners must agree, so two must remain. Make somebody else an owner first, or switch "
        "that rule off together."
    )


class OwnersAreTooFew(Refusal):
    status = 409
    sentence = said("Two owners can only agree where there are two: make somebody else an owner first.")


class OwnerByInvitation(Refusal):
    status = 422
    sentence = said(
        "In this petition two owners must agree on a new owner. Invite this person as an exporter; once they are in "
        "the team, ask for the change of role."
    )


def check_owners_left(owners: Collection[UUID], without: UUID, *, two_must_agree: bool) -> None:
    """Raises LastOwner or OwnersMustBeTwo where `without` is an owner whom the petition cannot spare."""
    if without not in owners:
        return
    left = len(set(owners) - {without})
    if left == 0:
        raise LastOwner
    if two_must_agree and left < 2:
        raise OwnersMustBeTwo
