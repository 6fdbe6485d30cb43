"""Searching and paging the signatories, on both engines."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.refusals import NotFound
from petition_app.domain.signature import DisplayMode, Relation, RoleBand
from petition_app.models import Confirmation, ImportBatch, Signature
from petition_app.services import petitions, receipts, searchpages, searchsql, searchterms, signatories, signing
from petition_app.services.receipts import Appearance
from petition_app.services.signatories import PAGE, Page
from petition_app.services.work import OPERATOR, VISITOR
from tests.application import Clock
from tests.builders import SLUG, a_request, a_signature, sign
from tests.cast import OTHER_SLUG, another_petition

REACH: int | None = searchpages.REACH


def search(text: str = "", after: UUID | None = None, before: UUID | None = None) -> Page:
    with begin_reading(OPERATOR) as work:
        found = searchterms.understand(work, petitions.by_slug(work, SLUG).id, text)
        assert found.problems == ()
        page = signatories.search(work, found.meant, after=after, before=before, reach=REACH)
        assert after or before or signatories.count(work, found.meant) >= len(page.lines)
        return page


def many(number: int) -> None:
    with begin_work(VISITOR) as work:
        for each in range(number):
            signing.sign(work, SLUG, a_request(f"sam{each}@example.org", network=f"192.0.2.{each % 200}"))


def names(page: Page) -> set[str]:
    return {line.name for line in page.lines}


def every_name(text: str) -> set[str]:
    """Also of those found further on, where the search stopped."""
    page = search(text)
    found = names(page)
    while page.looked_at:
        page = search(text, after=page.older)
        found |= names(page)
    return found


def test_paging_forward_visits_each_signature_once(app: Flask):
    many(2 * PAGE + 7)
    seen, page = [], search()
    seen += [line.id for line in page.lines]
    while page.older:
        page = search(after=page.older)
        seen += [line.id for line in page.lines]

    with begin_reading(OPERATOR) as work:
        every = set(work.session.scalars(select(Signature.id)))
    assert len(seen) == len(set(seen)) == 2 * PAGE + 7
    assert set(seen) == every


def test_paging_back_shows_the_same_pages(app: Flask):
    many(2 * PAGE + 7)
    first = search()
    second = search(after=first.older)
    third = search(after=second.older)

    back = search(before=third.newer)
    assert back.lines == second.lines
    assert search(before=back.newer).lines == first.lines
    assert search(before=back.newer).newer is None
    assert first.newer is None
    assert third.older is None


def test_a_signature_that_comes_while_somebody_pages_moves_nothing(app: Flask, clock: Clock):
    many(PAGE + 5)
    first = search()
    clock.move(days=1)
    sign(a_request("late@example.org"))

    second = search(after=first.older)
    assert len(second.lines) == 5
    assert not {line.id for line in first.lines} & {line.id for line in second.lines}


@pytest.fixture(params=["few by index", "many in order", "a piece at a time"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Searches go one way among few, another among many, and stop among very many; all must find the same."""
    if request.param != "few by index":
        monkeypatch.setattr(searchsql, "FEW", 0)
    monkeypatch.setattr(f"{__name__}.REACH", 1 if request.param == "a piece at a time" else None)


@pytest.mark.usefixtures("way")
def test_text_is_found_in_names_titles_and_employers_whatever_its_case_and_accents(app: Flask):
    a_signature(a_request("a@example.org", display=DisplayMode.NAME, name="Ada Invented", employer="Alphabet"))
    a_signature(a_request("b@example.org", display=DisplayMode.NAME_TITLE, name="Bö Invented", title="Head of Tea",
                          employer="Meta"))  # fmt: skip
    a_signature(a_request("c@example.org", display=DisplayMode.NAME, name="Cy 100% Real_", employer="Borealis"))
    a_signature(a_request("d@example.org", employer="Google"))

    assert every_name("ADA") == {"Ada Invented"}
    assert every_name('"HEAD OF"') == every_name("bo tea") == every_name("BÖ") == {"Bö Invented"}
    # Google is what both were matched to, Alphabet what one of them typed.
    assert every_name("google") == {"Ada Invented", ""}
    assert every_name("alphabet") == {"Ada Invented"}
    assert every_name("invented -google") == {"Bö Invented"}
    assert every_name("google -invented") == {""}
    assert every_name("ada google") == {"Ada Invented"}


@pytest.mark.parametrize("text", ["%", "_", "0%", "l_"])
def test_signs_with_a_meaning_in_patterns_are_searched_as_themselves(app: Flask, text: str):
    a_signature(a_request("a@example.org", display=DisplayMode.NAME, name="Ada Plain"))
    a_signature(a_request("c@example.org", display=DisplayMode.NAME, name="Cy 100% Real_"))

    assert names(search(text)) == {"Cy 100% Real_"}


