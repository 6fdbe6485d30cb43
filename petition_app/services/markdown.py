"""Organisers' Markdown as HTML that cannot hurt, and as plain text for letters."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

_SCHEMES = ("http", "https", "mailto")
# A text's own headings stand below the title of what it is part of.
_HEADINGS = {"h1": "h4", "h2": "h5", "h3": "h6", "h4": "h6", "h5": "h6", "h6": "h6"}


def to_html(text: str) -> str:
    """The text as HTML: no markup of its own, no images, and links that lead only to http, https and mailto."""
    return str(_MARKDOWN.render(text))


def to_text(text: str) -> str:
    """The text as it reads without any markup: paragraphs parted by empty lines, each link followed by its address."""
    return _Plain().blocks(_MARKDOWN.parse(text)).strip() + "\n"


def _is_safe_link(url: str) -> bool:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return parts.scheme.lower() in _SCHEMES and bool(parts.netloc or parts.scheme.lower() == "mailto")


def _open_link(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    tokens[at].attrSet("rel", "nofollow noopener noreferrer")
    return str(renderer.renderToken(tokens, at, options, env))


def _heading(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    tokens[at].tag = _HEADINGS[tokens[at].tag]
    return str(renderer.renderToken(tokens, at, options, env))


def _make() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}).disable("image")
    made.validateLink = _is_safe_link  # type: ignore[method-assign]
    made.add_render_rule("link_open", _open_link)
    made.add_render_rule("heading_open", _heading)
    made.add_render_rule("heading_close", _heading)
    return made


_MARKDOWN = _make()


class _Plain:
    """Writes tokens as plain text, remembering how deep in lists and quotations it is."""

    def __init__(self) -> None:
        self._lists: list[int | None] = []
        self._quotes = 0
        self._item = ""

    def blocks(self, tokens: Sequence[Token]) -> str:
        return "".join(self._block(token) for token in tokens)

    def _block(self, token: Token) -> str:
        if token.type == "inline":
            return self._written(_inline(token.children or ()))
        if token.type in ("fence", "code_block"):
            return self._written(token.content.rstrip("\n"))
        if token.type == "hr":
            return self._written("* * *")
        self._follow(token)
        return ""

    def _follow(self, token: Token) -> None:
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open"):
            self._lists.append(int(token.attrGet("start") or 1) if kind == "ordered_list_open" else None)
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self._lists.pop()
        elif kind in ("blockquote_open", "blockquote_close"):
            self._quotes += token.nesting
        elif kind == "list_item_open":
            self._begin_item()

    def _begin_item(self) -> None:
        number = self._lists[-1]
        self._item = "- " if number is None else f"{number}. "
        if number is not None:
            self._lists[-1] = number + 1

    def _written(self, text: str) -> str:
        indent = "> " * self._quotes + "  " * max(len(self._lists) - 1, 0)
        mark, self._item = self._item, ""
        first, *rest = text.split("\n")
        hanging = " " * len(mark) if mark else "  " * bool(self._lists)
        lines = [indent + (mark or hanging) + first, *(indent + hanging + line for line in rest)]
        return "\n".join(lines) + "\n\n"


def _inline(tokens: Sequence[Token]) -> str:
    written: list[str] = []
    address, begun = "", 0
    for token in tokens:
        if token.type == "link_open":
            address, begun = str(token.attrGet("href") or "").removeprefix("mailto:"), len(written)
        elif token.type == "link_close":
            shown = "".join(written[begun:])
            written.append("" if shown in (address, f"mailto:{address}") else f" ({address})")
        elif token.type in ("softbreak", "hardbreak"):
            written.append("\n")
        else:
            written.append(token.content)
    return "".join(written)
