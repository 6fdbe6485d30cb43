"""`python -m bench [name…] [--json]`: run the benchmarks named, or all."""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Callable, Mapping

from bench import documents, export, importing, queue, resolve, signatories
from bench.measure import Result

BENCHMARKS: Mapping[str, Callable[[], Result]] = {
    "resolve": resolve.measure,
    "queue": queue.page,
    "merge": queue.merge,
    "list": signatories.pages,
    "list-slowest": signatories.slowest,
    "import": importing.measure,
    "export": export.signatories,
    "export-roster": export.roster,
    "export-tool": export.for_a_tool,
    "export-workbook": export.workbook,
    "export-memory": export.memory,
    "documents": documents.measure,
    "documents-memory": documents.memory,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Rates, each beside a floor of the same run.")
    parser.add_argument("names", nargs="*", metavar="name", help=f"one or more of: {', '.join(BENCHMARKS)}")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no benchmark is called {unknown[0]!r}; there are: {', '.join(BENCHMARKS)}")
    for name in asked.names or BENCHMARKS:
        result = BENCHMARKS[name]()
        print(json.dumps(dataclasses.asdict(result)) if asked.json else _line(result), flush=True)


def _line(result: Result) -> str:
    return (
        f"{result.name:20} {result.value:>14,.0f} {result.unit:12} ±{result.spread / 2:4.0%}"
        f"   floor {result.floor:>14,.0f}   ratio {result.ratio:.4f}"
    )


if __name__ == "__main__":
    main()