@pytest.mark.parametrize("text", ["'", '\\"\\"\\"', "\\", "/", "'; DROP TABLE signature; --", "a\\%", "//"])
def test_no_text_breaks_the_search(app: Flask, text: str):
    a_signature(a_request(display=DisplayMode.NAME, name="Ada Plain"))

    assert search(text).lines == ()


@pytest.mark.usefixtures("way")
def test_every_kind_of_term_narrows_the_list(app: Flask, clock: Clock):
    a_signature(a_request("a@google.com", display=DisplayMode.NAME, name="Ada", employer="Google"))
    clock.move(days=1)
    a_signature(a_request("b@example.org", display=DisplayMode.NAME, name="Bo", employer="",
                          relation=Relation.FORMER))  # fmt: skip
    sign(a_request("c@example.org", display=DisplayMode.NAME_TITLE, name="Cy", title="Clerk", employer="Google",
                   role_band=RoleBand.EXECUTIVE))  # fmt: skip
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG).id
        batch = ImportBatch(id=work.new_id(), petition_id=petition, name="Paper sheet 3", actor="operator",
                            created_at=work.now, expires_at=work.now, size=0, digest=bytes(32))  # fmt: skip
        work.session.add(batch)
        work.session.flush()
        bo = work.session.scalars(select(Signature).where(Signature.public_name == "Bo")).one()
        bo.import_id, bo.over_limit, bo.revision = batch.id, True, 1
        key = bo.id

    expected = {
        "state:confirmed": "Ada Bo", "state:pending": "Cy", "state:pending state:held": "Cy",
        "state:pending state:confirmed": "Ada Bo Cy", "-state:pending": "Ada Bo",
        "employer:google": "Ada Cy", "employer:google state:pending": "Cy", "employer:none": "Bo",
        "-employer:google": "Bo", "@google.com": "Ada", "@Example.org": "Bo Cy", "-@example.org": "Ada",
        "relation:former": "Bo", "-relation:former": "Ada Cy", "relation:current": "Ada Cy",
        "role:executive": "Cy", "proof:work_address": "Ada", "shown:name_title": "Cy", "shown:name": "Ada Bo",
        "signed:2026-11-22": "Ada", "signed:2026-11-23..": "Bo Cy", "-signed:2026-11-22": "Bo Cy",
        "signed:2026-11": "Ada Bo Cy", "signed:<2026-11-22": "", "confirmed:2026-11-23": "Bo",
        "-confirmed:2026-11-23": "Ada Cy", 'import:"paper sheet 3"': "Bo", "over-limit:yes": "Bo",
        "over-limit:no": "Ada Cy", "changed:no": "Ada Cy", str(key): "Bo", f"-id:{key}": "Ada Cy",
    }  # fmt: skip
    found = {text: " ".join(sorted(every_name(text))) for text in expected}
    assert found == expected


def test_a_name_that_nothing_has_is_a_question_not_an_empty_list(app: Flask):
    a_signature(a_request(employer="Gogle"))
    with begin_reading(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG).id
        problems = {
            text: searchterms.understand(work, petition, text).problems
            for text in ("employer:Gogle", "employer:Nowhere", "import:x")
        }

    assert [each[0].suggestion for each in problems.values()] == ["employer:Google", "Nowhere", None]


def test_who_stops_showing_a_name_is_not_found_by_it(app: Flask):
    receipt = a_signature(a_request(display=DisplayMode.NAME, name="Ada Plain"))
    hidden = Appearance(DisplayMode.COUNTED, RoleBand.UNSAID, "Ada Plain", "")
    assert names(search("plain")) == {"Ada Plain"}

    with begin_work(VISITOR) as work:
        receipts.change_appearance(work, receipt, hidden)

    assert search("plain").lines == ()


def test_paging_goes_on_from_a_signature_that_was_erased(app: Flask):
    many(PAGE + 5)
    first = search()
    with begin_work(OPERATOR) as work:
        work.session.execute(delete(Confirmation))
        work.session.execute(delete(Signature).where(Signature.id == first.older))

    assert len(search(after=first.older).lines) == 5


def test_another_petition_shows_none_of_these(app: Flask):
    another_petition()
    a_signature()
    with begin_reading(OPERATOR) as work:
        other = petitions.by_slug(work, OTHER_SLUG).id
        signature = work.session.scalars(select(Signature.id)).one()

        assert signatories.search(work, signatories.whole(other)).lines == ()
        assert signatories.some(work, other, [signature]) == ()
        with pytest.raises(NotFound):
            signatories.one(work, other, signature)
