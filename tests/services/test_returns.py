"""What comes back: every mail server says it in its own way, and nobody can say it for another."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.mailing import Returned
from petition_app.mail.returned import NotACsv, Report, read_csv, read_message, split_mbox
from petition_app.mail.transport import message_of
from petition_app.models import Mailing, Signature
from petition_app.services import returnbox, returns
from petition_app.services.work import OPERATOR, WORKER
from tests.application import Clock, Mailbox
from tests.services.mailing import an_update, begin_mailing, sent_to, subscribers, write_letters
from tests.services.returned_samples import (
    ARF,
    DELAYED,
    EXCHANGE,
    EXIM,
    GMAIL_FULL,
    HOLIDAY,
    LABEL,
    POLICY,
    POSTFIX,
    QMAIL,
    SENDMAIL,
)


def read(sample: str, label: str = LABEL) -> list[Report]:
    return read_message(sample.replace("{label}", label).encode())


@pytest.mark.parametrize(
    ("sample", "returned"),
    [
        (POSTFIX, Returned.GONE), (EXCHANGE, Returned.GONE), (EXIM, Returned.GONE), (QMAIL, Returned.GONE),
        (SENDMAIL, Returned.GONE), (GMAIL_FULL, Returned.REFUSED), (POLICY, Returned.REFUSED),
        (ARF, Returned.COMPLAINT),
    ],
    ids="Postfix Exchange Exim qmail Sendmail Gmail-full policy complaint".split(),
)  # fmt: skip
def test_what_a_mail_server_writes_is_understood(sample: str, returned: Returned):
    assert read(sample) == [Report(returned, "ann@example.org", LABEL)]


@pytest.mark.parametrize("sample", [DELAYED, HOLIDAY, "Subject: Hello\n\nHow are you? 550 5.1.1\n", ""])
def test_what_is_no_failure_is_passed_over(sample: str):
    assert read(sample) == []


HOSTILE = {
    "a megabyte": POSTFIX.encode() + b"x" * 1_500_000,
    "deep parts": b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(5_000)),
    "no end": POSTFIX.partition("--B1\nContent-Type: message/rfc822")[0].encode(),
    "binary": bytes(range(256)) * 4_000,
    "false charset": POSTFIX.replace("us-ascii", "x-\x00-none").encode(),
    "long header": b"To: " + b"a" * 900_000 + b"\n\n",
    "many recipients": b"X-Failed-Recipients: " + b"a@b.c, " * 100_000 + b"\n\n",
    "nulls": b"\0" * 1_000_000,
    "text as report": b"Content-Type: message/delivery-status\n\nAction: failed\nStatus: \xff\xfe\n",
    "angles": b"Content-Type: text/plain\n\nHi. This is the " + b"<" * 500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_is_read_to_its_end_and_breaks_nothing(name: str):
    assert len(read_message(HOSTILE[name])) <= 50


def test_an_mbox_holds_several_messages():
    message = POSTFIX.replace("{label}", LABEL)
    mbox = f"From MAILER-DAEMON Mon\n{message}\nFrom MAILER-DAEMON Tue\n{message}".encode()

    assert [len(read_message(each)) for each in split_mbox(mbox)] == [1, 1]
    assert len([*split_mbox(message.encode())]) == 1


def test_a_list_is_read_line_by_line():
    text = "address,kind,when\nann@example.org,bounce,2026-11-22\nben@example.org,Complaint,\n\n"

    assert [each.returned for each in read_csv(text)] == [Returned.GONE, Returned.COMPLAINT]
    with pytest.raises(NotACsv, match="Line 2"):
        read_csv("ann@example.org,bounce,\nben@example.org,what,\n")


def news_for(clock: Clock, mailbox: Mailbox, *names: str) -> dict[str, str]:
    """The label of each name's letter."""
    subscribers(*names)
    begin_mailing(an_update())
    write_letters(clock)
    sent_to(mailbox)
    sent = {each.to.partition("@")[0]: each.reference.partition(".")[0] for each in mailbox.transport.sent}
    assert all(len(label) == 52 for label in sent.values())
    return sent


