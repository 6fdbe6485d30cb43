"""What the forms of the employers' room hold: one choice for each text, or one change of an employer."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import Form, IntegerField, StringField
from wtforms.validators import Length, NumberRange, Optional

from petition_app.domain.employerrule import RuleKind
from petition_app.services.employerdrafts import Change, Pick, What
from petition_app.services.employerqueue import Place

MOST_PICKS = 60
_WHAT, _OTHER, _OWN = "what-", "other-", "own-"
_KINDS = (RuleKind.RENAME, RuleKind.PARENT, RuleKind.MERGE)


class PlaceForm(Form):
    """Where somebody is in the queue. It stands in the address, or in the form that came from there."""

    q = StringField(_("Search"), [Length(max=100, message=_("Please search for at most 100 characters."))])
    after = StringField(_("After"), [Optional(), Length(max=60)])
    before = StringField(_("Before"), [Optional(), Length(max=60)])

    @property
    def search(self) -> str:
        return _search_of(self.q)

    def place(self, name: str) -> Place | None:
        """The place, or none where the address was tampered with: then the queue begins at its beginning."""
        waiting, _, id = (self[name].data or "").partition(".")
        try:
            return Place(int(waiting), UUID(id)) if waiting.isdecimal() and len(waiting) < 10 else None
        except ValueError:
            return None


class StartForm(Form):
    """A page of the texts of one employer."""

    q = StringField(_("Search"), [Length(max=100)])
    start = IntegerField(validators=[Optional(), NumberRange(0, 1_000_000)])

    @property
    def search(self) -> str:
        return _search_of(self.q)


def _search_of(field: StringField) -> str:
    """What is searched for; nothing where the address was tampered with."""
    text = (field.data or "").strip()
    return text if text.isprintable() and len(text) <= 100 else ""


def address_of(place: Place | None) -> str | None:
    """A place as it stands in an address."""
    return f"{place.waiting}.{place.id}" if place else None


def picks_in(fields: MultiDict[str, str]) -> dict[str, Pick]:
    """What was chosen for each text, by its id; nothing of what is not a choice."""
    found: dict[str, Pick] = {}
    for name, what in fields.items():
        id = name.removeprefix(_WHAT)
        if name != id and len(found) < MOST_PICKS and (spelling := _id(id)):
            other, own = fields.get(_OTHER + id, ""), fields.get(_OWN + id, "")
            found[str(spelling)] = Pick(spelling, what[:100], other[:500], own[:500])
    return found


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def change_in(fields: MultiDict[str, str]) -> Change | None:
    """The change of an employer that was asked for, if any."""
    kind = next((kind for kind in _KINDS if kind == fields.get("change")), None)
    employer = fields.get("employer", "")[:80]
    return Change(employer, kind, fields.get("name", "")[:500]) if kind and employer else None


def hidden(picks: Mapping[str, Pick], change: Change | None) -> list[tuple[str, str]]:
    """The fields that say the same once more, on the page that asks whether it is meant so."""
    fields: list[tuple[str, str]] = []
    for id, pick in picks.items():
        fields.append((_WHAT + id, pick.what))
        if pick.what == What.OTHER:
            fields.append((_OTHER + id, pick.other))
        if pick.what == What.OWN:
            fields.append((_OWN + id, pick.own))
    if change:
        fields += [("change", change.kind), ("employer", change.employer), ("name", change.name)]
    return fields


def numbers_in(text: str) -> list[int]:
    """The decisions from one number to another, as "5-9" says."""
    first, _, last = text.partition("-")
    if not all(each.isdecimal() and len(each) < 10 for each in (first, last)):
        return []
    return list(range(int(first), int(last) + 1)[:MOST_PICKS])
