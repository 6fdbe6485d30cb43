"""How many different texts a second one core resolves to employers, with the shipped list."""

from __future__ import annotations

import random

from bench.measure import Result, compared, per_second
from bench.registry import benchmark
from petition_app.domain.employer import Directory, resolve
from petition_app.folders import SEEDS
from petition_app.services.seeds import read_companies

TEXTS = 24_000
_TITLES = (
    "Software Engineer", "Senior Software Engineer", "Product Manager", "Data Scientist", "VP Engineering", "Designer",
    "Ingénieure", "Firmware Engineer III", "Director of Engineering", "PhD student", "Softwareentwickler",
)  # fmt: skip
_PLACES = ("London", "Seattle, WA", "Berlin", "New York", "India")
_WORDS = (
    "Amber Birch Cedar Delta Ember Falcon Garnet Harbor Iris Juniper Kestrel Lumen Maple North Onyx Pioneer Quartz "
    "River Summit Timber Umbra Vale Willow Zephyr"
).split()
_KINDS = "Labs Systems Studio Health Partners Robotics Foods Analytics Consulting Collective Bank Museum".split()


@benchmark("resolve")
def measure() -> Result:
    """Typed employers resolved a second, beside looking each up in a dictionary."""
    directory = Directory(read_companies(SEEDS))
    texts = _texts(directory)
    known = {spelling.casefold(): spelling for spelling in directory.known}
    floor = per_second(lambda: [known.get(text.casefold()) for text in texts], len(texts))
    measured = per_second(lambda: [resolve(text, directory) for text in texts], len(texts))
    return compared("resolve", "strings/s", measured, floor)


def _texts(directory: Directory) -> list[str]:
    """Different texts in the proportions of a pledge: half plain names, a fifth with a title, and all the rest."""
    chance = random.Random(20161213)
    names = list(directory.names.values())
    texts: set[str] = set()
    while len(texts) < TEXTS:
        texts.add(_text(chance, chance.choice(names)))
    return sorted(texts)


def _text(chance: random.Random, listed: str) -> str:
    unlisted = f"{chance.choice(_WORDS)} {chance.choice(_WORDS)} {chance.choice(_KINDS)}"
    name = chance.choices((listed, unlisted), (2, 3))[0]
    title, place = chance.choice(_TITLES), chance.choice(_PLACES)
    spelt = chance.choice((name, name, name.upper(), name.lower(), f"{name}, Inc.", f"{name} LLC"))
    return chance.choices(
        (spelt, f"{title}, {spelt}", f"{title} at {spelt}", f"{title} @ {name}", f"{spelt} ({place})", f"ex-{name}",
         f"{name} / {unlisted}", f"{title}, {spelt}, {place}", f"{unlisted} {name}"),
        (50, 15, 5, 4, 5, 4, 5, 2, 10),
    )[0]  # fmt: skip
