"""Nobody's mailbox is filled, however many petitions a site has."""

from __future__ import annotations

from flask import Flask

from petition_app.database import begin_work
from petition_app.domain.throttle import LETTER_DAY, LETTER_SOON, LETTERS_ANYWHERE
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import a_petition, a_request, claim_letters, sign

PETITIONS = [f"letter-{number}" for number in range(LETTERS_ANYWHERE.most // LETTER_DAY.most + 1)]


def test_an_address_gets_twenty_letters_a_day_of_all_petitions_together(app: Flask, clock: Clock):
    with begin_work(OPERATOR) as work:
        for slug in PETITIONS:
            a_petition(work, slug)
    letters = 0
    for _ in range(LETTER_DAY.most):
        for slug in PETITIONS:
            # Another spelling of the same mailbox is the same address.
            sign(a_request(f"s.am+{slug}@gmail.com", network=slug), slug)
        letters += len(claim_letters())
        clock.move(seconds=LETTER_SOON.seconds)

    assert len(PETITIONS) * LETTER_DAY.most > LETTERS_ANYWHERE.most
    assert letters == LETTERS_ANYWHERE.most
    clock.move(days=1)
    sign(a_request("sam@gmail.com"), PETITIONS[0])
    assert len(claim_letters()) == 1
