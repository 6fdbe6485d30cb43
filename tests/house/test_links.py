"""A link in the documentation leads somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from tests.house.tree import ROOT, files, is_vendored, text

FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?[^)]*\)|^\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)


def test_there_is_a_readme():
    assert Path("README.md") in files()


def test_every_link_within_the_project_leads_to_a_file():
    broken = [f"{page}: {link}" for page, link in _links() if not _target(page, link).exists()]

    assert broken == []


def test_every_link_to_a_heading_leads_to_one():
    broken = [
        f"{page}: {link}"
        for page, link in _links()
        if "#" in link
        and _target(page, link).suffix == ".md"
        and link.split("#")[1] not in _anchors(_target(page, link))
    ]

    assert broken == []


def _links() -> Iterator[tuple[Path, str]]:
    for page in files():
        if page.suffix == ".md" and not is_vendored(page):
            for match in LINK.finditer(FENCED.sub("", text(page))):
                link = unquote(match[1] or match[2])
                if not re.match(r"[a-z]+:", link):
                    yield page, link


def _target(page: Path, link: str) -> Path:
    path = link.split("#")[0]
    return ROOT / page.parent / path if path else ROOT / page


def _anchors(page: Path) -> set[str]:
    """As code forges make them: small letters, no punctuation, hyphens for spaces, numbers for repeated ones."""
    anchors: set[str] = set()
    for heading in HEADING.findall(FENCED.sub("", text(page))):
        plain = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        repeats = sum(1 for anchor in anchors if re.fullmatch(rf"{re.escape(plain)}(-\d+)?", anchor))
        anchors.add(f"{plain}-{repeats}" if repeats else plain)
    return anchors
