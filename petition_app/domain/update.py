"""News of a petition: how long it may be, and what the subject of its letter should not tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from petition_app.domain.response import Problem, problems_of_length, tidy

LONGEST_TITLE = 150
LONGEST_BODY = 6_000
LONGEST_SUBJECT = 150


@dataclass(frozen=True)
class Draft:
    """An update as its writer has it: the title and the body in Markdown are what is read; `subject` is that of the
    letter, and empty for the neutral one."""

    title: str
    body: str
    subject: str = ""

    def tidied(self) -> Draft:
        """The same on single lines where it must be, and without characters that show nothing or turn others around."""
        return Draft(
            " ".join(tidy(self.title).split()),
            tidy(self.body.replace("\r\n", "\n")),
            " ".join(tidy(self.subject).split()),
        )


def problems(draft: Draft) -> list[Problem]:
    """Everything that keeps this draft, tidied, from being kept; nothing where it may be."""
    return [*_of(draft)]


def _of(draft: Draft) -> Iterator[Problem]:
    if not draft.title:
        yield Problem("title", "Please give it a title.")
    if not draft.body:
        yield Problem("body", "Please write what there is to tell.")
    yield from problems_of_length("title", draft.title, LONGEST_TITLE)
    yield from problems_of_length("body", draft.body, LONGEST_BODY)
    yield from problems_of_length("subject", draft.subject, LONGEST_SUBJECT)


def phrases_of(text: str, longest: int = 5) -> list[str]:
    """Every run of one to `longest` words of the text, to be looked up as names."""
    words = "".join(character if character.isalnum() or character in "&.'’-" else " " for character in text).split()
    return [
        " ".join(words[at:end]) for at in range(len(words)) for end in range(at + 1, min(at + longest, len(words)) + 1)
    ]
