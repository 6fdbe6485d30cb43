"""Each row of the phrase table, at the first and last figure of each band and just beyond."""

from __future__ import annotations

import pytest

from petition_app.domain.pressline import Verdict, check
from tests.domain.facts import some_facts

# Phrase, then figure and expected letter (P pass, A amber, F fail). The expectations are worked out from the table.
TABLE = [
    ("812", "811F 812P 813F"),
    ("95", "94F 95P 96F"),
    ("800", "779F 780A 799A 800P 801A 820A 821F"),
    ("100", "97F 98A 100P 102A 103F"),
    ("eight hundred", "779F 780A 800P 820A 821F"),
    ("more than 800", "799F 800F 801P 1199P 1200A 5000A"),
    ("over 800", "800F 801P 1199P 1200A"),
    ("over eight hundred", "800F 801P 1199P 1200A"),
    ("more than 90", "90F 91P 134P 135A"),
    ("in excess of 1,000", "1000F 1001P 1499P 1500A"),
    ("at least 95", "94F 95P 142P 143A"),
    ("1,200+", "1199F 1200P 1799P 1800A"),
    ("800 or more", "799F 800P 1199P 1200A"),
    ("no fewer than 50", "49F 50P 74P 75A"),
    ("nearly 100", "89F 90A 94A 95P 99P 100F"),
    ("almost 200", "179F 180A 189A 190P 199P 200F"),
    ("nearly 1,000", "899F 900A 949A 950P 999P 1000F"),
    ("just under 200", "193F 194A 195A 196P 199P 200F"),
    ("just over 200", "200F 201P 204P 205A 206A 207F"),
    ("just over 800", "800F 801P 816P 817A 824A 825F"),
    ("just under 800", "775F 776A 783A 784P 799P 800F"),
    ("about 800", "719F 720A 759A 760P 800P 840P 841A 880A 881F"),
    ("around 100", "89F 90A 94A 95P 105P 106A 110A 111F"),
    ("some 200", "179F 180A 190P 210P 220A 221F"),
    ("roughly 40", "35F 36A 37A 38P 42P 43A 44A 45F"),
    ("approximately 10", "8F 9P 11P 12F"),
    ("up to 100", "0A 95A 100A 101F"),
    ("as many as 100", "100A 101F"),
    ("a couple of employees", "1F 2P 3F"),
    ("a few employees", "2F 3P 5P 6F"),
    ("a handful of employees", "2F 3P 5P 6F"),
    ("several employees", "2F 3P 9P 10F"),
    ("a dozen", "10F 11A 12P 13A 14F"),
    ("more than a dozen", "12F 13P 23P 24A 60A"),
    ("nearly two dozen", "20F 21A 22P 23P 24F"),
    ("two dozen", "22F 23A 24P 25A 26F"),
    ("more than two dozen", "24F 25P 35P 36A 80A"),
    ("dozens", "23F 24P 99P 100A 199A 200F"),
    ("scores", "39F 40P 99P 100A 199A 200F"),
    ("more than a hundred", "100F 101P 199P 200A"),
    ("more than one hundred", "100F 101P 199P 200A"),
    ("over a hundred", "100F 101P 199P 200A"),
    ("nearly one hundred", "89F 90A 94A 95P 99P 100F"),
    ("hundreds", "199F 200P 999P 1000A 1999A 2000F"),
    ("thousands", "1999F 2000P 19999P 20000A"),
    ("tens of thousands", "19999F 20000P 90000P"),
]
VERDICTS = {"P": Verdict.PASS, "A": Verdict.AMBER, "F": Verdict.FAIL}
CASES = [(phrase, int(each[:-1]), VERDICTS[each[-1]]) for phrase, row in TABLE for each in row.split()]


@pytest.mark.parametrize(("phrase", "figure", "expected"), CASES)
def test_a_phrase_gets_the_verdict_of_the_table(phrase: str, figure: int, expected: Verdict) -> None:
    facts = some_facts(rows={"Google": figure}, exact=True)

    (finding,) = check(f"{phrase} at Google", facts)

    assert (finding.verdict, finding.figure) == (expected, figure), finding.reason


