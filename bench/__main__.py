"""`python -m bench [name…] [--json] [--write]`: run the benchmarks named, or all."""

from __future__ import annotations

import argparse
import json
import sys

from bench.machine import Machine
from bench.measure import Result
from bench.registry import Benchmark, benchmarks
from bench.saved import History, Line, write_table


def main() -> None:
    known = benchmarks()
    asked = _asked(list(known))
    history, machine = History(), Machine.here()
    print(f"machine: {machine}", file=sys.stderr if asked.json else sys.stdout, flush=True)
    for name in asked.names or known:
        result = known[name].measure()
        line = Line.of(name, result, machine)
        print(
            json.dumps(line.figures()) if asked.json else _told(known[name], result, history.before(line)), flush=True
        )
        if asked.write:
            history.add(line)
    if asked.write:
        write_table(history, known)


def _asked(known: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="Figures, each beside a floor of the same run.")
    parser.add_argument("names", nargs="*", metavar="name", help=f"one or more of: {', '.join(known)}")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument(
        "--write", action="store_true", help="save the figures, and set the table in docs/performance.md"
    )
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in known]
    if unknown:
        parser.error(f"no benchmark is called {unknown[0]!r}; there are: {', '.join(known)}")
    return asked


def _told(benchmark: Benchmark, result: Result, before: Line | None) -> str:
    """One line to read; `before` is the same figure as it was saved last."""
    change = f"   was {before.ratio:.4f} ({result.ratio / before.ratio - 1:+.0%})" if before and before.ratio else ""
    missed = "" if benchmark.keeps(result) else "   LESS THAN PROMISED"
    return (
        f"{benchmark.name:20} {result.value:>14,.1f} {result.unit:12} ±{result.spread / 2:4.0%}"
        f"   floor {result.floor:>14,.1f}   ratio {result.ratio:.4f}{change}{missed}"
    )


if __name__ == "__main__":
    main()
