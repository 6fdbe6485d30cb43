"""Writing the text of a petition: limits, versions, who signed what, two editors at once; on both engines."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.drafting import Precedent, Text
from petition_app.domain.petition import State
from petition_app.models import Signature
from petition_app.services import drafting, petitions
from petition_app.services.drafting import Draft, Saved
from petition_app.services.revisions import DraftIsWrong, SavedMeanwhile
from petition_app.services.work import OPERATOR
from tests.builders import SLUG, a_petition, a_request, a_signature

pytestmark = pytest.mark.usefixtures("app")
DRAFT = "draft"
TEXT = Text("A title", "A summary.", "A body.", ("Act.",))


def a_draft() -> None:
    with begin_work(OPERATOR) as work:
        a_petition(work, DRAFT, state=State.DRAFT).opened_at = None


def draft(slug: str = SLUG) -> Draft:
    with begin_reading(OPERATOR) as work:
        return drafting.draft(work, petitions.by_slug(work, slug))


def save(text: Text, number: int | None = None, reason: str = "", slug: str = SLUG) -> Saved:
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, slug).id
        return drafting.save(work, petition, draft(slug).number if number is None else number, text, reason)


def signed_versions() -> dict[int, int]:
    with begin_reading(OPERATOR) as work:
        return drafting.signed(work, petitions.by_slug(work, SLUG))


def test_a_draft_is_changed_in_place_and_every_wording_is_kept():
    a_draft()
    first = save(TEXT, slug=DRAFT)
    second = save(replace(TEXT, body="Another body."), slug=DRAFT)

    with begin_reading(OPERATOR) as work:
        kept = drafting.wordings(work, petitions.by_slug(work, DRAFT))
    assert (first, second) == (Saved(1, False), Saved(1, False))
    assert draft(DRAFT).text.body == "Another body."
    assert [each.text.body for each in kept] == ["Dear leaders,\n\nplease act.", "A body.", "Another body."]
    assert [each.number for each in kept] == [1, 2, 3]


def test_once_opened_a_change_makes_a_version_and_signatures_keep_theirs():
    a_signature()
    saved = save(TEXT, reason="A fact was wrong.")
    a_signature(a_request("another@example.org"))

    with begin_reading(OPERATOR) as work:
        versions = list(work.session.scalars(select(Signature.text_version).order_by(Signature.text_version)))
        petition = petitions.by_slug(work, SLUG)
        old, new = drafting.text_of(work, petition, 1), drafting.text_of(work, petition, 2)
        assert petition.title == "A title"
    assert saved == Saved(2, True)
    assert versions == [1, 2]
    assert signed_versions() == {1: 1, 2: 1}
    assert (old.body, new.body) == ("Dear leaders,\n\nplease act.", "A body.")
    assert (old.demands, new.demands) == (("Act.",), ("Act.",))


def test_a_new_version_needs_a_reason():
    with pytest.raises(DraftIsWrong) as refused:
        save(TEXT, reason="  ")

    assert [each.field for each in refused.value.problems] == ["reason"]
    assert draft().version == 1


def test_precedents_are_no_part_of_what_is_signed():
    cited = (Precedent("It was done", "Last year.", "https://news.example/story"),)
    saved = save(replace(draft().text, precedents=cited))

    assert saved == Saved(1, False)
    assert draft().text.precedents == cited


def test_the_same_text_again_changes_nothing():
    saved = save(draft().text)

    assert saved == Saved(1, False)
    assert draft().number == 1


def test_of_two_editors_the_second_overwrites_nothing():
    number = draft().number
    save(TEXT, number, "First.")

    with pytest.raises(SavedMeanwhile):
        save(replace(TEXT, title="Mine"), number, "Second.")
    assert draft().text.title == "A title"


def test_any_wording_can_be_brought_back_as_a_new_version():
    before = draft().text
    save(TEXT, reason="Once.")
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG).id
        saved = drafting.restore(work, petition, draft().number, 1, "It was better before.")

    assert saved == Saved(3, True)
    assert draft().text == before


@pytest.mark.parametrize(("text", "field"), [
    (replace(TEXT, title=""), "title"),
    (replace(TEXT, title="x" * 151), "title"),
    (replace(TEXT, summary="x" * 601), "summary"),
    (replace(TEXT, body="\u202e \x00"), "body"),
    (replace(TEXT, body="ü" * 20_001), "body"),
    (replace(TEXT, demands=("", " ")), "demands-0"),
    (replace(TEXT, demands=("Act.", "x" * 1_001)), "demands-1"),
    (replace(TEXT, demands=("Act.",) * 11), "demands-10"),
    (replace(TEXT, precedents=(Precedent("", "Something."),)), "precedents-0-title"),
    (replace(TEXT, precedents=(Precedent("It was", "x" * 2_001),)), "precedents-0-summary"),
    (replace(TEXT, precedents=(Precedent("It was", "Done.", "javascript:alert(1)"),)), "precedents-0-source_url"),
])  # fmt: skip
def test_what_is_missing_or_too_long_is_named_by_its_field(text: Text, field: str):
    with pytest.raises(DraftIsWrong) as refused:
        save(text, reason="A reason.")

    assert [each.field for each in refused.value.problems] == [field]


def test_what_turns_or_hides_words_is_taken_out():
    save(replace(TEXT, title="A\u202e title\r\nof two lines", demands=(" Act. ", "", "Speak.")), reason="A reason.")

    assert draft().text.title == "A title of two lines"
    assert draft().text.demands == ("Act.", "Speak.")


def test_the_digest_is_that_of_what_is_signed(app: Flask):
    first, second = drafting.digest_of(TEXT), drafting.digest_of(replace(TEXT, demands=("Act", ".")))

    assert first != second
    assert first == drafting.digest_of(replace(TEXT, precedents=(Precedent("a", "b"),)))
