"""docs/settings.md has one row for each setting, with its names, its default and its help line."""

import dataclasses
import re

from petition_app.settings import PREFIX, Settings
from tests.house.tree import ROOT

PAGE = ROOT / "docs" / "settings.md"
# This one depends on where the program is.
DATA_DIR = "`data` in a checkout, else `~/.local/share/petition`"


def test_every_setting_is_documented_as_it_is():
    expected = [row(field) for field in dataclasses.fields(Settings)]

    assert rows_of_the_page() == expected, "docs/settings.md should have these rows:\n" + "\n".join(expected)


def test_the_page_tells_of_the_names_that_end_in_file():
    assert "_FILE" in PAGE.read_text("utf-8")


def test_every_name_on_the_page_is_a_setting():
    known = {name for field in dataclasses.fields(Settings) for name in names(field)}

    told = set(re.findall(rf"\b(?:{PREFIX}[A-Z_]+|EMAIL_[A-Z_]+|DATABASE_URL|PORT)\b", PAGE.read_text("utf-8")))

    assert {name.removesuffix("_FILE") for name in told} - known == set()


def rows_of_the_page() -> list[str]:
    return [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]


def row(field: "dataclasses.Field[object]") -> str:
    spelled = ", ".join(f"`{name}`" for name in names(field))
    return f"| {spelled} | {default(field)} | {field.metadata['help']} |"


def names(field: "dataclasses.Field[object]") -> tuple[str, ...]:
    return (f"{PREFIX}{field.name.upper()}", *field.metadata["names"])


def default(field: "dataclasses.Field[object]") -> str:
    if field.name == "data_dir":
        return DATA_DIR
    value = str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
    return f"`{value}`" if value else ""
