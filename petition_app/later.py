"""Packages that are loaded when something of them is first needed: most processes never do."""

from __future__ import annotations

import importlib
from typing import Any


class Later:
    """Stands for a module. Where it is given one's name, import the module itself under TYPE_CHECKING beside it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        found = getattr(importlib.import_module(self._name), name)
        setattr(self, name, found)
        return found
