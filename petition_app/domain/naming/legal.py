"""Legal forms ("Inc.", "GmbH", "ООО", "株式会社"): where each may stand, and how much of a name goes with it."""

from __future__ import annotations

from collections.abc import Sequence

# "Group" and "Holdings" are not here: they are part of a name, and often tell two companies apart.
_AT_THE_END = frozenset({
    "ab", "ag", "aps", "as", "asa", "bhd", "bv", "bvba", "co", "company", "corp", "corporation", "cv", "dac", "doo",
    "eirl", "eurl", "gmbh", "inc", "incorporated", "jsc", "kft", "kg", "kgaa", "kk", "lda", "limited", "limitée",
    "llc", "llp", "lp", "ltd", "ltda", "ltée", "mbh", "nv", "ohg", "ojsc", "oy", "oyj", "oü", "pbc", "pjsc", "plc",
    "pllc", "pte", "pty", "pvt", "sa", "sarl", "sas", "sdn", "se", "sl", "slu", "spa", "srl", "sro", "tbk", "ug",
    "ulc", "zrt", "株", "有", "株式会社", "有限会社", "合同会社", "有限公司", "有限责任公司", "股份有限公司",
    "주식회사", "ооо", "ао", "пао", "зао", "оао",
})  # fmt: skip
_AT_THE_START = frozenset({
    "ооо", "ао", "пао", "зао", "оао", "ooo", "zao", "oao", "pjsc", "ojsc", "jsc", "llc",
    "株", "有", "株式会社", "有限会社", "合同会社", "주식회사",
})  # fmt: skip
# What may stand before a legal form and goes with it: "GmbH & Co. KG", "S.A. de C.V.", "Private Limited".
_BEFORE = frozenset({"and", "de", "liability", "private"})
_LIMITED_LIABILITY = ["limited", "liability", "company"]
_POLISH = ["sp", "zoo"]  # "Sp. z o.o.", its single letters joined
_FIRST = _AT_THE_START | {"pt", "limited"}
_LAST = _AT_THE_END | {"zoo"}


def is_form_alone(words: Sequence[str]) -> bool:
    """Is this a legal form and nothing else, as the last part of "Tesla, Inc." is?"""
    return words[-1] in _AT_THE_END and _AT_THE_END.union(_BEFORE).issuperset(words)


def stands_at_the_start(words: Sequence[str]) -> bool:
    """Is this a legal form that is written before the name, and nothing else?"""
    return _AT_THE_START.issuperset(words)


def name_alone(words: list[str]) -> list[str]:
    """The words without the legal forms before and after the name; never none, unless there are none."""
    if not words or (words[-1] not in _LAST and words[0] not in _FIRST):
        return words
    name = words[_start(words) :]
    return name[: _end(name)]


def _start(words: list[str]) -> int:
    start = 0
    while start < len(words) - 1:
        if words[start] in _AT_THE_START or (words[start] == "pt" and "tbk" in words[start + 2 :]):
            start += 1
        elif words[start : start + 3] == _LIMITED_LIABILITY and start + 3 < len(words):
            start += 3
        else:
            break
    return start


def _end(words: list[str]) -> int:
    end = len(words)
    while end and (words[end - 1] in _AT_THE_END or words[max(end - 2, 0) : end] == _POLISH):
        rest = end - (2 if words[end - 1] == "zoo" else 1)
        if rest > 0 and words[rest - 1] in _BEFORE:
            rest -= 1
        if rest <= 0 or (rest == 1 and (words[0] == "the" or len(words[0]) == 1)):
            break
        end = rest
    return end
