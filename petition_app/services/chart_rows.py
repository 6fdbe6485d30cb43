"""The rows of a chart's CSV file; docs/exports.md describes the columns."""

from __future__ import annotations

from collections.abc import Iterator

from petition_app.domain.spreadsheet import BOM, csv_lines
from petition_app.services.charts import ChartName, Employment, Figures

Cells = tuple[object, ...]

COLUMNS: dict[ChartName, tuple[str, ...]] = {
    ChartName.EMPLOYERS: ("line", "employer", "signatures", "reading", "as_of", "release"),
    ChartName.PROOF: ("proof", "signatures", "reading", "as_of", "release"),
    ChartName.GROWTH: ("day", "new_signatures", "total", "reading", "release"),
}
# What a figure may be quoted as: a difference of floors is no floor.
AT_LEAST, REMAINDER, EXACT, NOT_PUBLISHED = "at least", "remainder", "exact", "not published"


def csv_text(chart: ChartName, figures: Figures) -> str:
    """The whole file, safe to be opened in a spreadsheet."""
    return BOM + csv_lines([COLUMNS[chart], *_ROWS[chart](figures)])


def _employers(figures: Figures) -> Iterator[Cells]:
    for each in figures.employers:
        yield "employer", each.employer, each.figure, _reading(figures), each.as_of, figures.release
    yield "other", "", figures.other, _reading(figures, REMAINDER), figures.as_of, figures.release
    yield "total", "", figures.total, _reading(figures), figures.as_of, figures.release


def _proofs(figures: Figures) -> Iterator[Cells]:
    for each in figures.proofs:
        usual = REMAINDER if each.proof is Employment.OTHERS else AT_LEAST
        reading = NOT_PUBLISHED if each.figure is None else _reading(figures, usual)
        yield each.proof, each.figure, reading, figures.as_of, figures.release
    yield "total", figures.total, _reading(figures), figures.as_of, figures.release


def _growth(figures: Figures) -> Iterator[Cells]:
    for each in figures.growth:
        yield each.on, each.new, each.total, _reading(figures), each.release


def _reading(figures: Figures, published: str = AT_LEAST) -> str:
    return EXACT if figures.is_exact else published


_ROWS = {ChartName.EMPLOYERS: _employers, ChartName.PROOF: _proofs, ChartName.GROWTH: _growth}
