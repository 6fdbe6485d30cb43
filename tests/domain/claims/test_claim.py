"""What is read out of a sentence: how many of whom, at which employer; and what is left alone."""

from __future__ import annotations

import pytest

from petition_app.domain.claims.claim import Claim
from petition_app.domain.claims.headword import Noun
from petition_app.domain.claims.reading import read_statements

EMPLOYERS = ("Google", "Meta", "Amazon", "OpenAI", "Tesla", "Square", "Booking.com", "AT&T", "Target")


def read(sentence: str) -> list[tuple[str, str | None, Noun]]:
    claims = claims_in(sentence)
    return [(claim.quantity.text if claim.quantity else claim.title, claim.subject, claim.noun) for claim in claims]


def claims_in(sentence: str) -> tuple[Claim, ...]:
    return tuple(claim for statement in read_statements(sentence, EMPLOYERS) for claim in statement.claims)


@pytest.mark.parametrize(
    ("sentence", "quantity", "subject", "noun"),
    [
        ("nearly one hundred Google staffers", "nearly one hundred", "Google", Noun.EMPLOYEES),
        ("95 at Google", "95", "Google", Noun.SIGNERS),
        ("95 employees at Google", "95", "Google", Noun.EMPLOYEES),
        ("95 employees who work for Google", "95", "Google", Noun.EMPLOYEES),
        ("At Google, 95 staff have signed", "95", "Google", Noun.EMPLOYEES),
        ("Google has 95 signers", "95", "Google", Noun.SIGNERS),
        ("Google’s 95 signatories", "95", "Google", Noun.SIGNERS),
        ("Google accounts for 95 signers", "95", "Google", Noun.SIGNERS),
        ("Google: 95", "95", "Google", Noun.SIGNERS),
        ("Google (95)", "95", "Google", Noun.SIGNERS),
        ("95 signers (Google)", "95", "Google", Noun.SIGNERS),
        ("95 members of staff from Google", "95", "Google", Noun.EMPLOYEES),
        ("95 workers at Booking.com", "95", "Booking.com", Noun.WORKERS),
        ("95 AT&T employees", "95", "AT&T", Noun.EMPLOYEES),
        ("95 current and former Google employees", "95", "Google", Noun.CURRENT_AND_FORMER),
        ("95 former Google employees", "95", "Google", Noun.UNCOUNTED),
        ("95 Google engineers", "95", "Google", Noun.UNCOUNTED),
        ("over 800 technology-sector employees", "over 800", None, Noun.EMPLOYEES),
        ("more than 800 concerned U.S. tech workers", "more than 800", None, Noun.WORKERS),
        ("more than 800 employees at major technology firms", "more than 800", None, Noun.EMPLOYEES),
        ("Over 800 have now signed.", "Over 800", None, Noun.SIGNERS),
        ("signed by 812 people", "812", None, Noun.SIGNERS),
        ("Signatures: 812", "812", None, Noun.SIGNERS),
        ("Over 800 Tech Workers Sign Petition", "Over 800", None, Noun.WORKERS),
        ("2000 employees signed in 2026", "2000", None, Noun.EMPLOYEES),
    ],
)
def test_a_claim_is_read_with_its_subject_and_noun(
    sentence: str, quantity: str, subject: str | None, noun: Noun
) -> None:
    assert read(sentence) == [(quantity, subject, noun)]


@pytest.mark.parametrize(
    "sentence",
    [
        "dozens from Meta, Amazon and OpenAI",
        "dozens from Meta, Amazon, and OpenAI",
        "dozens each from Meta, Amazon and OpenAI",
        "dozens from each of Meta, Amazon and OpenAI",
        "dozens from Meta and Amazon and OpenAI",
        "dozens of Meta, Amazon & OpenAI employees",
        "Dozens from Meta, Amazon and OpenAI, Ms Doe said.",
    ],
)
def test_a_list_of_employers_is_one_claim_each(sentence: str) -> None:
    assert [claim.subject for claim in claims_in(sentence)] == ["Meta", "Amazon", "OpenAI"]


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("95 Meta Materials employees", "Meta Materials"),
        ("95 at Pioneer Square Labs", "Pioneer Square Labs"),
        ("95 employees at Square-Enix", "Square-Enix"),
        ("95 at Target Hospitality", "Target Hospitality"),
        ("95 at Foursquare", "Foursquare"),
        ("95 Nvidia employees", "Nvidia"),
        ("95 employees at nvidia", "nvidia"),
        ("Nvidia has 95 signers", "Nvidia"),
        ("800 workers in California", "California"),
        ("95 at Amazоn", "Amazоn"),  # a Cyrillic letter
    ],
)
def test_a_stranger_is_never_taken_for_a_neighbour(sentence: str, subject: str) -> None:
    assert [claim.subject for claim in claims_in(sentence)] == [subject]


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "The letter was published on Monday.",
        "A 37-year-old nurse was fatally shot in Minneapolis.",
        "Two people were shot.",
        "In November 2026 the petition opened; it closes on 22 December 2026.",
        "The letter of 2026-11-22 costs $95 to print.",
        "The CEO of Tesla has read the petition.",
        "Google offers dozens of services.",
        "A target of this kind is hard to meet.",
        "Some Google offices are closed.",
        "The petition makes two demands.",
    ],
)
def test_a_sentence_without_a_claim_gives_none(sentence: str) -> None:
    assert claims_in(sentence) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "a senior vice president from Tesla",
        "one senior vice president at Tesla",
        "a Tesla senior vice president said so",
        "signers, including the senior vice president of Tesla",
    ],
)
def test_a_person_known_by_title_is_a_claim(sentence: str) -> None:
    assert read(sentence) == [("senior vice president", "Tesla", Noun.PERSON)]


def test_a_title_may_hold_a_preposition() -> None:
    assert read("a vice president of engineering at Tesla") == [("vice president of engineering", "Tesla", Noun.PERSON)]


def test_one_sentence_may_hold_many_claims() -> None:
    sentence = (
        "Over 800 tech employees, including nearly one hundred Google staffers—dozens each from Meta and Amazon, "
        "95 Tesla and 45 OpenAI signers, and a director at Square—have signed."
    )

    assert read(sentence) == [
        ("Over 800", None, Noun.EMPLOYEES),
        ("nearly one hundred", "Google", Noun.EMPLOYEES),
        ("dozens", "Meta", Noun.SIGNERS),
        ("dozens", "Amazon", Noun.SIGNERS),
        ("95", "Tesla", Noun.SIGNERS),
        ("45", "OpenAI", Noun.SIGNERS),
        ("director", "Square", Noun.PERSON),
    ]
