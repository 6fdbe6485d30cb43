"""Sentences of the rules in the source language, kept with what was filled in, so that the edge can say them in the
reader's language. `./run messages` collects the texts given to `said`."""

from __future__ import annotations

import json


class Said(str):
    """An English sentence that remembers its `template` and `values`; str methods return plain strings."""

    __slots__ = ("template", "values")

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, values: dict[str, object]) -> Said:
        filled = {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
        sentence = super().__new__(cls, template % filled if values else template)
        sentence.template, sentence.values = template, values
        return sentence


def said(template: str, /, **values: object) -> Said:
    """`template` with `%(name)s` filled in, whole numbers as the language writes them. Without values it is taken as it
    is, per cent signs and all."""
    return Said(template, values)


def kept(sentence: Said) -> str:
    """As it can be stored and said again, in another language too."""
    return json.dumps([sentence.template, sentence.values], ensure_ascii=False)


def said_again(text: str) -> Said:
    """What `kept` has written."""
    template, values = json.loads(text)
    return Said(template, values)
