"""The forms of the signatories' room: the search, and what can be done with one signature or with many."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form, HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Optional

from petition_app.domain.bulkchange import BulkStep
from petition_app.domain.listsearch.days import written
from petition_app.domain.listsearch.term import NO_EMPLOYER, WORDS, Key, Search, Term
from petition_app.domain.moderation import Reason
from petition_app.domain.signature import DisplayMode, Proof, Relation, RoleBand, Status
from petition_app.services.bulkchanges import Ask
from petition_app.web.forms.day import DayField
from petition_app.web.labels import label

REASONS = {
    Reason.DUPLICATE: _("The same person signed twice"),
    Reason.NOT_A_PERSON: _("Not a real person"),
    Reason.WRONG_EMPLOYER: _("Does not work where they say"),
    Reason.OFFENSIVE: _("Offensive name or title"),
    Reason.IMPERSONATION: _("Signed in somebody else's name"),
    Reason.ASKED: _("The signer asked for it"),
    Reason.OTHER: _("Another reason"),
}
STEPS = {
    BulkStep.HOLD: _("Hold"),
    BulkStep.RESTORE: _("Count again"),
    BulkStep.REMOVE: _("Remove"),
    BulkStep.PROOF_DOCUMENT: _("Proof: document checked"),
    BulkStep.PROOF_VOUCHED: _("Proof: vouched for"),
    BulkStep.PROOF_NONE: _("Proof: nothing shown"),
}


def _reason_choices() -> list[SelectChoice]:
    usual = [SelectChoice("", _("Choose a reason"))]
    return usual + [SelectChoice(reason.value, words) for reason, words in REASONS.items()]


def _reason_field() -> SelectField:
    return SelectField(_("Reason"), [InputRequired(_("Please choose a reason."))], choices=_reason_choices())


class HoldForm(Form):
    reason = _reason_field()


class RemoveForm(Form):
    reason = _reason_field()


class Which(StrEnum):
    """With which signatures a step is taken: those that are ticked, the whole page, or all that fit the search."""

    TICKED = "ticked"
    SHOWN = "shown"
    ALL = "all"


class BulkForm(Form):
    """What to do with many. The reason is asked for where the step needs one."""

    q = HiddenField()
    step = SelectField(
        _("What to do"),
        [InputRequired(_("Please choose what to do."))],
        choices=[SelectChoice("", _("Choose")), *(SelectChoice(step.value, words) for step, words in STEPS.items())],
    )
    reason = SelectField(_("Reason, for holding and removing"), [Optional()], choices=_reason_choices())
    which = RadioField(
        _("With which"),
        choices=[
            SelectChoice(Which.TICKED.value, _("Those I ticked")),
            SelectChoice(Which.SHOWN.value, _("All on this page")),
            SelectChoice(Which.ALL.value, _("All that fit the search (you see how many first)")),
        ],
        default=Which.TICKED.value,
    )

    @property
    def ask(self) -> Ask:
        """What was asked for, once it has passed. Raises ReasonIsNeeded."""
        asked = Ask(BulkStep(self.step.data), Reason(self.reason.data) if self.reason.data else None)
        asked.check()
        return asked


def _any_of(kind: type[StrEnum]) -> list[SelectChoice]:
    return [SelectChoice("", _("Any")), *(SelectChoice(member.value, label(member)) for member in kind)]


def employer_choices(names: Iterable[str]) -> list[SelectChoice]:
    """Any, none, or one of `names`."""
    usual = [SelectChoice("", _("Any")), SelectChoice(NO_EMPLOYER, _("None given"))]
    return [*usual, *(SelectChoice(name, name) for name in names)]


class SearchForm(Form):
    """The search box, and lists for people who do not type: what is chosen there is written into the search. All of it
    stands in the address, so that a search can be kept. `employer` gets its choices per petition."""

    q = StringField(_("Search"))
    status = SelectField(_("Status"), choices=_any_of(Status), default="")
    employer = SelectField(_("Employer"), choices=[], default="")
    relation = SelectField(_("Relation"), choices=_any_of(Relation), default="")
    proof = SelectField(_("Proof"), choices=_any_of(Proof), default="")
    role = SelectField(_("Kind of work"), choices=_any_of(RoleBand), default="")
    display = SelectField(_("How they appear"), choices=_any_of(DisplayMode), default="")
    since = DayField(_("Signed from"), [Optional()])
    until = DayField(_("Signed until"), [Optional()])

    @property
    def text(self) -> str:
        return (self.q.data or "").strip()

    def into(self, search: Search) -> Search:
        """The search with what was chosen in the lists."""
        chosen = {
            Key.STATE: self.status.data, Key.EMPLOYER: self.employer.data, Key.RELATION: self.relation.data,
            Key.PROOF: self.proof.data, Key.ROLE: self.role.data, Key.SHOWN: self.display.data,
        }  # fmt: skip
        terms = [Term(key, value) for key, value in chosen.items() if value]
        low, high = self.since.data, self.until.data
        if low or high:
            terms.append(Term(Key.SIGNED, written(low, high), low=low, high=high))
        return search.instead(terms)


def term_words(term: Term) -> str:
    """A term in the words of the interface."""
    value: Any = term.value
    if term.key in _PLAIN:
        value = _PLAIN[term.key][term.value]
        words = str(value)
    else:
        value = label(WORDS[term.key](term.value)) if term.key in WORDS else term.value
        if (term.key, term.value) == (Key.EMPLOYER, NO_EMPLOYER):
            value = _("none given")
        words = f"{_KEYS[term.key]}: {value}"
    return str(_("not %(what)s", what=words)) if term.is_not else words


_PLAIN: dict[Key, dict[str, Any]] = {
    Key.OVER_LIMIT: {"yes": _("Many from one network"), "no": _("Not many from one network")},
    Key.CHANGED: {"yes": _("Changed by organisers"), "no": _("Never changed by organisers")},
}
_KEYS = {
    Key.TEXT: _("Text"),
    Key.DOMAIN: _("Mail domain"),
    Key.EMPLOYER: _("Employer"),
    Key.STATE: _("Status"),
    Key.PROOF: _("Proof"),
    Key.RELATION: _("Relation"),
    Key.ROLE: _("Kind of work"),
    Key.SHOWN: _("Appears as"),
    Key.SIGNED: _("Signed"),
    Key.CONFIRMED: _("Confirmed"),
    Key.IMPORT: _("Import"),
    Key.ID: _("Signature"),
}
