"""Teams in tests: who acts, what they do with the product's own services, and the buttons of the room."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Role
from petition_app.models import Approval, Membership
from petition_app.services import approval_list, invitations, organisers, petitions, twoowners
from petition_app.services.approval_list import Request
from petition_app.services.work import OPERATOR, Actor, ActorKind, Work
from tests.builders import SLUG, claim_letters
from tests.cast import an_organiser, text_of, token_in

ROOM = f"/organise/{SLUG}/team"
Given = TypeVar("Given")


def as_(organiser: UUID | None) -> Actor:
    return Actor(ActorKind.ORGANISER, organiser) if organiser else OPERATOR


def do(organiser: UUID | None, deed: Callable[..., Given], *about: Any, **more: Any) -> Given:
    """What the organiser does in the test petition, in a transaction of its own; none is the operator."""
    with begin_work(as_(organiser)) as work:
        return deed(work, here(work), *about, **more)


def here(work: Work) -> UUID:
    return petitions.by_slug(work, SLUG).id


def roles_now() -> dict[UUID, Role]:
    with begin_reading(OPERATOR) as work:
        rows = work.session.execute(select(Membership.organiser_id, Membership.role))
        return {row.organiser_id: row.role for row in rows}


def states() -> list[str]:
    """Of all requests, in the order they were asked."""
    with begin_reading(OPERATOR) as work:
        query = select(Approval.state).order_by(Approval.asked_at, Approval.deed)
        return [str(state) for state in work.session.scalars(query)]


def two_owners() -> tuple[UUID, UUID]:
    """Olu and Ada, who must agree from now on."""
    olu, ada = an_organiser("Olu"), an_organiser("Ada", Role.OWNER)
    do(olu, twoowners.switch_on)
    claim_letters()
    return olu, ada


def invited(by: UUID | None, email: str = "ida@example.org", role: Role = Role.MODERATOR, **more: Any) -> str:
    """Invite an address; the secret in the letter's link."""
    do(by, invitations.invite, email, role, **more)
    (text,) = [letter.text for letter in claim_letters() if "/account/join/" in letter.text]
    return secret_in(text)


def secret_in(letter: str) -> str:
    found = re.search(r"/([\w-]{43})\s", letter)
    assert found, letter
    return found.group(1)


def told() -> dict[str, list[str]]:
    """Whom the letters that wait went to, by what the first words of their sentence are."""
    found: dict[str, list[str]] = {}
    for each in claim_letters():
        found.setdefault(each.text.splitlines()[2], []).append(each.to)
    return found


def press(client: FlaskClient, action: str, page: str = ROOM, **fields: str) -> TestResponse:
    """Send the form of `page` that goes to `action`, as its button does."""
    shown = text_of(client, page)
    assert action in shown, f"no such button: {action}"
    return client.post(action, data={"token": token_in(shown, f'action="{action}"'), **fields})


def the_request(organiser: UUID) -> Request:
    """The newest that is open."""
    with begin_reading(as_(organiser)) as work:
        return approval_list.requests(work, here(work))[0]


def said(answer: TestResponse) -> str:
    """What a page says, without the frame around it, which knows its own address."""
    return answer.text.partition("<main")[2].partition("</main>")[0]


def hash_of(password: str) -> str:
    return organisers.hash_password(password, ())
