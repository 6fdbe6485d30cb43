"""The mail worker's round: claim letters, send them outside any transaction, and note what became of each."""

from __future__ import annotations

from petition_app.mail.transport import DeliveryFailed, FolderTransport, SmtpTransport, Transport
from petition_app.services import outbox, returns
from petition_app.services.outbox import Claimed
from petition_app.services.work import WORKER, Begin
from petition_app.settings import Settings


def transport_for(settings: Settings) -> Transport:
    """A mail server where one is set; else the folder that the demo's mail page shows."""
    if not settings.email_host:
        return FolderTransport(settings.data_dir / "mail", settings.sender)
    return SmtpTransport(
        settings.email_host,
        settings.email_port,
        settings.email_host_user,
        settings.email_host_password,
        settings.email_use_tls,
        settings.email_use_ssl,
        settings.sender,
        settings.bounce_address,
    )


def post_due_letters(begin_work: Begin, transport: Transport) -> int:
    """Send what is due; returns how many letters were tried. A crash in between sends one letter twice at most, and
    none of a mailing."""
    with begin_work(WORKER) as work:
        claimed = outbox.claim(work)
    for each in claimed:
        _post(begin_work, transport, each)
    return len(claimed)


def _post(begin_work: Begin, transport: Transport, each: Claimed) -> None:
    if each.mailing:
        with begin_work(WORKER) as work:
            if not outbox.begin_sending(work, each):
                return
    try:
        transport.send(each.letter)
    except DeliveryFailed as failure:
        with begin_work(WORKER) as work:
            if outbox.mark_failed(work, each, failure.reason, for_good=failure.for_good):
                returns.note_undelivered(work, each, failure.returned)
    else:
        with begin_work(WORKER) as work:
            outbox.mark_delivered(work, each.id)
            returns.note_delivered(work, each)
