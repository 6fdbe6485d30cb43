"""WTForms validators for text that people type into one line: the rules of `domain/entry.py` in the form's words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import Field, Form, ValidationError

from petition_app.domain.entry import (
    LONGEST_ADDRESS,
    LONGEST_EMPLOYER,
    LONGEST_NAME,
    has_link,
    lacks_letters,
    one_line,
)
from petition_app.services.mailboxes import AddressIsDisposable, AddressIsWrong, reachable

__all__ = [
    "LONGEST_ADDRESS",
    "LONGEST_EMPLOYER",
    "LONGEST_NAME",
    "has_letter",
    "no_link",
    "one_line",
    "reachable_address",
]


def no_link(form: Form, field: Field) -> None:
    """WTForms validator: a list of names must not become a list of advertisements."""
    if has_link(field.data or ""):
        raise ValidationError(_("Please leave out web addresses."))


def has_letter(form: Form, field: Field) -> None:
    """WTForms validator: in any script."""
    if lacks_letters(field.data or ""):
        raise ValidationError(_("Please write this in letters."))


def reachable_address(form: Form, field: Field) -> None:
    """WTForms validator: an address in a valid form, of a mailbox that will still be there tomorrow. Its field then
    holds the address as it will be written to."""
    try:
        field.data = reachable(field.data or "")
    except AddressIsWrong as error:
        raise ValidationError(_("Please check the e-mail address. It should look like name@example.org.")) from error
    except AddressIsDisposable as error:
        raise ValidationError(
            _("This is an address for one-time use. Please use one you will keep, so that we can reach you once.")
        ) from error
