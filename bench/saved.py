"""What is kept of the figures: a line for each in docs/performance-history.jsonl, and the latest of each in the table
of docs/performance.md."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.machine import Machine
from bench.measure import Result
from bench.registry import Benchmark
from bench.sizes import asked_rows

DOCS = Path(__file__).resolve().parent.parent / "docs"
HISTORY, PAGE = DOCS / "performance-history.jsonl", DOCS / "performance.md"
_BEGIN, _END = "<!-- figures -->\n", "<!-- end of figures -->\n"
_DIGITS = 4


@dataclass(frozen=True)
class Line:
    """One figure. Two of them can be compared where name, rows and machine are the same."""

    name: str
    value: float
    unit: str
    floor: float
    ratio: float
    spread: float
    rows: int
    day: str
    machine: str

    @classmethod
    def of(cls, name: str, result: Result, machine: Machine) -> Line:
        value, floor, ratio, spread = map(_short, (result.value, result.floor, result.ratio, result.spread))
        day = datetime.now(UTC).date().isoformat()
        return cls(name, value, result.unit, floor, ratio, spread, asked_rows(), day, str(machine))

    def figures(self) -> dict[str, Any]:
        """What it says of itself; day and machine are the same for all of a run."""
        kept = asdict(self)
        return {name: kept[name] for name in ("name", "value", "unit", "floor", "ratio", "spread", "rows")}

    @property
    def place(self) -> tuple[str, int]:
        return (self.name, self.rows)


class History:
    """The saved figures, oldest first."""

    def __init__(self) -> None:
        written = HISTORY.read_text("utf-8").splitlines() if HISTORY.exists() else []
        self.lines = [Line(**json.loads(line)) for line in written]

    def before(self, line: Line) -> Line | None:
        """The same figure as it was saved last."""
        return next((each for each in reversed(self.lines) if each.place == line.place), None)

    def add(self, line: Line) -> None:
        self.lines.append(line)
        with HISTORY.open("a", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(asdict(line)) + "\n")


def write_table(history: History, known: Mapping[str, Benchmark]) -> None:
    """Sets the table between its two marks in the page."""
    before, begin, rest = PAGE.read_text("utf-8").partition(_BEGIN)
    _, end, after = rest.partition(_END)
    assert end, f"{PAGE} has lost the marks between which the table stands."
    PAGE.write_text(before + begin + table_of(history.lines, known) + end + after, "utf-8", newline="\n")


def table_of(lines: Sequence[Line], known: Mapping[str, Benchmark]) -> str:
    """The latest figure of each benchmark at each size, with the one before it; `lines` are oldest first."""
    latest = {line.place: line for line in lines if line.name in known}
    heading = ("| benchmark | what | rows | figure | ratio to its floor | before | promised |", "|---" * 7 + "|")
    rows = [_row(line, known[line.name], lines) for _, line in sorted(latest.items())]
    machines = [
        f"- {day}: {machine}" for day, machine in sorted({(each.day, each.machine) for each in latest.values()})
    ]
    return "\n".join((*heading, *rows, "", "Measured on:", "", *machines, ""))


def _row(line: Line, benchmark: Benchmark, lines: Sequence[Line]) -> str:
    earlier = [each for each in lines if each.place == line.place][:-1]
    before = f"{earlier[-1].ratio:.3g}" if earlier else ""
    figure = f"{line.value:,.4g} {line.unit}" if line.value < 1000 else f"{line.value:,.0f} {line.unit}"
    promised = benchmark.promise if benchmark.keeps(line) else f"{benchmark.promise}, **missed**"
    cells = (line.name, benchmark.about, f"{line.rows:,}" if line.rows else "", f"{figure} ±{line.spread / 2:.0%}",
             f"{line.ratio:.3g}", before, promised)  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _short(figure: float) -> float:
    return float(f"{figure:.5g}")
