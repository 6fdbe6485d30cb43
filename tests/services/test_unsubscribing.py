"""One click and no more news: the letter is all it takes, and it takes nothing else away."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes
from email.policy import default

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.signature import DisplayMode, Purpose, Status
from petition_app.mail.letters import Letter
from petition_app.mail.transport import message_of
from petition_app.models import AuditLine, Signature
from petition_app.services import jobs
from petition_app.services.jobkinds import STEPS
from petition_app.services.work import OPERATOR
from tests.application import Clock, Mailbox
from tests.builders import a_request, a_signature
from tests.services.mailing import an_update, begin_mailing, sent_to, subscribers, write_letters


def news_for_ann(clock: Clock, mailbox: Mailbox) -> Letter:
    request = a_request("ann@example.org", display=DisplayMode.NAME, name="Ann")
    a_signature(replace(request, consents=request.consents | {Purpose.UPDATES, Purpose.PRESS}))
    begin_mailing(an_update())
    write_letters(clock)
    sent_to(mailbox)
    return mailbox.transport.sent[-1]


def path_in(letter: Letter) -> str:
    found = re.search(r"/u/[\w-]{43}", letter.text)
    assert found
    return found.group()


def signatures() -> list[Signature]:
    with begin_reading(OPERATOR) as work:
        return list(work.session.scalars(select(Signature)))


def test_mail_programs_find_the_button_that_ends_the_letters(app: Flask, clock: Clock, mailbox: Mailbox):
    letter = news_for_ann(clock, mailbox)

    sent = message_from_bytes(bytes(message_of(letter, "no-reply@petition.example.org")), policy=default)

    assert sent["List-Unsubscribe"] == f"<http://127.0.0.1:8000{path_in(letter)}>"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<[a-z2-7]{52}\.[0-9a-f]{16}@petition\.example\.org>", sent["Message-ID"])


def test_one_click_takes_the_consent_to_news_away_and_nothing_else(
    app: Flask, client: FlaskClient, clock: Clock, mailbox: Mailbox
):
    path = path_in(news_for_ann(clock, mailbox))

    answer = client.post(path, data={"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    (ann,) = signatures()
    assert ann.consents == "count,press,publish"
    assert (ann.status, ann.public_name) == (Status.CONFIRMED, "Ann")


def test_opening_the_link_changes_nothing_and_shows_a_button(
    app: Flask, client: FlaskClient, clock: Clock, mailbox: Mailbox
):
    path = path_in(news_for_ann(clock, mailbox))

    page = client.get(path).text

    assert f'action="{path}"' in page
    assert "updates" in signatures()[0].consents


def test_every_secret_gets_the_same_answer(app: Flask, client: FlaskClient, clock: Clock, mailbox: Mailbox):
    path = path_in(news_for_ann(clock, mailbox))
    turned = path[:-2] + ("A" if path[-2] != "A" else "B") + path[-1]

    answers = [client.post(each) for each in (path, path, turned, "/u/" + "A" * 43, "/u/x", "/u/é")]

    assert {each.status_code for each in answers} == {200}
    assert len({each.get_data() for each in answers}) == 1


def test_a_letter_that_waits_is_taken_back(app: Flask, client: FlaskClient, clock: Clock, mailbox: Mailbox):
    path = path_in(news_for_ann(clock, mailbox))
    begin_mailing(an_update("A second one"))
    while jobs.work_off(begin_work, STEPS):
        pass

    client.post(path)

    assert sent_to(mailbox) == ["ann@example.org"]


def test_who_has_ended_them_gets_no_later_update(app: Flask, client: FlaskClient, clock: Clock, mailbox: Mailbox):
    path = path_in(news_for_ann(clock, mailbox))
    subscribers("ben")
    client.post(path)

    begin_mailing(an_update("A second one"))
    write_letters(clock)

    assert sent_to(mailbox) == ["ann@example.org", "ben@example.org"]


def test_the_secret_is_stored_nowhere_and_the_log_names_nobody(
    app: Flask, client: FlaskClient, clock: Clock, mailbox: Mailbox
):
    client.post(path_in(news_for_ann(clock, mailbox)))

    with begin_reading(OPERATOR) as work:
        line = work.session.scalars(select(AuditLine).where(AuditLine.action == "updates declined")).one()
    assert (line.details, line.actor, line.at.hour) == ("{}", "visitor", 0)
