"""The employers' room: the review queue, choosing on many rows, the preview, doing it, and taking it back."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.database import begin_reading
from petition_app.domain.employerrule import Rule, RuleKind
from petition_app.domain.events import Action
from petition_app.services import audit, employerdecisions, petitions
from petition_app.services.work import OPERATOR
from tests.builders import SLUG
from tests.cast import a_member, browser_of, text_of, token_in
from tests.web.deciding import (
    HIDDEN,
    ROOM,
    colleague_decides,
    do,
    employers,
    id_of,
    picked,
    preview,
    send,
    typed,
    undo,
)

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def mo(app: Flask) -> FlaskClient:
    return browser_of(app, a_member("Mo"))


@pytest.mark.parametrize("name", ["Vera", "Mo", "Ed", "Olu"])
def test_everybody_with_a_role_sees_the_room_and_moderators_and_above_decide(app: Flask, name: str):
    typed("Gogle", "Google")
    browser = browser_of(app, a_member(name))

    pages = [text_of(browser, ROOM + path) for path in ("", "/all", "/google", "/decisions")]

    assert "Gogle" in pages[0]
    assert ("Preview" in pages[0]) == (name != "Vera")
    assert ("Preview" in pages[2]) == (name != "Vera")
    assert (send(browser, "/preview", token_in(pages[1])).status_code == 403) == (name == "Vera")


@pytest.mark.parametrize("name", ["Ren", "Otto"])
def test_others_find_no_such_room(app: Flask, name: str):
    browser = browser_of(app, a_member(name))

    for path in ("", "/all", "/google", "/decisions"):
        assert browser.get(ROOM + path).status_code == 404


def test_reasons_and_what_to_look_at_closely_are_in_the_readers_language(mo: FlaskClient):
    typed("ex-Gogle", "G\u0430rmin")

    page = html.unescape(text_of(mo, f"/es{ROOM}"))

    assert "«ex gogle» no es el nombre de ninguna empresa conocida. El texto dice que es una empresa anterior." in page
    assert "mezcla letras de alfabetos distintos" in page
    assert "not the name" not in page


def test_choices_are_looked_at_done_and_taken_back(mo: FlaskClient):
    typed("Gogle", "Gogle", "Acme", "Retired teacher", "Borealis")
    choices = picked(Gogle="to:google", Acme="own", Retired_teacher="nobody", Borealis="later")
    choices[f"own-{id_of('Acme')}"] = "Acme Rockets"

    page = preview(mo, **choices)
    assert "3 decisions" in page
    assert re.search(r"Google</bdi></th>\s*<td class=\"number\">0</td>\s*<td class=\"number\">2</td>", page)
    assert set(employers().values()) == {None}
    answer = do(mo, page)

    assert answer.status_code == 303
    assert employers() == {"Gogle": "google", "Acme": "acme-rockets", "Retired teacher": None, "Borealis": None}
    after = text_of(mo, answer.headers["Location"])
    assert "3 decisions are made" in after
    assert "Borealis" in after
    assert "Retired" not in after
    back = undo(mo, "1-3", back="queue")
    assert back.headers["Location"] == f"{ROOM}?undone=1"
    assert set(employers().values()) == {None}
    assert "Taken back" in text_of(mo, back.headers["Location"])


def test_every_step_has_its_line_in_the_audit_log(app: Flask, mo: FlaskClient):
    typed("Gogle")
    do(mo, preview(mo, **picked(Gogle="to:google")))
    undo(mo, "1-1")

    with begin_reading(OPERATOR) as work:
        lines = audit.lines(work, petitions.by_slug(work, SLUG).id)
    told = [(each.action, each.details) for each in lines if each.actor.startswith("organiser:")]
    assert told == [
        (Action.EMPLOYER_RULE_UNDONE, '{"kind":"assign","rule":1}'),
        (Action.EMPLOYER_RULE_MADE, '{"kind":"assign","rule":1}'),
    ]


def test_an_unknown_employer_is_refused_and_nothing_chosen_is_lost(mo: FlaskClient):
    typed("Gogle", "Acme", "Borealis")
    choices = picked(Gogle="to:google", Acme="other", Borealis="own")
    choices |= {f"other-{id_of('Acme')}": "Nowhere & sons", f"own-{id_of('Borealis')}": "Boreal"}

    answer = send(mo, "/preview", **choices)
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert "There is no employer called “Nowhere &amp; sons” here" in page
    assert f'href="#line-{id_of("Acme")}"' in page
    assert 'value="Nowhere &amp; sons"' in page
    assert 'value="Boreal"' in page
    assert re.search(rf'name="what-{id_of("Gogle")}" value="to:google"[^>]* checked', page)


def test_nothing_chosen_is_said(mo: FlaskClient):
    typed("Gogle")

    answer = send(mo, "/preview", **picked(Gogle="later"))

    assert answer.status_code == 422
    assert "Nothing is chosen yet" in answer.get_data(as_text=True)


def test_first_suggestions_are_filled_in_to_be_looked_at_and_decide_nothing(mo: FlaskClient):
    typed("Gogle", "Facebok", "Acme")

    page = send(mo, "", step="fill", **picked(Gogle="nobody", Facebok="later", Acme="later")).get_data(as_text=True)

    for text, what in (("Gogle", "nobody"), ("Facebok", "to:meta"), ("Acme", "later")):
        assert re.search(rf'name="what-{id_of(text)}" value="{what}"[^>]* checked', page), text
    assert set(employers().values()) == {None}


def test_from_the_preview_the_choices_can_be_changed(mo: FlaskClient):
    typed("Gogle", "Acme")
    page = preview(mo, **picked(Gogle="to:google", Acme="later"))
    fields = {name: value for name, value in HIDDEN.findall(page) if name.startswith(("what", "own", "other"))}

    again = send(mo, "", **fields).get_data(as_text=True)

    assert re.search(rf'name="what-{id_of("Gogle")}" value="to:google"[^>]* checked', again)
    assert re.search(rf'name="what-{id_of("Acme")}" value="later"[^>]* checked', again)


def test_whoever_comes_second_sees_the_effect_of_both_before_anything_is_done(app: Flask, mo: FlaskClient):
    typed("Gogle", "Gogle", "Acme")
    olu = browser_of(app, a_member("Olu"))
    mos, olus = preview(mo, **picked(Gogle="to:google")), preview(olu, **picked(Acme="to:google"))
    assert do(olu, olus).status_code == 303

    answer = do(mo, mos)
    page = answer.get_data(as_text=True)

    assert answer.status_code == 409
    assert "Somebody else has decided something in the meantime" in page
    assert re.search(r"Google</bdi></th>\s*<td class=\"number\">1</td>\s*<td class=\"number\">3</td>", page)
    assert employers()["Gogle"] is None
    assert do(mo, page).status_code == 303
    assert employers() == {"Gogle": "google", "Acme": "google"}


def test_what_a_colleague_merged_away_cannot_be_chosen_any_more(mo: FlaskClient):
    typed("Gogle")
    page = preview(mo, **picked(Gogle="to:google"))
    colleague_decides(Rule(RuleKind.MERGE, "google", "meta"))

    answer = do(mo, page)

    assert answer.status_code == 409
    assert "Somebody else was faster" in answer.get_data(as_text=True)
    assert employers() == {"Gogle": None}


def test_a_repeated_press_is_no_second_decision(mo: FlaskClient):
    typed("Gogle")
    page = preview(mo, **picked(Gogle="to:google"))

    assert [do(mo, page).status_code, do(mo, page).status_code] == [303, 409]
    with begin_reading(OPERATOR) as work:
        assert len(employerdecisions.page(work, petitions.by_slug(work, SLUG).id).decisions) == 1


def test_the_next_page_goes_on_where_this_one_ends(mo: FlaskClient):
    typed(*[f"Firm {number:02}" for number in range(30)])

    first = text_of(mo, ROOM)
    address = re.search(r'rel="next" href="([^"]+)"', first)
    assert address
    second = text_of(mo, html.unescape(address[1]))
    back = re.search(r'rel="prev" href="([^"]+)"', second)
    assert back

    firms = [set(re.findall(r'class="typed"><bdi>(Firm \d\d)</bdi>', page)) for page in (first, second)]
    assert [len(each) for each in firms] == [25, 5]
    assert not firms[0] & firms[1]
    assert set(re.findall(r"<bdi>(Firm \d\d)</bdi>", text_of(mo, html.unescape(back[1])))) == firms[0]