def signers() -> dict[bool, list[str]]:
    """The consents of those who get letters still (False), and of those who get none any more (True)."""
    found: dict[bool, list[str]] = {True: [], False: []}
    with begin_reading(OPERATOR) as work:
        for row in work.session.scalars(select(Signature)):
            found[row.mail_ended_on is not None].append(row.consents)
    return found


def counts() -> tuple[int, int]:
    with begin_reading(OPERATOR) as work:
        mailing = work.session.scalars(select(Mailing)).one()
    return mailing.bounced, mailing.complaints


def take_in(sample: str, label: str, *, by_address: bool = False) -> None:
    with begin_work(WORKER) as work:
        returns.take_in(work, read(sample, label), by_address=by_address)


def test_a_letter_that_came_back_ends_the_letters_to_its_signer_and_is_counted_once(
    app: Flask, clock: Clock, mailbox: Mailbox
):
    labels = news_for(clock, mailbox, "ann", "ben")
    for _ in range(3):
        take_in(POSTFIX, labels["ann"])

    assert signers() == {True: ["count,updates"], False: ["count,updates"]}
    assert counts() == (1, 0)


def test_a_complaint_takes_the_consent_back_as_well(app: Flask, clock: Clock, mailbox: Mailbox):
    labels = news_for(clock, mailbox, "ann")
    take_in(ARF, labels["ann"])

    assert signers() == {True: ["count"], False: []}
    assert counts() == (0, 1)


def test_a_refusal_for_policy_is_counted_and_held_against_nobody(app: Flask, clock: Clock, mailbox: Mailbox):
    labels = news_for(clock, mailbox, "ann")
    take_in(POLICY, labels["ann"])

    assert signers() == {True: [], False: ["count,updates"]}
    assert counts() == (1, 0)


def test_nobody_can_make_up_a_report_about_another(app: Flask, clock: Clock, mailbox: Mailbox):
    labels = news_for(clock, mailbox, "ann", "ben")
    turned = ("b" if labels["ann"][0] != "b" else "c") + labels["ann"][1:]
    for forged in (LABEL, turned):
        take_in(POSTFIX, forged)

    assert signers()[True] == []


def test_an_address_is_believed_where_its_source_is_trusted(app: Flask, clock: Clock, mailbox: Mailbox):
    news_for(clock, mailbox, "ann", "ben")
    take_in(EXIM, LABEL, by_address=True)

    assert len(signers()[True]) == 1
    assert counts() == (1, 0)


def test_the_folder_is_read_and_emptied(app: Flask, clock: Clock, mailbox: Mailbox, tmp_path: Path):
    labels = news_for(clock, mailbox, "ann", "ben")
    for part in ("new", "cur", "tmp"):
        (tmp_path / part).mkdir()
    (tmp_path / "new" / "1.mx").write_text(POSTFIX.replace("{label}", labels["ann"]))
    (tmp_path / "cur" / "2.mx:2,S").write_bytes(HOSTILE["binary"])
    (tmp_path / "tmp" / "3.mx").write_text("half a mess")

    returnbox.read_folder(begin_work, tmp_path)

    assert len(signers()[True]) == 1
    assert [each.name for each in sorted(tmp_path.rglob("*.mx*"))] == ["3.mx"]


def test_a_letter_comes_back_with_the_reference_it_left_with(app: Flask, clock: Clock, mailbox: Mailbox):
    news_for(clock, mailbox, "ann")
    sent = mailbox.transport.sent[-1]

    (report,) = read_message(
        EXIM.partition("Message-ID")[0].encode() + bytes(message_of(sent, "no-reply@petition.example.org"))
    )

    assert report.reference == sent.reference.partition(".")[0]
