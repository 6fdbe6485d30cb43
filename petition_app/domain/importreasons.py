"""Why a row of an imported file is not taken, in few words: kept with its line, and said in the language of whoever
takes the file of these rows."""

from __future__ import annotations

from typing import NamedTuple

from petition_app.domain.entry import LONGEST_ADDRESS, LONGEST_EMPLOYER, LONGEST_NAME
from petition_app.domain.said import Said, said


class CellIsWrong(ValueError):
    """One cell cannot be read; the sentence says which, and why."""

    def __init__(self, sentence: Said) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Shown(NamedTuple):
    """What may be wrong with a name or a title that is to be shown."""

    missing: Said
    too_long: Said
    not_letters: Said


NAME = Shown(
    said("there is no name, which is to be shown"),
    said("the name has more than %(most)s characters", most=LONGEST_NAME),
    said("the name is not written in letters"),
)
TITLE = Shown(
    said("there is no title, which is to be shown"),
    said("the title has more than %(most)s characters", most=LONGEST_NAME),
    said("the title is not written in letters"),
)
EMPLOYER_TOO_LONG = said("the employer has more than %(most)s characters", most=LONGEST_EMPLOYER)
EMPLOYER_IS_LINK = said("the employer holds a web address")
NOBODY = said("there is neither an e-mail address nor a name")
NO_ADDRESS = said("there is no e-mail address to ask at")
ADDRESS_TOO_LONG = said("the e-mail address has more than %(most)s characters", most=LONGEST_ADDRESS)
ADDRESS_IS_NONE = said("the e-mail address is not one")
ADDRESS_IS_DISPOSABLE = said("the e-mail address is one for one-time use")
NOT_TO_BE_COUNTED = said("the signer did not agree to be counted")
NOT_TO_APPEAR = said("the signer did not agree to appear in public in this way")
NO_SUCH_TEXT = said("there is no such text version of this petition")
NO_SUCH_CONSENTS = said("there is no such consent version of this petition")
ON_RECORD = said("on record already")


def too_many_cells(cells: int, columns: int) -> Said:
    return said("there are %(cells)s cells where the file has %(columns)s columns", cells=cells, columns=columns)


def uncounted(status: str) -> Said:
    """`status` as it is written in our own exports."""
    return said("it was %(status)s where it comes from, so it is not counted here", status=status)


def same_person(line: int) -> Said:
    return said("the same person as in line %(line)s", line=line)
