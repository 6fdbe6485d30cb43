"""Deciding about employers while others sign: two server processes take signatures, two organisers merge, split and
take back in a third."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from petition_app.app import create_app
from petition_app.database import begin_reading, begin_work
from petition_app.domain.employerrule import Rule, RuleIsImpossible, RuleKind
from petition_app.domain.refusals import LinkIsSpent
from petition_app.models import Signature, Spelling
from petition_app.services import (
    confirming,
    employerdecisions,
    employerqueue,
    employerrules,
    employersettling,
    petitions,
    tallies,
)
from petition_app.services.employerdecisions import DecidedMeanwhile
from petition_app.services.work import OPERATOR, VISITOR, Work
from tests.application import Site, close
from tests.builders import SLUG, a_request, confirm, secret_in, sign
from tests.deciding import a_rule
from tests.faults.invariants import violations, waiting_letters
from tests.faults.test_race import a_server, at_once, fetch, token_in
from tests.running import SECONDS_TO_FILL_IN

SIGNERS, EACH, LEAST_DECISIONS = 6, 20, 10
TEXTS = ("Acme", "ACME Inc", "Engineer, Acme", "Acmee", "Google", "Facebook", "Borealis", "Google, Meta")
ASSIGN, SEPARATE, NOBODY, MERGE, RENAME, PARENT = RuleKind


class Race:
    def __init__(self, app: Flask, ports: list[int]) -> None:
        self.app, self.ports = app, ports
        self.fields = {
            "token": token_in(fetch(ports[0], f"/p/{SLUG}")[1]), "relation": "current", "role_band": "unsaid",
            "display": "counted", "consent_count": "y", "website": "",
        }  # fmt: skip
        self.answers: Counter[int] = Counter()
        self.failed: list[str] = []
        self.made: list[int] = []
        self.decided = 0
        self.is_over = threading.Event()

    def signer(self, number: int) -> None:
        chance = random.Random(number)
        for each in range(EACH):
            text = chance.choice((*TEXTS, f"Newcomer {number} {each}", f"Engineer, Acme, team {number} {each}"))
            fields = {**self.fields, "email": f"signer-{number}-{each}@example.org", "employer": text}
            network = f"198.51.100.{number}"
            self.answers[fetch(self.ports[each % 2], f"/p/{SLUG}/sign", fields, network)[0]] += 1

    def confirmer(self) -> None:
        """Confirms what arrives, until nobody signs any more and all is confirmed."""
        done: set[str] = set()
        with self.app.app_context():
            while True:
                was_over = self.is_over.is_set()
                new = [letter.text for letter in waiting_letters() if letter.text not in done]
                for text in new:
                    done.add(text)
                    try:
                        confirm(text)
                    except LinkIsSpent as refusal:
                        self.failed.append(str(refusal))
                if was_over and not new:
                    return

    def organiser(self, number: int) -> None:
        chance = random.Random(100 + number)
        with self.app.app_context():
            while not self.is_over.is_set():
                try:
                    self.decide_or_undo(chance)
                    self.decided += 1
                except (RuleIsImpossible, DecidedMeanwhile):
                    continue
                except Exception as error:
                    self.failed.append(f"{type(error).__name__}: {error}")

    def decide_or_undo(self, chance: random.Random) -> None:
        with begin_reading(OPERATOR) as work:
            rule, seen = a_rule(chance, work, TEXTS), employerdecisions.revision(work, here(work))
        with begin_work(OPERATOR) as work:
            if self.made and chance.random() < 0.45:
                employerdecisions.undo(work, here(work), [self.made[chance.randrange(len(self.made))]])
            else:
                self.made += employerdecisions.decide(work, here(work), [rule], seen)


def here(work: Work) -> UUID:
    return petitions.by_slug(work, SLUG).id


def run(race: Race) -> None:
    others = [threading.Thread(target=race.confirmer), *(
        threading.Thread(target=race.organiser, args=(number,)) for number in range(2))]  # fmt: skip
    for thread in others:
        thread.start()
    at_once([lambda number=number: race.signer(number) for number in range(SIGNERS)])  # type: ignore[misc]
    race.is_over.set()
    for thread in others:
        thread.join()


@pytest.mark.timeout(300)
def test_nothing_is_lost_or_miscounted_while_organisers_decide(site: Site, tmp_path: Path):
    app = create_app(site.settings)
    with ExitStack() as stack:
        stack.enter_context(app.app_context())
        ports = [stack.enter_context(a_server(site, tmp_path / f"server-{number}.log")) for number in range(2)]
        race = Race(app, ports)
        time.sleep(SECONDS_TO_FILL_IN)
        run(race)

        assert race.answers == {303: SIGNERS * EACH}
        assert race.failed == []
        assert race.decided > LEAST_DECISIONS
        assert violations([]) == []
        with begin_reading(OPERATOR) as work:
            petition = petitions.by_slug(work, SLUG)
            assert work.session.scalar(select(func.count()).select_from(Signature)) == SIGNERS * EACH
            assert tallies.confirmed_total(work, petition.id) == SIGNERS * EACH
            assert employersettling.not_following(work, petition.id) == 0
            assert misplaced(work) == {}
        close(app)


def misplaced(work: Work) -> dict[str, tuple[int, int]]:
    """The texts whose place in the queue does not come from their number of signatures."""
    petition = petitions.by_slug(work, SLUG).id
    query = select(Spelling.id, Spelling.text, Spelling.waiting).where(Spelling.employer_id.is_(None))
    rows = work.session.execute(query).all()
    counted = employerqueue.signatures(work, petition, [row.id for row in rows])
    return {row.text: (row.waiting, counted.get(row.id, 0)) for row in rows if row.waiting != counted.get(row.id, 0)}


def test_a_text_typed_while_a_decision_is_made_follows_it(app: Flask):
    """Whoever types a text for the first time waits for a decision about it that is not committed yet."""
    decided, errors = threading.Event(), []

    def organiser() -> None:
        with app.app_context(), begin_work(OPERATOR) as work:
            petition = petitions.by_slug(work, SLUG).id
            employerrules.decide(work, petition, [Rule(ASSIGN, "acme", "google")])
            decided.set()
            time.sleep(0.5)

    def signer() -> None:
        decided.wait()
        with app.app_context():
            try:
                sign(a_request(employer="Acme"))
            except Exception as error:
                errors.append(error)

    at_once([organiser, signer])

    assert errors == []
    with begin_reading(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG).id
        assert employersettling.not_following(work, petition) == 0
        assert work.session.scalar(select(Spelling.employer_id)) is not None


@pytest.mark.parametrize("rule", [Rule(NOBODY, "acme"), Rule(ASSIGN, "acme", "google")])
def test_a_signature_confirmed_while_a_decision_is_taken_back_is_in_the_queue(app: Flask, rule: Rule):
    """The decision waits for whoever has counted a signature and not committed yet, and counts it too."""
    sign(a_request(employer="Acme"))
    (letter,) = waiting_letters()
    with begin_work(OPERATOR) as work:
        (number,) = employerrules.decide(work, here(work), [rule])
    counted, errors = threading.Event(), []

    def signer() -> None:
        with app.app_context(), begin_work(VISITOR) as work:
            confirming.confirm(work, secret_in(letter.text))
            work.finish()
            counted.set()
            time.sleep(0.5)

    def organiser() -> None:
        counted.wait()
        with app.app_context():
            try:
                with begin_work(OPERATOR) as work:
                    employerrules.undo(work, here(work), number)
            except Exception as error:
                errors.append(error)

    at_once([signer, organiser])

    assert errors == []
    with begin_reading(OPERATOR) as work:
        assert misplaced(work) == {}
        assert [line.text for line in employerqueue.page(work, here(work)).lines] == ["Acme"]
