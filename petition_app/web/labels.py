"""The words people read for the product's own words, translated when they are shown."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _

from petition_app.domain.access import Role
from petition_app.domain.petition import ResponseKind, State
from petition_app.domain.pressline import Verdict
from petition_app.domain.signature import DisplayMode, Proof, Relation, RoleBand, Status
from petition_app.services.charts import Employment

_LABELS: dict[tuple[type[StrEnum], str], Any] = {
    (Relation, Relation.CURRENT): _("Current employee"),
    (Relation, Relation.FORMER): _("Former employee"),
    (Relation, Relation.CONTRACTOR): _("Contractor, temp or vendor staff"),
    (Relation, Relation.SUPPORTER): _("Supporter from outside"),
    (Proof, Proof.NONE): _("Nothing shown"),
    (Proof, Proof.MAILBOX): _("Mailbox confirmed"),
    (Proof, Proof.WORK_ADDRESS): _("Work address confirmed"),
    (Proof, Proof.DOCUMENT): _("Document checked"),
    (Proof, Proof.VOUCHED): _("Vouched for"),
    (Proof, Proof.PAPER): _("Signed on paper"),
    (Employment, Employment.VERIFIED): _("Verified current employees"),
    (Employment, Employment.OTHERS): _("All others"),
    (Status, Status.PENDING): _("Waiting for confirmation"),
    (Status, Status.CONFIRMED): _("Confirmed"),
    (Status, Status.HELD): _("Held for review"),
    (Status, Status.INVALIDATED): _("Removed by organisers"),
    (Status, Status.WITHDRAWN): _("Withdrawn"),
    (RoleBand, RoleBand.UNSAID): _("Rather not say"),
    (RoleBand, RoleBand.ENGINEERING): _("Engineering"),
    (RoleBand, RoleBand.RESEARCH): _("Research"),
    (RoleBand, RoleBand.DESIGN): _("Product and design"),
    (RoleBand, RoleBand.OPERATIONS): _("Operations and logistics"),
    (RoleBand, RoleBand.COMMERCIAL): _("Sales and marketing"),
    (RoleBand, RoleBand.SUPPORT): _("Customer support"),
    (RoleBand, RoleBand.CORPORATE): _("People, legal, finance and other offices"),
    (RoleBand, RoleBand.MANAGER): _("Management"),
    (RoleBand, RoleBand.EXECUTIVE): _("Executive"),
    (DisplayMode, DisplayMode.COUNTED): _("Counted only"),
    (DisplayMode, DisplayMode.ANONYMOUS): _("Anonymous, with my employer"),
    (DisplayMode, DisplayMode.ANONYMOUS_ROLE): _("Anonymous, with my kind of work and employer"),
    (DisplayMode, DisplayMode.TITLE): _("My title and employer, without my name"),
    (DisplayMode, DisplayMode.NAME): _("My name and employer"),
    (DisplayMode, DisplayMode.NAME_TITLE): _("My name, title and employer"),
    (State, State.DRAFT): _("Draft"),
    (State, State.REVIEW): _("In review"),
    (State, State.OPEN): _("Open"),
    (State, State.PAUSED): _("Paused"),
    (State, State.CLOSED): _("Closed"),
    (State, State.DELIVERED): _("Delivered"),
    (State, State.ARCHIVED): _("Archived"),
    (ResponseKind, ResponseKind.NONE): _("No public statement"),
    (ResponseKind, ResponseKind.PRIVATE): _("Answered in private"),
    (ResponseKind, ResponseKind.PUBLIC): _("Public statement"),
    (ResponseKind, ResponseKind.COMMENTED): _("Commented"),
    (ResponseKind, ResponseKind.COMMITMENT): _("Made a commitment"),
    (ResponseKind, ResponseKind.MET): _("Demand met"),
    (Verdict, Verdict.PASS): _("Holds"),
    (Verdict, Verdict.AMBER): _("With care"),
    (Verdict, Verdict.FAIL): _("Does not hold"),
    (Role, Role.VIEWER): _("Viewer"),
    (Role, Role.MODERATOR): _("Moderator"),
    (Role, Role.EXPORTER): _("Exporter"),
    (Role, Role.OWNER): _("Owner"),
}


def label(word: StrEnum) -> Any:
    """What people read for `word`. Words of different kinds may be spelled alike, so the kind belongs to the key."""
    return _LABELS[type(word), word]
