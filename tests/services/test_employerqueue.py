"""The review queue: what waits, in which order, and what is offered for it."""

from __future__ import annotations

from itertools import count
from uuid import UUID

import pytest

from petition_app.database import begin_reading, begin_work
from petition_app.domain.employerrule import Rule, RuleKind
from petition_app.domain.moderation import Reason
from petition_app.services import employerqueue, employerrules, moderation, petitions, signatories
from petition_app.services.employerqueue import Place, QueueLine, QueuePage
from petition_app.services.work import OPERATOR, Work
from tests.builders import SLUG, a_request, claim_letters, confirm, sign

pytestmark = pytest.mark.usefixtures("app")
_SIGNERS = count()


def here(work: Work) -> UUID:
    return petitions.by_slug(work, SLUG).id


def signed(**texts: int) -> None:
    typed({text.replace("_", " "): times for text, times in texts.items()})


def typed(texts: dict[str, int]) -> None:
    """Confirmed signatures of people who typed these, so many each."""
    for text, times in texts.items():
        for number in range(times):
            sign(a_request(f"signer{next(_SIGNERS)}@example.org", employer=text, network=f"10.{number}.0.1"))
    for letter in claim_letters():
        confirm(letter.text)


def queue(search: str = "", *, after: Place | None = None, before: Place | None = None) -> QueuePage:
    with begin_reading(OPERATOR) as work:
        return employerqueue.page(work, here(work), search, after=after, before=before)


def shown(page: QueuePage) -> list[tuple[str, int]]:
    return [(line.text, line.signatures) for line in page.lines]


def line(text: str) -> QueueLine:
    return next(each for each in queue().lines if each.text == text)


def test_the_most_frequent_text_stands_first_with_its_exact_number():
    signed(Acme=2, Borealis=3, Google=4, Cumulus=1)

    page = queue()

    assert shown(page) == [("Borealis", 3), ("Acme", 2), ("Cumulus", 1)]
    assert (page.waiting, page.found) == (3, 3)


def test_held_signatures_are_looked_at_and_others_are_not():
    signed(Acme=1, Borealis=1)
    sign(a_request("pending@example.org", employer="Only a joke"))
    with begin_work(OPERATOR) as work:
        found = {each.employer: each.id for each in signatories.search(work, signatories.whole(here(work))).lines}
        moderation.hold(work, here(work), found["Acme"], Reason.OTHER)
        moderation.remove(work, here(work), found["Borealis"], Reason.OTHER)

    assert shown(queue()) == [("Acme", 1)]


def test_what_was_decided_does_not_wait():
    signed(Acme=1, Retired_teacher=2, Gogle=1)
    with begin_work(OPERATOR) as work:
        rules = [Rule(RuleKind.NOBODY, "retired teacher"), Rule(RuleKind.ASSIGN, "gogle", "google")]
        employerrules.decide(work, here(work), rules)

    assert shown(queue()) == [("Acme", 1)]


def test_a_text_whose_mail_domain_shows_the_employer_is_no_question():
    sign(a_request("sam@google.com", employer="Rather not say"))
    for letter in claim_letters():
        confirm(letter.text)

    assert queue().lines == ()


@pytest.mark.parametrize("changing", [False, True])
def test_page_by_page_each_text_is_seen_once_while_numbers_change(monkeypatch: pytest.MonkeyPatch, changing: bool):
    monkeypatch.setattr(employerqueue, "PAGE", 3)
    typed({f"Firm {number:02}": 1 + number // 4 for number in range(10)})
    seen, page = [], queue()
    for number in range(4):
        seen += [line.text for line in page.lines]
        if changing:
            typed({f"Newcomer {number}": 4, "Firm 09": 1})
        if page.older:
            page = queue(after=page.older)

    assert sorted(seen) == [f"Firm {number:02}" for number in range(10)]
    back = queue(before=page.newer)
    assert [line.text for line in back.lines] == seen[6:9]


def test_nearer_employers_are_offered_first_and_decide_nothing():
    signed(Gogle=1, Facebok=1, Zebra_crossing=1, Software_engineer_Gooogle=1)

    assert [each.name for each in line("Gogle").suggestions] == ["Google"]
    assert [each.name for each in line("Facebok").suggestions] == ["Meta"]
    assert [each.name for each in line("Software engineer Gooogle").suggestions] == ["Google"]
    assert line("Zebra crossing").suggestions == ()
    assert queue().waiting == 4


def test_both_employers_of_an_unclear_text_are_offered():
    typed({"Google / Meta": 1})

    assert {each.slug for each in line("Google / Meta").suggestions} == {"google", "meta"}
    assert "more than one employer" in line("Google / Meta").why


def test_letters_of_another_alphabet_are_pointed_out():
    typed({"Gооgle": 1, "G00gle": 1, "Acme": 1})

    assert line("Gооgle").hints == (
        "It looks like Google, but is not written so.", "The word “gооgle” mixes letters of different alphabets.",
    )  # fmt: skip
    assert line("G00gle").hints == ("It looks like Google, but is not written so.",)
    assert line("G00gle").suggestions[0].slug == "google"
    assert line("Acme").hints == ()


def test_a_text_says_why_it_waits():
    signed(Acme=1)

    assert line("Acme").why == "“acme” is not the name of a known employer."


def test_the_search_finds_what_was_typed_in_any_case():
    typed({"Acme Rockets": 1, "Designer at ACME": 1, "Ångström AB": 1, "100% Acme_": 1, "100 percent": 1})

    assert {text for text, _ in shown(queue("acme"))} == {"Acme Rockets", "Designer at ACME", "100% Acme_"}
    assert [text for text, _ in shown(queue("ÅNGSTRÖM"))] == ["Ångström AB"]
    assert (queue("acme").found, queue("acme").waiting) == (3, 5)
    assert queue("nothing like it").found == 0


def test_signs_of_the_search_stand_for_themselves():
    typed({"100% ours": 1, "Borealis": 1})

    assert shown(queue("%")) == [("100% ours", 1)]
    assert shown(queue("_")) == []


def test_after_a_decision_is_taken_back_a_text_stands_where_its_number_says():
    signed(Acme=3, Borealis=4)
    with begin_work(OPERATOR) as work:
        (number,) = employerrules.decide(work, here(work), [Rule(RuleKind.ASSIGN, "acme", "google")])
    assert shown(queue()) == [("Borealis", 4)]
    typed({"ACME": 2})
    with begin_work(OPERATOR) as work:
        employerrules.undo(work, here(work), number)

    assert shown(queue()) == [("Acme", 5), ("Borealis", 4)]
