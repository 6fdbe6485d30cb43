"""What a template must not hold, because the content security policy or safe escaping rests on its absence."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import files, text

COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)
EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
TAG = re.compile(r"""<([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^"'<>])*)>""")
QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
RULES = {
    # An address written out by hand would drop the language the reader has chosen: `url_for` keeps it.
    "address by hand": re.compile(r"""\s(?:href|action)="/|'/[a-z]"""),
    "inline style": re.compile(r"<style\b", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)|<script\b[^>]*>\s*[^\s<]", re.IGNORECASE),
    "escaping switched off": re.compile(r"\|\s*safe\b|autoescape\s+false|\bMarkup\("),
    "script in a link": re.compile(r"javascript:", re.IGNORECASE),
}
TAG_RULES = {
    "style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "event attribute": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "unquoted attribute": re.compile(r"=(?!\s*\")"),
}
FROM_ELSEWHERE = re.compile(
    r"""<(?:script|link|img|iframe|source|video|audio)\b[^>]*\b(?:src|href)=["'](?:https?:)?//"""
)


def test_there_are_templates():
    assert Path("templates/base.html") in _templates()


@pytest.mark.parametrize("rule", RULES)
def test_no_template_breaks_a_rule(rule: str):
    assert [path for path in _templates() if RULES[rule].search(COMMENT.sub("", text(path)))] == []


@pytest.mark.parametrize("rule", TAG_RULES)
def test_no_tag_breaks_a_rule(rule: str):
    broken = [
        f"{path}: <{name}{rest}>" for path in _templates() for name, rest in _tags(path) if TAG_RULES[rule].search(rest)
    ]

    assert broken == []


def test_every_form_posts_unless_it_searches():
    # A form that changes something must post; a search may be kept as a bookmark, and says what it is.
    forms = [(path, whole) for path in _templates() for name, whole in _tags(path, quoted=True) if name == "form"]

    wrong = [f"{path}: <form{whole}>" for path, whole in forms if not _posts(whole) and not _searches(whole)]

    assert wrong == []


def test_nothing_is_loaded_from_elsewhere():
    assert [path for path in _templates() if FROM_ELSEWHERE.search(text(path))] == []


def _posts(attributes: str) -> bool:
    return 'method="post"' in attributes


def _searches(attributes: str) -> bool:
    return 'method="get"' in attributes and 'role="search"' in attributes


def _templates() -> list[Path]:
    return [path for path in files("templates") if path.suffix in {".html", ".svg"}]


def _tags(path: Path, quoted: bool = False) -> Iterator[tuple[str, str]]:
    """Each tag's name and attributes; unless asked for, what stands between quotes is left out."""
    markup = EXPRESSION.sub("x", STATEMENT.sub(" ", COMMENT.sub("", text(path))))
    for name, attributes in TAG.findall(markup):
        yield name.lower(), attributes if quoted else QUOTED.sub('""', attributes)
