"""The tables of charts: safe in a spreadsheet, and documented."""

from __future__ import annotations

from pathlib import Path

from petition_app.services.chart_rows import COLUMNS, csv_text
from petition_app.services.charts import ChartName
from tests.web.drawing.charting import released


def test_an_employer_that_would_be_a_formula_is_guarded():
    text = csv_text(ChartName.EMPLOYERS, released(('=HYPERLINK("x"),', 95), ("Ωmega\r\n+1", 10)))

    assert text == (
        "\ufeffline,employer,signatures,reading,as_of,release\r\n"
        'employer,"\'=HYPERLINK(""x""),",95,at least,2026-11-22,2\r\n'
        'employer,"Ωmega\r\n\'+1",10,at least,2026-11-22,2\r\n'
        "other,,0,remainder,2026-11-22,2\r\n"
        "total,,105,at least,2026-11-22,2\r\n"
    )


def test_a_figure_that_is_not_published_is_empty():
    lines = csv_text(ChartName.PROOF, released(("Acme", 95), employees=None)).splitlines()

    assert lines[1:3] == [
        "verified_current_employees,,not published,2026-11-22,2",
        "all_others,95,remainder,2026-11-22,2",
    ]


def test_the_documentation_lists_the_columns_of_every_chart():
    page = (Path(__file__).parents[2] / "docs" / "exports.md").read_text("utf-8")

    for chart in ChartName:
        section = page.split(f"### {chart}.csv")[1].split("\n#")[0]
        assert [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")] == [*COLUMNS[chart]]
