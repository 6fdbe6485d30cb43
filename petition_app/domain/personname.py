"""A person's one name in the two fields that other tools ask for. Which part is the family's can only be guessed, so
the rule is short and docs/exports.md tells it."""

from __future__ import annotations


def split_name(name: str) -> tuple[str, str]:
    """(given names, family name): the last word is the family's, with the small words before it ("van", "de la"); a
    single word is a given name; "Family, Given" is turned round."""
    family, comma, given = name.partition(",")
    if comma and "," not in given and given.strip() and family.strip():
        return _tidy(given), _tidy(family)
    words = name.split()
    if len(words) < 2:
        return _tidy(name), ""
    first = len(words) - 1
    while first > 1 and words[first - 1][:1].islower():
        first -= 1
    return " ".join(words[:first]), " ".join(words[first:])


def _tidy(text: str) -> str:
    return " ".join(text.split())
