"""The letters, one function each. Subjects and senders never name the petition or an employer: employers read mail."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from functools import cache

from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from petition_app import folders

#: The language the templates are written in.
SOURCE = "en"


@cache
def _templates(language: str) -> Environment:
    """The templates in one language; where we have no translation, in the source language."""
    templates = Environment(
        loader=FileSystemLoader(folders.TEMPLATES / "mail"),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    catalogue = Translations.load(folders.TRANSLATIONS, [language])
    templates.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    return templates


@dataclass(frozen=True)
class Letter:
    """One message as it will be sent. `reference` leads whoever has our keys from a letter that came back to its
    signer; `headers` are those that this kind of letter has besides the usual ones."""

    kind: str
    to: str
    subject: str
    text: str
    html: str
    reference: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, stored: bytes) -> Letter:
        """What `to_bytes` of a letter gave, or of a draft, which is written out now."""
        kept = json.loads(stored)
        if "values" not in kept:
            return cls(**kept)
        made = write(kept["kind"], kept["to"], kept["language"], **kept["values"])
        return replace(made, reference=kept["reference"])


@dataclass(frozen=True)
class Draft:
    """What a letter will say, a third of its size: it is written out only where it is sent."""

    kind: str
    to: str
    language: str
    values: dict[str, str]
    reference: str = ""

    def to_bytes(self) -> bytes:
        return json.dumps(vars(self), ensure_ascii=False).encode()


def confirmation(to: str, language: str = SOURCE, *, link: str, code: str, code_page: str) -> Letter:
    """Asks whoever reads this mailbox whether they meant to sign."""
    return write("confirmation", to, language, link=link, code=code, code_page=code_page)


def already_on_record(to: str, language: str = SOURCE, *, receipt_page: str) -> Letter:
    """To somebody whose address was given again: tells them alone, and nobody else, that it is on record."""
    return write("already_on_record", to, language, receipt_page=receipt_page)


def update(
    to: str, language: str = SOURCE, *, subject: str, title: str, text: str, html: Markup, page: str, unsubscribe: str
) -> Letter:
    """News for somebody who asked for it. The petition is named inside alone; `subject` may be empty. One click, or
    one press of the button that mail programs show for it, ends these letters (RFC 8058)."""
    made = write("update", to, language, title=title, text=text, html=html, page=page, unsubscribe=unsubscribe)
    headers = {"List-Unsubscribe": f"<{unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return replace(made, subject=subject or made.subject, headers=headers)


def delivery(to: str, *, title: str, text: str, address: str, release: str, package: str) -> Letter:
    """To the office of an addressee, in the organisers' words. Offices are written to in the open: the subject is the
    petition's title."""
    return write("delivery", to, title=title, text=text, address=address, release=release, package=package)


def write(kind: str, to: str, language: str = SOURCE, **values: str) -> Letter:
    """The letter of the templates of this kind; the first line of its text is the subject."""
    templates = _templates(language)
    text = templates.get_template(f"{kind}.txt").render(values)
    subject, _, body = text.partition("\n\n")
    html = templates.get_template(f"{kind}.html").render(values, language=language)
    return Letter(kind, to, subject.removeprefix("Subject: ").strip(), body.strip() + "\n", html)
