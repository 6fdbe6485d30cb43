"""Reading what comes back: delivery reports (RFC 3464), complaints (RFC 5965), and the older forms that some servers
still write. Whatever the mail holds, reading it ends soon and raises nothing."""

from __future__ import annotations

import csv
import email
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from petition_app.domain.mailing import Returned, meaning_of

MOST_BYTES = 1_000_000
_MOST_PARTS = 50
_REFERENCE = re.compile(rb"(?<![a-z2-7])([a-z2-7]{52})(?:\.[0-9a-f]{16})?@")
_ADDRESS = re.compile(r"[^\s<>;,\"]{1,64}@[^\s<>;,\"]{1,255}")
_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?![\d.])")
_QMAIL = re.compile(r"Hi\. This is the .{0,80} at |This is the mail(?:er)? (?:system|delivery)", re.IGNORECASE)
_WORDS = {
    "bounce": Returned.GONE, "bounced": Returned.GONE, "hard": Returned.GONE, "permanent": Returned.GONE,
    "complaint": Returned.COMPLAINT, "abuse": Returned.COMPLAINT, "spam": Returned.COMPLAINT,
    "soft": Returned.LATER, "temporary": Returned.LATER, "refused": Returned.REFUSED, "blocked": Returned.REFUSED,
}  # fmt: skip


@dataclass(frozen=True)
class Report:
    """One letter that came back: `reference` as it stood in the letter, or `address` as the server names it."""

    returned: Returned
    address: str
    reference: str


class NotACsv(ValueError):
    """The sentence says which line cannot be read."""


def read_message(raw: bytes) -> list[Report]:
    """The reports in one message; none where it is something else, such as an answer of somebody on holiday."""
    raw = raw[:MOST_BYTES]
    if raw.count(b"boundary=") > _MOST_PARTS:
        return []
    try:
        message = email.message_from_bytes(raw)
        reference = _reference_in(message, raw)
        return [*_reports(message, reference)]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # What the standard library's parser makes of mail that was made to break it.
        return []


def split_mbox(raw: bytes) -> Iterator[bytes]:
    """The messages of a file: one, or several in the mbox format."""
    if not raw.startswith(b"From "):
        yield raw
        return
    for each in re.split(rb"(?:\A|\n)From [^\n]*\n", raw)[1:]:
        yield re.sub(rb"(?m)^>(>*From )", rb"\1", each)


def read_csv(text: str) -> list[Report]:
    """Lines of address, kind and when, with or without a header. Raises NotACsv with the number of the line."""
    reports = []
    for number, cells in enumerate(csv.reader(io.StringIO(text)), 1):
        if not cells or (number == 1 and cells[0].strip().lower() in ("address", "email")):
            continue
        kind = _WORDS.get(cells[1].strip().lower()) if len(cells) > 1 else None
        if kind is None or not _ADDRESS.fullmatch(cells[0].strip()):
            raise NotACsv(f"Line {number} is not an address and one of: {', '.join(sorted(_WORDS))}.")
        reports.append(Report(kind, cells[0].strip(), ""))
    return reports


def _reports(message: Message, reference: str) -> Iterator[Report]:
    parts = [part for _, part in zip(range(_MOST_PARTS), message.walk(), strict=False)]
    kinds = {part.get_content_type(): part for part in reversed(parts)}
    if "message/feedback-report" in kinds:
        yield from _complaint(_fields(kinds["message/feedback-report"]), reference)
    elif "message/delivery-status" in kinds:
        yield from _delivery_status(kinds["message/delivery-status"], reference)
    elif message.get("X-Failed-Recipients"):
        yield from _failed_recipients(str(message["X-Failed-Recipients"]), _text(parts), reference)
    elif _QMAIL.search(_text(parts)[:500]):
        yield from _in_words(_text(parts), reference)


def _complaint(fields: list[Message], reference: str) -> Iterator[Report]:
    told = fields[0] if fields else Message()
    if str(told.get("Feedback-Type", "abuse")).strip().lower() in ("abuse", "fraud", "opt-out", "other"):
        yield Report(Returned.COMPLAINT, _address(str(told.get("Original-Rcpt-To", ""))), reference)


def _delivery_status(part: Message, reference: str) -> Iterator[Report]:
    """Each recipient has a block of fields of its own; the first block is about the message."""
    for block in _fields(part):
        if str(block.get("Action", "")).strip().lower() != "failed":
            continue
        status = _STATUS.search(str(block.get("Status", "")))
        said = _CODE.search(str(block.get("Diagnostic-Code", "")))
        returned = meaning_of(status.group() if status else "", int(said.group(1)) if said else 0)
        address = _address(str(block.get("Original-Recipient") or block.get("Final-Recipient") or ""))
        yield Report(returned, address, reference)


def _failed_recipients(named: str, text: str, reference: str) -> Iterator[Report]:
    """As Exim writes it."""
    returned = _meaning_of_words(text)
    for address in _ADDRESS.findall(named)[:_MOST_PARTS]:
        yield Report(returned, address, reference)


def _in_words(text: str, reference: str) -> Iterator[Report]:
    """As qmail writes it: the address on a line of its own, what the server said below."""
    head = text.partition("--- Below this line")[0]
    found = re.search(r"(?m)^<([^<>\s]{3,320})>:", head)
    if found or reference:
        yield Report(_meaning_of_words(head), found.group(1) if found else "", reference)


def _meaning_of_words(text: str) -> Returned:
    status, code = _STATUS.search(text), _CODE.search(text)
    return meaning_of(status.group() if status else "", int(code.group(1)) if code else 0)


def _fields(part: Message) -> list[Message]:
    """The blocks of fields in a part of a report, whether the parser has read them as messages or left them a text."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return [each for each in payload if isinstance(each, Message)]
    return [email.message_from_string(block) for block in re.split(r"\r?\n\r?\n", str(payload).strip())]


def _text(parts: list[Message]) -> str:
    for part in parts:
        if part.get_content_type() == "text/plain" and not part.is_multipart():
            content = part.get_payload(decode=True)
            return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
    return ""


def _address(text: str) -> str:
    found = _ADDRESS.search(text.rpartition(";")[2])
    return found.group() if found else ""


def _reference_in(message: Message, raw: bytes) -> str:
    """The reference that our letter carried: in the address it came back to, or in the part of it that came along."""
    for name in ("To", "Delivered-To", "X-Original-To", "Envelope-To"):
        if found := _REFERENCE.search(str(message.get(name, "")).lower().encode("utf-8", "replace")):
            return found.group(1).decode()
    found = _REFERENCE.search(raw.lower())
    return found.group(1).decode() if found else ""
