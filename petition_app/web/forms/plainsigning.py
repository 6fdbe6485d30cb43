"""Reading the form to sign with where nothing is wrong with it, without the library that would say what is wrong.

Whatever is read here is what `SignForm` reads from the same fields; whatever is unusual in any way is left to it. A
test compares the two."""

from __future__ import annotations

from collections.abc import Mapping

from petition_app.domain.entry import (
    LONGEST_ADDRESS,
    LONGEST_EMPLOYER,
    LONGEST_NAME,
    has_link,
    lacks_letters,
    one_line,
)
from petition_app.domain.refusals import Refusal
from petition_app.domain.signature import DisplayMode, Purpose, Relation, RoleBand
from petition_app.services.crowds import Effort
from petition_app.services.mailboxes import reachable
from petition_app.services.signing import SigningRequest
from petition_app.web.forms.signing import versions_in

_RELATIONS = {str(each): each for each in Relation}
_BANDS = {str(each): each for each in RoleBand}
_DISPLAYS = {str(each): each for each in DisplayMode}
_BOXES = {purpose: f"consent_{purpose}" for purpose in Purpose}
# What WTForms takes for a box without a tick.
_UNTICKED = ("", "false")


def plainly_signed(fields: Mapping[str, str], network: str, language: str) -> SigningRequest | None:
    """What was sent, where all of it is in order; None where it is for the form to say what is not."""
    relation, band = _RELATIONS.get(fields.get("relation", "")), _BANDS.get(fields.get("role_band", ""))
    display, email = _DISPLAYS.get(fields.get("display", "")), _address(fields.get("email", ""))
    employer = one_line(fields.get("employer"))
    if not (relation and band and display and email) or fields.get("website"):
        return None
    name, title = _shown(fields, "name", display.shows_name), _shown(fields, "title", display.shows_title)
    given = _agreed(fields, display)
    if len(employer) > LONGEST_EMPLOYER or has_link(employer) or name is None or title is None or given is None:
        return None
    return SigningRequest(
        email=email,
        employer=employer,
        relation=relation,
        role_band=band,
        display=display,
        name=name,
        title=title,
        consents=given,
        network=network,
        versions=versions_in(fields.get("read", "")),
        language=language,
        effort=Effort(fields.get("solution", ""), is_declined=bool(fields.get("review"))),
    )


def _address(text: str) -> str | None:
    address = one_line(text)
    if not address or len(address) > LONGEST_ADDRESS:
        return None
    try:
        return reachable(address)
    except Refusal:
        return None


def _shown(fields: Mapping[str, str], field: str, is_shown: bool) -> str | None:
    """A name or title that is to appear; empty where none is."""
    if not is_shown:
        return ""
    text = one_line(fields.get(field))
    is_in_order = text and len(text) <= LONGEST_NAME and not has_link(text) and not lacks_letters(text)
    return text if is_in_order else None


def _agreed(fields: Mapping[str, str], display: DisplayMode) -> frozenset[Purpose] | None:
    given = {purpose for purpose, box in _BOXES.items() if fields.get(box, "") not in _UNTICKED}
    if Purpose.COUNT not in given:
        return None
    if display is DisplayMode.COUNTED:
        return frozenset(given - {Purpose.PUBLISH})
    return frozenset(given) if Purpose.PUBLISH in given else None
