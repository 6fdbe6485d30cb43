"""Where letters go: a mail server, a folder of files (the demo's mailbox), or memory (tests)."""

from __future__ import annotations

import os
import re
import secrets
import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default as default_policy
from email.utils import formatdate
from pathlib import Path
from typing import Protocol

from petition_app.domain.mailing import Returned, meaning_of
from petition_app.mail.letters import Letter

TIMEOUT_SECONDS = 20
# Long headers stay on one line (RFC 5322, 2.1.1 allows 998): folded at 78, the address of List-Unsubscribe would be
# written as encoded words, which no mail program reads as an address.
_POLICY = default_policy.clone(max_line_length=990)
_STATUS = re.compile(rb"\b[245]\.\d{1,3}\.\d{1,3}\b")


class DeliveryFailed(Exception):
    """Not delivered. `for_good` says that trying again is of no use; `reason` names no address; `returned` is what the
    server said of the mailbox, where it spoke of that."""

    def __init__(self, reason: str, *, for_good: bool, returned: Returned | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.for_good = for_good
        self.returned = returned


class Transport(Protocol):
    def send(self, letter: Letter) -> None:
        """Deliver one letter. Raises DeliveryFailed."""


def message_of(letter: Letter, sender: str) -> EmailMessage:
    """The letter as MIME, with no header that tells more than the letter does."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = formatdate(usegmt=True)
    message["Message-ID"] = f"<{letter.reference or secrets.token_hex(16)}@{_domain(sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    for name, value in letter.headers.items():
        message[name] = value
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


def _domain(address: str) -> str:
    return address.rpartition("@")[2].strip("> ") or "localhost"


@dataclass(frozen=True)
class SmtpTransport:
    """`bounces_to` is the mailbox that letters come back to, each under an address of its own behind a "+"."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    use_tls: bool
    use_ssl: bool
    sender: str
    bounces_to: str = ""

    def send(self, letter: Letter) -> None:
        try:
            with self.connect() as server:
                server.send_message(message_of(letter, self.sender), from_addr=self.envelope_of(letter))
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            returned = _returned(code, said)
            raise DeliveryFailed(f"recipient refused ({code})", for_good=code >= 500, returned=returned) from error
        except smtplib.SMTPResponseException as error:
            raise DeliveryFailed(f"mail server answered {error.smtp_code}", for_good=False) from error
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise DeliveryFailed(f"no mail server ({type(error).__name__})", for_good=False) from error

    def envelope_of(self, letter: Letter) -> str | None:
        """Where this letter comes back to; None for the sender itself."""
        if not self.bounces_to:
            return None
        mailbox, _, domain = self.bounces_to.rpartition("@")
        label = letter.reference.partition(".")[0]
        return f"{mailbox}+{label}@{domain}" if label else self.bounces_to

    def connect(self) -> smtplib.SMTP:
        """Signed in and ready to send. Raises what smtplib raises, OSError and ValueError among it."""
        context = ssl.create_default_context()
        if self.use_ssl:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_SECONDS, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
        if self.use_tls and not self.use_ssl:
            server.starttls(context=context)
        if self.user:
            server.login(self.user, self.password)
        return server


def _returned(code: int, said: bytes | str) -> Returned:
    status = _STATUS.search(said.encode() if isinstance(said, str) else said)
    return meaning_of(status.group().decode() if status else "", code)


@dataclass(frozen=True)
class StoredLetter:
    """A letter in the folder, as a mail program would show it: its text, or its HTML."""

    file: str
    to: str
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class FolderTransport:
    """Letters as .eml files: for the demo, and until a mail server is set."""

    folder: Path
    sender: str

    def send(self, letter: Letter) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        message = message_of(letter, self.sender)
        name = f"{len(self._files()) + 1:06d}-{os.urandom(4).hex()}.eml"
        draft = self.folder / f".{name}"
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(bytes(message))
        draft.rename(self.folder / name)

    def letters(self, most: int = 50) -> list[StoredLetter]:
        """The newest letters first."""
        return [self._read(file) for file in self._files()[:most]]

    def _files(self) -> list[Path]:
        """The newest first, without those that are being written."""
        return sorted(self.folder.glob("[!.]*.eml"), reverse=True)

    def _read(self, file: Path) -> StoredLetter:
        message = BytesParser(policy=default_policy).parsebytes(file.read_bytes())
        parts = (message.get_body((kind,)) for kind in ("plain", "html"))
        text, html = (part.get_content() if part else "" for part in parts)
        return StoredLetter(file.stem, message["To"], message["Subject"], text, html)


@dataclass
class MemoryTransport:
    """Keeps letters in a list; `refuse` makes the next sends fail."""

    sent: list[Letter] = field(default_factory=list)
    refuse: DeliveryFailed | None = None

    def send(self, letter: Letter) -> None:
        if self.refuse:
            raise self.refuse
        self.sent.append(letter)
