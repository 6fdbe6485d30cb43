"""The charts of a petition: which words and figures stand on each."""

from __future__ import annotations

from functools import partial

from flask import render_template
from flask_babel import format_date, format_decimal, ngettext
from flask_babel import gettext as _

from petition_app.services.charts import ChartName, Employment, Figures, Moment
from petition_app.web.drawing.bars import MOST_BARS, Row, draw_bars
from petition_app.web.drawing.growth import draw_days, draw_releases
from petition_app.web.drawing.lettering import plain
from petition_app.web.drawing.sheet import Shape, Sheet, Words, facts_of
from petition_app.web.labels import label


def svg_of(chart: ChartName, figures: Figures, shape: Shape, site: str) -> str:
    """The whole file. It says itself what it shows, of which day, and where it is from: it may go anywhere alone."""
    sheet = _DRAWN[chart](figures, shape, site)
    return render_template("charts/chart.svg", sheet=sheet.finish())


def title_of(chart: ChartName, figures: Figures) -> str:
    titles: dict[ChartName, str] = {
        ChartName.EMPLOYERS: _("Where the signers work"),
        ChartName.PROOF: _("How the signers are known") if figures.is_exact else _("How many are verified employees"),
        ChartName.GROWTH: _("Confirmed signatures by day") if figures.is_exact else _("How the petition has grown"),
    }
    return titles[chart]


def proof_rows(figures: Figures) -> list[Row]:
    """Each proof with its figure and its share of the total, in words."""
    return [Row(str(label(each.proof)), each.figure or 0, _share(figures, each.proof, each.figure))
            for each in figures.proofs]  # fmt: skip


def _employers(figures: Figures, shape: Shape, site: str) -> Sheet:
    rows = [Row(each.employer, each.figure, _figure(figures, each.figure)) for each in figures.employers]
    more = rows[MOST_BARS:]
    below = []
    if more:
        together = _figure(figures, sum(row.figure for row in more))
        below.append(ngettext("%(num)s more employer: %(together)s", "%(num)s more employers, together: %(together)s",
                              len(more), together=together))  # fmt: skip
    if figures.other:
        other = (
            _("Not matched to an employer, or none given")
            if figures.is_exact
            else _("Other employers, or not published")
        )
        below.append(f"{other}: {format_decimal(figures.other)}")
    below.append(_all_signatures(figures))
    facts = facts_of([(row.name, row.words) for row in rows]) or _no_employer(figures)
    note = _("Confirmed signatures by employer, whatever the signer's relation to it.") if figures.is_exact else _(
        "At least this many at each employer. Figures are rounded down, and employers with few signers are counted "
        "together, so that nobody can be singled out.")  # fmt: skip
    sheet = Sheet(shape, _words(ChartName.EMPLOYERS, figures, note, below, facts, site))
    if not rows:
        sheet.say(_no_employer(figures), sheet.measures.text, most=2)
    draw_bars(sheet, rows, max((row.figure for row in rows), default=0))
    return sheet


def _proof(figures: Figures, shape: Shape, site: str) -> Sheet:
    rows = proof_rows(figures)
    note = _("What is known of each confirmed signer.") if figures.is_exact else _(
        "Verified: their employment was shown by a work address, a document or a person who vouches. All others are "
        "the rest of the total; it may hold employees too.")  # fmt: skip
    facts = facts_of([(row.name, row.words) for row in rows])
    sheet = Sheet(shape, _words(ChartName.PROOF, figures, note, [_all_signatures(figures)], facts, site))
    draw_bars(sheet, rows, figures.total)
    return sheet


def _growth(figures: Figures, shape: Shape, site: str) -> Sheet:
    say = partial(_of_moment, figures)
    moments = figures.growth
    note = (
        _("New on each day, by the day of confirmation.")
        if figures.is_exact
        else _("The published total after each release. Every figure is a floor: at least this many had signed.")
    )
    days = [(format_date(each.on, "long"), say(each)) for each in moments]
    # A long story is told by its ends: the table has all of it.
    told = days if len(days) <= 31 else [days[0], days[-1]]
    sheet = Sheet(shape, _words(ChartName.GROWTH, figures, note, [_all_signatures(figures)], facts_of(told), site))
    if figures.is_exact:
        draw_days(sheet, moments, lambda each: f"{format_date(each.on, 'long')}: {say(each)}")
    else:
        draw_releases(sheet, moments, say)
    return sheet


def _words(chart: ChartName, figures: Figures, note: str, below: list[str], facts: str, site: str) -> Words:
    day = format_date(figures.as_of, "long")
    if figures.is_exact:
        source = _("Exact figures of %(day)s, for organisers only: not for publication. %(where)s", day=day, where=site)
    else:
        where = f"{site}/p/{figures.slug}"
        source = _("Release %(n)s, as of %(day)s. Source: %(where)s", n=figures.release, day=day, where=where)
    title = title_of(chart, figures)
    return Words(plain(figures.title), title, note, tuple(below), source, " ".join([note, facts, *below, source]))


def _figure(figures: Figures, figure: int) -> str:
    shown = str(format_decimal(figure))
    return shown if figures.is_exact else str(_("at least %(n)s", n=shown))


def _all_signatures(figures: Figures) -> str:
    if figures.total or figures.is_exact:
        return str(_("All signatures: %(n)s", n=_figure(figures, figures.total)))
    return str(_("All signatures: too few to be published yet"))


def _no_employer(figures: Figures) -> str:
    if figures.is_exact:
        return str(_("Nobody has named an employer yet."))
    return str(_("No employer has enough signers to be published yet."))


def _share(figures: Figures, proof: object, figure: int | None) -> str:
    """The share is of the total as it is shown here, so that anybody can work it out again."""
    if figure is None or not figures.total:
        return _figure(figures, 0) if figures.is_exact else str(_("not published"))
    if proof is Employment.OTHERS and not figure:
        return str(_("nobody left over"))
    percent = round(100 * figure / figures.total)
    # What the verified leave over of the total is a difference of floors, and so no floor itself.
    shown = format_decimal(figure) if proof is Employment.OTHERS else _figure(figures, figure)
    return str(_("%(figure)s (about %(n)s%%)", figure=shown, n=percent))


def _of_moment(figures: Figures, moment: Moment) -> str:
    if figures.is_exact:
        return _figure(figures, moment.new or 0)
    return _figure(figures, moment.total) if moment.total else str(_("not published"))


_DRAWN = {ChartName.EMPLOYERS: _employers, ChartName.PROOF: _proof, ChartName.GROWTH: _growth}
