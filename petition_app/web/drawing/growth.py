"""Growth over time: for everybody the published total from release to release, for organisers a column for each day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date, format_decimal

from petition_app.services.charts import Moment
from petition_app.web.drawing.sheet import Bar, Dot, Line, Shape, Sheet, number

#: More dots would run into each other; the line shows as much.
MOST_DOTS = 60
_PLOT_HEIGHT_NARROW = 320


@dataclass(frozen=True)
class Plot:
    """Where the drawing is, and the highest figure there is room for."""

    left: float
    right: float
    top: float
    bottom: float
    most: int

    def up(self, figure: int) -> float:
        """The height of `figure` above the bottom."""
        return (self.bottom - self.top) * figure / self.most

    def y(self, figure: int) -> float:
        return self.bottom - self.up(figure)


def draw_releases(sheet: Sheet, moments: Sequence[Moment], say: Callable[[Moment], str]) -> None:
    """A line that rises with each release and stays there until the next: nothing is known of the days between."""
    plot = _plot(sheet, max((each.total for each in moments), default=0))
    first, last = moments[0].on, moments[-1].on
    days = max((last - first).days, 1)
    # A single release stands in the middle.
    start = plot.left + 14 if last > first else (plot.left + plot.right) / 2
    xs = [start + (plot.right - 14 - start) * (each.on - first).days / days for each in moments]
    ys = [plot.y(each.total) for each in moments]
    path = f"M{number(xs[0])} {number(ys[0])}" + "".join(
        f"H{number(x)}V{number(y)}" for x, y in zip(xs[1:], ys[1:], strict=True)
    )
    base = number(plot.bottom)
    sheet.lines.append(Line(f"{path}V{base}H{number(xs[0])}Z", "area"))
    sheet.lines.append(Line(path, "curve"))
    if len(moments) <= MOST_DOTS:
        sheet.dots += [Dot(x, y, say(each)) for x, y, each in zip(xs, ys, moments, strict=True)]
    # Above the highest line across, where nothing is in its way.
    sheet.write(xs[-1] if last == first else plot.right, plot.top - 12, say(moments[-1]), sheet.measures.text,
                bold=True, anchor="middle" if last == first else "end")  # fmt: skip
    _days(sheet, plot, first, last)


def draw_days(sheet: Sheet, moments: Sequence[Moment], say: Callable[[Moment], str]) -> None:
    """A column for each day, the empty ones too."""
    plot = _plot(sheet, max((each.new or 0 for each in moments), default=0))
    step = min((plot.right - plot.left) / max(len(moments), 1), 80)
    thick = step * 0.8 if step > 4 else step
    for place, each in enumerate(moments):
        new = each.new or 0
        x = plot.left + step * place + (step - thick) / 2
        sheet.bars.append(Bar(x, plot.y(new), thick, plot.up(new), say(each)))
    if moments:
        _days(sheet, plot, moments[0].on, moments[-1].on, plot.left + step * len(moments))


def _plot(sheet: Sheet, highest: int) -> Plot:
    """Lines across at round figures, each with its figure, from nothing upwards."""
    size = sheet.measures.small
    if sheet.shape is Shape.NARROW:
        sheet.height = max(sheet.height, sheet.height - sheet.bottom + sheet.y + _PLOT_HEIGHT_NARROW)
    step = _round_step(highest)
    most = step * max(-(-highest // step), 1)
    top, bottom = sheet.y + size * 2.4, sheet.bottom - size * 2.6
    left = sheet.left + len(format_decimal(most)) * size * 0.62 + 12
    plot = Plot(left, sheet.right, top, bottom, most)
    for figure in range(0, most + 1, step):
        sheet.rule(plot.left, plot.y(figure), plot.right - plot.left)
        sheet.write(
            plot.left - 10, plot.y(figure) + size * 0.36, format_decimal(figure), size, muted=True, anchor="end"
        )
    sheet.y = bottom + size * 2.6
    return plot


def _round_step(highest: int) -> int:
    """The distance of the lines: 1, 2 or 5 times a power of ten, so that there are at most five."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if step * 4 >= highest:
                return step
        power *= 10


def _days(sheet: Sheet, plot: Plot, first: date, last: date, end: float | None = None) -> None:
    size = sheet.measures.small
    base = plot.bottom + size * 1.6
    if first == last:
        middle = (plot.left + (end or plot.right)) / 2
        wide = sheet.measures.width / 6
        sheet.write(max(middle, plot.left + wide / 2), base, format_date(first, "medium"), size, muted=True,
                    anchor="middle")  # fmt: skip
        return
    sheet.write(plot.left, base, format_date(first, "medium"), size, muted=True)
    far = max(end or plot.right, plot.left + sheet.measures.width / 2.6)
    sheet.write(far, base, format_date(last, "medium"), size, muted=True, anchor="end")
