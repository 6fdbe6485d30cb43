"""How many signatories a second one core sets in the PDF to hand over, and how much memory 10,000 of them take."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from fpdf import FPDF

from bench.measure import Result, compared, peak_memory, per_second
from bench.registry import benchmark
from petition_app import folders
from petition_app.domain.handover import Audience, Paper
from petition_app.domain.petition import Policy, ResponseKind
from petition_app.domain.response import Wording
from petition_app.domain.tally import PublishedRow, PublishedTally
from petition_app.services.documents.petition_pdf import pdf_of
from petition_app.services.publishable import Office, Publishable
from petition_app.services.releases import StoredRelease
from petition_app.services.roster import Signatory

NAMES = 10_000
_EMPLOYERS = 40
_GIVEN = ("Ελένη", "Иван", "Zoë", "Nguyễn", "Sam", "Łucja", "Марія", "Ximena")
_FONTS = folders.STATIC / "vendor" / "fonts" / "dejavu"


@benchmark("documents")
def measure() -> Result:
    """Beside the floor: the same names one below the other, on pages with nothing else."""
    data = _data()
    _pdf(data), _bare()
    floor, measured = per_second(_bare, NAMES), per_second(lambda: _pdf(data), NAMES)
    return compared("documents", "names/s", measured, floor)


@benchmark("documents_memory")
def memory() -> Result:
    """The most that a process of its own holds, in MB, beside one that makes a package of a single name."""
    most, least = peak_memory(_make, NAMES), peak_memory(_make, 1)
    return Result("documents-memory", "MB", most, 0, least, most / least)


def _pdf(data: Publishable) -> bytes:
    return pdf_of(data, "0" * 64)


def _bare() -> bytes:
    sheet = FPDF()
    sheet.add_font("DejaVu", "", _FONTS / "DejaVuSansCondensed.ttf")
    sheet.set_font("DejaVu", "", 9)
    for number in range(NAMES):
        if number % 60 == 0:
            sheet.add_page()
        sheet.text(20, 20 + number % 60 * 4, _name(number))
    made = bytes(sheet.output())
    sheet.fonts["dejavu"].ttfont.close()
    return made


def _make(names: int) -> None:
    data = _data()
    _pdf(replace(data, signatories=data.signatories[:names]))


def _name(number: int) -> str:
    return f"{_GIVEN[number % len(_GIVEN)]} Παπαδοπούλου {number}"


def _data() -> Publishable:
    day = date(2026, 1, 1)
    rows = tuple(PublishedRow(f"Employer {n:02}", 300, day, f"employer-{n:02}") for n in range(_EMPLOYERS))
    tally = PublishedTally(rows, 500, 300 * _EMPLOYERS + 500, 0, day)
    size = NAMES // _EMPLOYERS
    signatories = tuple(
        Signatory(_name(n), "Engineer" if n % 3 else "", f"Employer {n // size:02}", f"employer-{n // size:02}")
        for n in range(NAMES)
    )
    office = Office("Chief executive", "Acme", (Wording(ResponseKind.NONE, day, "No public statement."),))
    return Publishable(
        "letter", "https://petition.example/p/letter", "An appeal", 1, "0" * 64, "We ask you to act.", "Please act.",
        ("Act.",), "Dear leaders", Audience.ADDRESSEES, Paper.A4, None, False, (office,),
        StoredRelease(1, datetime(2026, 1, 1, tzinfo=UTC), tally, "0" * 64, Policy(), 1), signatories,
    )  # fmt: skip
