"""The letters, one function each. Subjects and senders never name the petition or an employer: employers read mail."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from petition_app import folders

_TEMPLATES = Environment(
    loader=FileSystemLoader(folders.TEMPLATES / "mail"),
    autoescape=select_autoescape(("html",)),
    undefined=StrictUndefined,
    extensions=["jinja2.ext.i18n"],
    trim_blocks=True,
    lstrip_blocks=True,
)
# The source language; catalogues of other languages are installed by the caller's locale.
_TEMPLATES.install_null_translations(newstyle=True)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Letter:
    """One message as it will be sent."""

    kind: str
    to: str
    subject: str
    text: str
    html: str

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, stored: bytes) -> Letter:
        return cls(**json.loads(stored))


def confirmation(to: str, *, link: str, code: str, code_page: str) -> Letter:
    """Asks whoever reads this mailbox whether they meant to sign."""
    return _write("confirmation", to, link=link, code=code, code_page=code_page)


def already_on_record(to: str, *, receipt_page: str) -> Letter:
    """To somebody whose address was given again: tells them alone, and nobody else, that it is on record."""
    return _write("already_on_record", to, receipt_page=receipt_page)


def _write(kind: str, to: str, **values: str) -> Letter:
    text = _TEMPLATES.get_template(f"{kind}.txt").render(values)
    subject, _, body = text.partition("\n\n")
    html = _TEMPLATES.get_template(f"{kind}.html").render(values)
    return Letter(kind, to, subject.removeprefix("Subject: ").strip(), body.strip() + "\n", html)
