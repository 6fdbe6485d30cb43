"""A petition written as the file that `petition_files` reads: to be edited in any text editor and applied again."""

from __future__ import annotations

import json
from collections.abc import Iterator

from petition_app.services.petition_files import PetitionFile


def to_toml(file: PetitionFile) -> str:
    """The whole file; `read_petition` reads the same from it."""
    return "\n".join(_lines(file)) + "\n"


def _lines(file: PetitionFile) -> Iterator[str]:
    settings, text = file.settings, file.text
    yield f"slug = {_line(file.slug)}"
    yield f"title = {_line(text.title)}"
    yield f"threshold = {settings.threshold}"
    yield f"employment_proof = {json.dumps(settings.employment_proof)}"
    yield f"live_total = {json.dumps(settings.live_total)}"
    if settings.goal is not None:
        yield f"goal = {settings.goal}"
    yield f"contact = {_line(settings.contact)}"
    yield f"\nsummary = {_block(text.summary)}"
    yield f"\nbody = {_block(text.body)}"
    yield "\ndemands = ["
    yield from (f"  {_line(demand)}," for demand in text.demands)
    yield "]"
    yield from _tables(file)


def _tables(file: PetitionFile) -> Iterator[str]:
    yield "\n[consents]"
    yield from (f"{purpose} = {_line(text)}" for purpose, text in file.consents.items())
    if file.numbers:
        yield "\n# From which saved state this was written. Nothing is done where there is a newer one by then."
        yield "[numbers]"
        yield from (f"{part} = {number}" for part, number in file.numbers.items())
    for office in file.offices:
        yield "\n[[addressee]]"
        yield f"office = {_line(office.name)}"
        yield f"organisation = {_line(office.organisation)}"
        yield from (f"{name} = {_line(value)}" for name, value in (("employer", office.employer),) if value)
        if office.retired:
            yield "retired = true"
        if office.key:
            yield f"key = {_line(office.key)}"
    for precedent in file.text.precedents:
        yield "\n[[precedent]]"
        yield f"title = {_line(precedent.title)}"
        yield f"summary = {_block(precedent.summary)}"
        if precedent.source_url:
            yield f"source = {_line(precedent.source_url)}"


def _line(text: str) -> str:
    # A JSON string is a TOML one, but for DEL, which TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _block(text: str) -> str:
    """Over several lines, as people edit it."""
    escaped = text.replace("\\", "\\\\").replace('"""', '""\\"').replace("\x7f", "\\u007f")
    # A quotation mark at the very end would run into the closing ones.
    return '"""\n' + (escaped[:-1] + '\\"' if escaped.endswith('"') else escaped) + '"""'
