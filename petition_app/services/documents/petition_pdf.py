"""The petition as a PDF to hand over: cover, demands, table, signatories, method, responses, and how to check it."""

from __future__ import annotations

from petition_app.services.documents import words
from petition_app.services.documents.names import write_names
from petition_app.services.documents.sheet import MARGIN, Sheet
from petition_app.services.publishable import Office, Publishable


def pdf_of(data: Publishable, digest: str) -> bytes:
    """`digest` is that of petition.json. The same data gives the same bytes."""
    with Sheet(data.paper, data.title, data.day, f"{data.title} · {data.address}") as sheet:
        _cover(sheet, data, digest)
        _petition(sheet, data)
        _table(sheet, data)
        write_names(sheet, data)
        _responses(sheet, data)
        _method(sheet, data)
        _check(sheet, data, digest)
        return bytes(sheet.output())


def _cover(sheet: Sheet, data: Publishable, digest: str) -> None:
    sheet.new_page()
    sheet.heading(data.title)
    if data.for_office:
        sheet.paragraph(f"For: {data.for_office.name}, {data.for_office.organisation}", style="B")
    sheet.paragraph(f"Figures of {words.day(data.day)} (release {data.release.number})", points=9.5)
    sheet.ln(6)
    sheet.paragraph(data.cover)
    sheet.ln(4)
    sheet.paragraph(f"{data.address}\nDigest of this package (SHA-256 of petition.json): {digest}", points=8)


def _petition(sheet: Sheet, data: Publishable) -> None:
    sheet.new_page()
    sheet.heading("The petition")
    sheet.paragraph(data.summary, style="B")
    sheet.paragraph(data.body)
    sheet.heading("What we ask")
    for number, demand in enumerate(data.demands, start=1):
        sheet.paragraph(f"{number}. {demand}")
    sheet.paragraph(f"Version {data.text_version} of the text. SHA-256 of the text: {data.text_digest}", points=8)


def _table(sheet: Sheet, data: Publishable) -> None:
    tally = data.release.tally
    sheet.heading("How many have signed, and where they work")
    for row in tally.rows:
        _row(sheet, row.employer, words.of_row(row))
        if row.includes:
            sheet.paragraph(f"with {', '.join(row.includes)}", points=8.5, indent=4)
    if tally.other:
        _row(sheet, "Other employers, or not published", f"{tally.other:,}")
    _row(sheet, "All signatures", words.figure(tally.total), style="B")
    if tally.employees:
        _row(sheet, "Of these, current employees whose employment was shown", words.figure(tally.employees))


def _row(sheet: Sheet, name: str, figure: str, style: str = "") -> None:
    """A name on the left and its figure on the right, with a line below."""
    step = sheet.face(10.5, style)
    sheet.room_for(step * 1.3)
    name, room = sheet.letters.shown(name), sheet.epw - sheet.get_string_width(figure) - 4
    while sheet.get_string_width(name) > room:
        name = name.rstrip("…")[:-1] + "…"
    with sheet.tagged("/P"):
        sheet.text(MARGIN, sheet.get_y() + step * 0.8, f"{name} ")
        sheet.text(sheet.w - MARGIN - sheet.get_string_width(figure), sheet.get_y() + step * 0.8, f"{figure} ")
    sheet.ln(step * 1.2)
    sheet.set_draw_color(170)
    sheet.set_line_width(0.1)
    sheet.line(MARGIN, sheet.get_y(), sheet.w - MARGIN, sheet.get_y())
    sheet.ln(step * 0.1)


def _responses(sheet: Sheet, data: Publishable) -> None:
    sheet.new_page()
    sheet.heading("What the addressees have said")
    for office in data.offices:
        _office(sheet, office)


def _office(sheet: Sheet, office: Office) -> None:
    sheet.heading(f"{office.name}, {office.organisation}", level=2)
    if not office.responses:
        sheet.paragraph("Nothing recorded yet.")
    for each in office.responses:
        until = "as of " if each.kind == "none" else ""
        sheet.paragraph(f"{words.RESPONSES[each.kind]}, {until}{words.day(each.on)}", style="B")
        if each.summary:
            sheet.paragraph(each.summary, indent=4)
        if each.quotation:
            sheet.paragraph(f"“{each.quotation}”", indent=4)
        if each.source_url:
            sheet.paragraph(f"Source: {each.source_url}", points=8.5, indent=4)


def _method(sheet: Sheet, data: Publishable) -> None:
    sheet.heading("How we count")
    for sentence in words.on_method(data):
        sheet.paragraph(sentence)


def _check(sheet: Sheet, data: Publishable, digest: str) -> None:
    sheet.heading("How to check this package")
    sheet.paragraph(
        f"The table is release {data.release.number}, published with the SHA-256 {data.release.digest} at "
        f"{data.address}/releases, where every release since the first can be read."
    )
    sheet.paragraph(
        f"petition.json has the data of this whole package. Its SHA-256 is {digest}. SHA256SUMS has those of all "
        "files: sha256sum -c SHA256SUMS checks them."
    )
    sheet.paragraph(f"What was handed over to whom, as far as it is public: {data.address}/hand-overs")
