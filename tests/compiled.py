"""What each application under test would compile anew, and does not: its templates and its addresses. Both are kept by
what they are made from, so a changed one is compiled again."""

from __future__ import annotations

from types import CodeType

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class _Memory(BytecodeCache):
    """Compiled templates of this process. Jinja forgets them with each environment, and so with each application."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self._kept[bucket.key, bucket.checksum] = bucket.code


def compile_once() -> None:
    """To be called before the first application is made. Without it most of a test's time goes into compiling."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": _Memory()}
    kept: dict[tuple[str, str], Rule] = {}
    compile_rule = Rule.compile

    def compile_once_for_all(self: Rule) -> None:
        like = kept.setdefault((self.rule, repr(self.defaults)), self)
        if like is self:
            compile_rule(self)
            return
        self._parts, self._trace, self._converters = like._parts, like._trace, like._converters
        self.arguments |= like.arguments
        self._build = like._build.__func__.__get__(self)  # type: ignore[attr-defined]
        self._build_unknown = like._build_unknown.__func__.__get__(self)  # type: ignore[attr-defined]

    Rule.compile = compile_once_for_all  # type: ignore[method-assign]
