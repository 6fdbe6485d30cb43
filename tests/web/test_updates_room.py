"""The room of updates and letters: moderators write, owners send, and nothing that was typed is lost."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update as changed
from werkzeug.test import TestResponse

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Role
from petition_app.domain.update import Draft
from petition_app.models import Mailing
from petition_app.services import mailings, petitions, updates
from petition_app.services.work import OPERATOR
from tests.application import Clock, Mailbox
from tests.builders import SLUG
from tests.cast import an_organiser, browser_of, text_of, token_in
from tests.services.mailing import an_update, begin_mailing, sent_to, subscribers, write_letters

ROOM = f"/organise/{SLUG}/updates"


def written() -> list[tuple[str, str]]:
    with begin_reading(OPERATOR) as work:
        found = updates.all_of(work, petitions.by_slug(work, SLUG).id)
        return [(each.title, each.body) for each in found]


def press(client: FlaskClient, page: str, action: str, **fields: str) -> TestResponse:
    token = token_in(text_of(client, page), f'action="{action}"')
    return client.post(action, data={"token": token, "edition": "1", **fields}, follow_redirects=True)


def test_a_moderator_writes_publishes_and_does_not_send(app: Flask, client: FlaskClient):
    browser = browser_of(app, an_organiser("Mo", Role.MODERATOR))
    token = token_in(text_of(browser, f"{ROOM}/new"), 'class="entry"')
    answer = browser.post(f"{ROOM}/new", data={"token": token, "title": "We met", "body": "**Well.**"})
    assert answer.status_code == 303
    place = answer.location.partition("?")[0]

    assert "It is on the public page now" in press(browser, place, f"{place}/publish").text

    assert "<strong>Well.</strong>" in client.get(f"/p/{SLUG}").text
    assert browser.get(f"{place}/send").status_code == 403
    assert "An owner of this petition can send it" in text_of(browser, place)


def test_what_is_wrong_is_said_and_what_was_typed_stays(app: Flask):
    browser = browser_of(app, an_organiser())
    token = token_in(text_of(browser, f"{ROOM}/new"), 'class="entry"')

    answer = browser.post(f"{ROOM}/new", data={"token": token, "title": "x" * 151, "body": "My long text"})

    assert answer.status_code == 422
    assert "150 characters or fewer: it has 151" in answer.text
    assert "My long text" in answer.text
    assert written() == []


def test_the_second_of_two_writers_sees_both_texts(app: Flask):
    browser, update = browser_of(app, an_organiser()), an_update("Old", "Old text")
    place = f"{ROOM}/{update}"
    token = token_in(text_of(browser, place), 'class="entry"')
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG).id
        updates.change(work, petition, update, 1, Draft("Theirs", "Their text"))

    answer = browser.post(place, data={"token": token, "edition": "1", "title": "Mine", "body": "My text"})

    assert answer.status_code == 409
    assert "Their text" in answer.text
    assert "My text" in answer.text
    assert written() == [("Theirs", "Their text")]
    again = browser.post(place, data={"token": token, "edition": "2", "title": "Mine", "body": "My text"})
    assert again.status_code == 303
    assert written() == [("Mine", "My text")]


def test_the_preview_shows_page_and_letter_and_comes_as_a_real_letter(app: Flask, mailbox: Mailbox):
    browser, update = browser_of(app, an_organiser()), an_update(body="<script>x</script> **bold**")
    place = f"{ROOM}/{update}/preview"

    page = text_of(browser, place)
    token = token_in(page, "As a letter")
    assert "Subject:" in page
    assert "&lt;script&gt;" in page
    assert "on its way to olu@example.org" in browser.post(place, data={"token": token}, follow_redirects=True).text

    assert sent_to(mailbox) == ["olu@example.org"]
    assert "<strong>bold</strong>" in mailbox.transport.sent[0].html


def test_an_owner_sees_how_many_it_goes_to_and_sends_it(app: Flask, clock: Clock, mailbox: Mailbox):
    subscribers("ann", "ben")
    browser, update = browser_of(app, an_organiser()), an_update()
    place = f"{ROOM}/{update}/send"
    page = text_of(browser, place)
    assert "2 signers have asked for news" in page
    assert "Write to 2 signers" in page

    answer = browser.post(place, data={"token": token_in(page, "novalidate"), "edition": "1"}, follow_redirects=True)
    write_letters(clock)

    assert "The letters are being written" in answer.text
    assert sent_to(mailbox) == ["ann@example.org", "ben@example.org"]
    assert "2 sent" in text_of(browser_of(app, an_organiser("Ann")), ROOM)


def test_a_subject_that_names_an_employer_has_to_be_accepted(app: Flask):
    subscribers("ann")
    browser, update = browser_of(app, an_organiser()), an_update(subject="What Google said")
    place = f"{ROOM}/{update}/send"
    page = text_of(browser, place)
    form = {"token": token_in(page, "novalidate"), "edition": "1"}
    assert "names Google" in page

    assert browser.post(place, data=form).status_code == 422
    assert browser.post(place, data={**form, "accepted": "y"}).status_code == 303


def test_sending_asks_for_the_second_factor_anew(app: Flask, clock: Clock):
    subscribers("ann")
    browser, update = browser_of(app, an_organiser()), an_update()
    clock.move(minutes=11)

    answer = browser.get(f"{ROOM}/{update}/send")

    assert answer.status_code in (302, 303)
    with begin_reading(OPERATOR) as work:
        assert mailings.sendings(work, petitions.by_slug(work, SLUG).id) == []


def test_a_mailing_is_paused_taken_up_and_ended_by_hand(app: Flask, clock: Clock):
    subscribers("ann")
    browser, update = browser_of(app, an_organiser()), an_update()
    with begin_work(OPERATOR) as work:
        mailing = mailings.start(work, petitions.by_slug(work, SLUG), update, 1)

    for step, words in (("pause", "is paused"), ("resume", "goes on"), ("cancel", "was ended")):
        answer = press(browser, f"{ROOM}/{update}", f"{ROOM}/mailings/{mailing}/{step}")
        assert words in answer.text, step


def test_why_a_mailing_paused_is_said_in_the_readers_language(app: Flask, clock: Clock):
    subscribers("ann")
    browser, update = browser_of(app, an_organiser()), an_update()
    begin_mailing(update)
    with begin_work(OPERATOR) as work:
        work.session.execute(changed(Mailing).values(delivered=18, bounced=3))

    write_letters(clock)

    assert "han vuelto demasiadas cartas" in text_of(browser, f"/es{ROOM}/{update}")
    assert "too many of the letters came back" in text_of(browser, f"{ROOM}/{update}")


def test_viewers_see_how_letters_arrive_and_press_nothing(app: Flask):
    update = an_update()
    browser = browser_of(app, an_organiser("Vera", Role.VIEWER))

    page = text_of(browser, ROOM)

    assert "How letters arrive" in page
    assert "Switch reminders off" not in page
    assert browser.get(f"{ROOM}/{update}").status_code == 403


def test_reminders_are_switched_off_and_on_by_owners(app: Flask):
    browser = browser_of(app, an_organiser())

    answer = press(browser, ROOM, f"{ROOM}/reminders", on="no")

    assert "Reminders are switched off." in answer.text
    assert "Reminders go out by themselves." in press(browser, ROOM, f"{ROOM}/reminders", on="yes").text
