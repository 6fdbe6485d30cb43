"""Text that people type into one line: what is taken out of it, and what is not accepted in it."""

from __future__ import annotations

import re

from disposable_email_domains import blocklist
from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _
from wtforms import Field, Form, ValidationError

from petition_app.domain.address import domain_of
from petition_app.domain.employer import display_name

LONGEST_ADDRESS = 254
LONGEST_EMPLOYER = 200
LONGEST_NAME = 120
_LONGEST_CLEANED = 1_000

_LINK = re.compile(r"://|\bhttps?:|\bwww\.|\w\.[a-z]{2,24}/", re.IGNORECASE)


def one_line(text: str | None) -> str:
    """The text on one line without characters that show nothing or turn the direction of others; never shortened."""
    text = text or ""
    # No field takes as much, and putting thousands of combining marks into order would cost seconds.
    return text if len(text) > _LONGEST_CLEANED else display_name(text, longest=len(text))


def no_link(form: Form, field: Field) -> None:
    """WTForms validator: a list of names must not become a list of advertisements."""
    if _LINK.search(field.data or ""):
        raise ValidationError(_("Please leave out web addresses."))


def has_letter(form: Form, field: Field) -> None:
    """WTForms validator: in any script."""
    if field.data and not any(map(str.isalpha, field.data)):
        raise ValidationError(_("Please write this in letters."))


def reachable_address(form: Form, field: Field) -> None:
    """WTForms validator: an address in a valid form, of a mailbox that will still be there tomorrow. Its field then
    holds the address as it will be written to. No name server is asked: that would tell others who signs."""
    try:
        found = validate_email(field.data or "", check_deliverability=False)
    except EmailNotValidError as error:
        raise ValidationError(_("Please check the e-mail address. It should look like name@example.org.")) from error
    if _is_disposable(domain_of(found.normalized)):
        raise ValidationError(
            _("This is an address for one-time use. Please use one you will keep, so that we can reach you once.")
        )
    field.data = found.normalized


def _is_disposable(domain: str) -> bool:
    """Also below a listed domain: some of these services give everybody a domain of their own."""
    labels = domain.split(".")
    return any(".".join(labels[start:]) in blocklist for start in range(len(labels) - 1))
