"""What came back, in files: the folder in which a mail server leaves it, a Maildir that the worker reads and empties,
and files that the operator feeds in."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from petition_app.domain.mailing import Returned
from petition_app.domain.refusals import Refusal
from petition_app.mail.returned import MOST_BYTES, NotACsv, Report, read_csv, read_message, split_mbox
from petition_app.services import returns
from petition_app.services.work import WORKER, Begin

#: How many messages are read in one round, so that letters have their turn.
MOST = 100
MOST_FILE = 200 * MOST_BYTES


class FileIsWrong(Refusal):
    status = 422


def reports_in(raw: bytes, *, is_csv: bool) -> list[Report]:
    """The reports in a file: one message, an mbox of several, or lines of address, kind and when. Raises FileIsWrong
    for lines that are not."""
    if not is_csv:
        return [report for message in split_mbox(raw) for report in read_message(message)]
    try:
        return read_csv(raw.decode("utf-8-sig", "replace"))
    except NotACsv as error:
        raise FileIsWrong(str(error)) from error


def read_folder(begin_work: Begin, folder: Path) -> Counter[Returned]:
    """Take in up to `MOST` messages of `new` and `cur` and delete each, whatever it holds: mail to this mailbox is
    read by nobody else. Only what carries our own reference is believed. A worker that dies reads one twice at most,
    and what is told twice counts once."""
    counted: Counter[Returned] = Counter()
    for message in _messages(folder):
        try:
            with message.open("rb") as file:
                reports = read_message(file.read(MOST_BYTES))
        except OSError:
            # Another worker was faster, or the mail server has moved it.
            continue
        with begin_work(WORKER) as work:
            counted += returns.take_in(work, reports, by_address=False)
        message.unlink(missing_ok=True)
    return counted


def _messages(folder: Path) -> list[Path]:
    kept = [each for part in ("new", "cur") if (folder / part).is_dir() for each in (folder / part).iterdir()]
    return [
        each for each in sorted(kept) if each.is_file() and not each.is_symlink() and not each.name.startswith(".")
    ][:MOST]