# Not in the table: the rows nearest to them are followed, and these are the project's own.
OWN = [
    ("between 90 and 100", "89F 90P 100P 101F"),
    ("90 to 100", "89F 90P 100P 101F"),
    ("90–100", "89F 90P 100P 101F"),
    ("fewer than 100", "99A 100F"),
    ("no more than 100", "100A 101F"),
    ("well over 100", "100F 101A 109A 110P 199P 200A"),
    ("several hundred", "299F 300P 999P 1000A 1999A 2000F"),
    ("a few dozen", "35F 36P 71P 72A 144F"),
    ("half a dozen", "5F 6P 7F"),
    ("three dozen", "34F 35A 36P 37A 38F"),
    ("more than three dozen", "36F 37P 47P 48A"),
    ("800-odd", "719F 720A 760P 840P 881F"),
    ("800-plus", "799F 800P 1200A"),
    ("1.2k", "1169F 1170A 1200P 1230A 1231F"),
    ("twelve hundred", "1169F 1200P 1231F"),
    ("one hundred and five", "104F 105P 106F"),
    ("ninety-five", "94F 95P 96F"),
    ("1 200", "1169F 1200P"),
    ("just over 20", "20F 21A 22F"),  # two per cent of 20 is less than one signer
    ("nearly 10", "8F 9A 10F"),
]
OWN_CASES = [(phrase, int(each[:-1]), VERDICTS[each[-1]]) for phrase, row in OWN for each in row.split()]


@pytest.mark.parametrize(("phrase", "figure", "expected"), OWN_CASES)
def test_a_phrase_beyond_the_table_follows_its_nearest_row(phrase: str, figure: int, expected: Verdict) -> None:
    facts = some_facts(rows={"Google": figure}, exact=True)

    (finding,) = check(f"{phrase} at Google".replace("1 200", "1\u202f200"), facts)

    assert (finding.verdict, finding.figure) == (expected, figure), finding.reason


@pytest.mark.parametrize(
    "share",
    [
        "half",
        "nearly half",
        "more than half",
        "a majority",
        "two-thirds",
        "most",
        "the vast majority",
        "nearly all",
        "60%",
        "60 per cent",
        "one in ten",
        "505 of 770",
        "505 out of the 770",
    ],
)
def test_a_share_of_a_workforce_cannot_be_checked_without_a_headcount(share: str) -> None:
    (finding,) = check(f"{share} of Google's employees", some_facts())

    assert finding.verdict is Verdict.AMBER
    assert finding.figure is None
    assert "headcount" in finding.reason


def test_exactly_cannot_be_confirmed_by_a_floor() -> None:
    (on_a_floor,) = check("exactly 95 at Google", some_facts())
    (on_a_count,) = check("exactly 95 at Google", some_facts(exact=True))

    assert (on_a_floor.verdict, on_a_count.verdict) == (Verdict.AMBER, Verdict.PASS)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        (
            "nearly 100 at Google",
            "Nearly 100 means 95 to 99; the published figure for Google is at least 95.",
        ),
        (
            "over 90 at Google",
            "Over 90 means 91 or more; the published figure for Google is at least 95.",
        ),
        (
            "dozens from Apple",
            "Apple is not in the published table, so the claim cannot be confirmed.",
        ),
        (
            "over 900 have signed",
            "Over 900 means 901 or more; the published figure is at least 810, so the phrase does not hold.",
        ),
        (
            "95 at Google",
            "95 means exactly 95; the published figure for Google is at least 95, "
            "so it is safer to write “at least 95”.",
        ),
    ],
)
def test_a_reason_is_one_sentence_a_reader_understands(sentence: str, reason: str) -> None:
    assert [finding.reason for finding in check(sentence, some_facts())] == [reason]
