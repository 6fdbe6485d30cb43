"""A signer as another tool is told of them: the address, and what the signer shows in public anyway."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from petition_app.domain.personname import split_name
from petition_app.domain.signature import DisplayMode, Relation
from petition_app.domain.spreadsheet import bare_text


@dataclass(frozen=True)
class Person:
    """A signer who agreed to letters, as a tool is told of them. `name`, `title`, `employer` and `relation` are empty
    unless the signer shows the name in public."""

    key: str
    petition: str
    day: date
    email: str
    name: str = ""
    title: str = ""
    employer: str = ""
    relation: str = ""

    @property
    def given(self) -> str:
        # Once more: the word that now begins a cell stood in the middle of the name.
        return bare_text(split_name(self.name)[0])

    @property
    def family(self) -> str:
        return bare_text(split_name(self.name)[1])

    @property
    def tags(self) -> tuple[str, ...]:
        return (self.petition, self.relation) if self.relation else (self.petition,)

    @property
    def moment(self) -> str:
        """ISO 8601 in UTC. Only the day is kept, so the hour is always midnight."""
        return f"{self.day.isoformat()}T00:00:00Z"


def person(
    key: str,
    petition: str,
    day: date,
    email: str,
    display: DisplayMode,
    relation: Relation,
    told: tuple[str | None, str | None, str | None],
) -> Person:
    """`told` is name, title and employer, as they are on file. What they hold for a spreadsheet to run is left out:
    a guard in front of it would be a part of the name in the tool."""
    if not display.shows_name:
        return Person(key, petition, day, email)
    name, title, employer = (bare_text(each or "") for each in told)
    return Person(key, petition, day, email, name, title, employer, relation)
