"""Which benchmarks there are: every function in this folder under `@benchmark`, found by its name."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

import bench
from bench.measure import Result

_Measure = TypeVar("_Measure", bound=Callable[[], Result])


class Figure(Protocol):
    """What was measured, now or earlier."""

    @property
    def value(self) -> float: ...

    @property
    def ratio(self) -> float: ...


@dataclass(frozen=True)
class Benchmark:
    """`at_least` is the lowest ratio to the floor that we promise, `at_most` the highest figure. `about` is a line for
    the table: the first sentence of the function's docstring."""

    name: str
    measure: Callable[[], Result]
    about: str
    at_least: float | None
    at_most: float | None

    def keeps(self, result: Figure) -> bool:
        """Whether the result is what we promise."""
        enough = self.at_least is None or result.ratio >= self.at_least
        return enough and (self.at_most is None or result.value <= self.at_most)

    @property
    def promise(self) -> str:
        """The same in words."""
        ratio = [] if self.at_least is None else [f"ratio at least {self.at_least:g}"]
        return ", ".join(ratio + ([] if self.at_most is None else [f"at most {self.at_most:g}"]))


_FOUND: dict[str, Benchmark] = {}


def benchmark(
    name: str, *, at_least: float | None = None, at_most: float | None = None
) -> Callable[[_Measure], _Measure]:
    """Registers a function as the benchmark of this name."""

    def register(measure: _Measure) -> _Measure:
        if name in _FOUND:
            raise ValueError(f"Two benchmarks are called {name!r}.")
        _FOUND[name] = Benchmark(name, measure, _first_sentence(measure.__doc__ or ""), at_least, at_most)
        return measure

    return register


def benchmarks() -> Mapping[str, Benchmark]:
    """All of them, by name."""
    for module in pkgutil.iter_modules(bench.__path__):
        if module.name != "__main__":
            importlib.import_module(f"bench.{module.name}")
    return dict(sorted(_FOUND.items()))


def _first_sentence(docstring: str) -> str:
    return " ".join(docstring.split()).partition(". ")[0].rstrip(".:")
