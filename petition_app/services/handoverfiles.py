"""The files of a hand-over package and the ZIP they travel in. The same data gives the same bytes."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from petition_app.domain.marks import STEP
from petition_app.domain.spreadsheet import BOM, csv_lines
from petition_app.later import Later
from petition_app.services.documents import words
from petition_app.services.publishable import Office, Publishable

if TYPE_CHECKING:
    from petition_app.services.documents import petition_pdf
else:
    petition_pdf = Later("petition_app.services.documents.petition_pdf")

FORMAT = "petition-hand-over-1"
_TALLIES = ("line", "employer", "employer_slug", "signatures", "reading", "as_of", "release")
_SIGNATORIES = ("name", "title", "employer")


@dataclass(frozen=True)
class Package:
    """A ZIP. `digest` is the SHA-256 of petition.json, which holds all the data; `file_digest` that of the ZIP, which
    depends on the program that packed it as well."""

    file_name: str
    content: bytes
    digest: str
    file_digest: str


def digest_of(data: Publishable) -> str:
    """What the package of this data would be known by."""
    return _sha256(_json_of(data))


def build(data: Publishable) -> Package:
    """About 2 s of a processor for 10,000 signatories; needs no database."""
    facts = _json_of(data)
    digest = _sha256(facts)
    files = {
        "petition.pdf": petition_pdf.pdf_of(data, digest),
        "signatories.csv": _signatories(data),
        "tallies.csv": _tallies(data),
        "petition.json": facts,
        "README.txt": _readme(data, digest),
    }
    files["manifest.json"] = _manifest(data, digest, files)
    files["SHA256SUMS"] = "".join(f"{_sha256(files[name])}  {name}\n" for name in sorted(files)).encode()
    content = _zip(files, data)
    return Package(file_name(data), content, digest, _sha256(content))


def file_name(data: Publishable) -> str:
    """Tells the petition, the release and, where it is for one addressee, their place in the list."""
    place = f"-addressee-{data.offices.index(data.for_office) + 1}" if data.for_office in data.offices else ""
    audience = "-press" if data.audience == "press" else ""
    return f"{data.slug}-release-{data.release.number}{place}{audience}.zip"


def _json_of(data: Publishable) -> bytes:
    tally, policy = data.release.tally, data.release.policy
    facts = {
        "format": FORMAT,
        "address": data.address,
        "title": data.title,
        "text": {
            "version": data.text_version,
            "sha256": data.text_digest,
            "summary": data.summary,
            "body": data.body,
            "demands": data.demands,
        },
        "cover": data.cover,
        "audience": data.audience,
        "for": _office_name(data.for_office),
        "one_employer_only": data.only_employer,
        "release": {
            "number": data.release.number,
            "as_of": tally.as_of.isoformat(),
            "sha256": data.release.digest,
            "rules": data.release.rules,
            "policy": asdict(policy) if policy else None,
            "rounding": {"step": STEP, "direction": "down"},
        },
        "signatures_at_least": tally.total,
        "verified_employees_at_least": tally.employees,
        "other": tally.other,
        "signatures_by_employer": [_row(row) for row in _rows(data)],
        "addressees": [_office(each) for each in data.offices],
        "signatories": [
            {"name": each.name, "title": each.title, "employer": each.employer} for each in data.signatories
        ],
        "method": [*words.on_method(data)],
    }
    return _json(facts)


def _rows(data: Publishable) -> Iterator[tuple[Any, ...]]:
    for row in data.release.tally.rows:
        yield row.employer, row.key, row.at_least, (row.as_of or data.day).isoformat(), row.includes


def _row(row: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(("employer", "slug", "at_least", "as_of", "includes"), row, strict=True))


def _office_name(office: Office | None) -> dict[str, str] | None:
    return {"name": office.name, "organisation": office.organisation} if office else None


def _office(office: Office) -> dict[str, Any]:
    responses = [asdict(each) | {"on": each.on.isoformat()} for each in office.responses]
    return {"name": office.name, "organisation": office.organisation, "responses": responses}


def _signatories(data: Publishable) -> bytes:
    return _csv([_SIGNATORIES, *((each.name, each.title, each.employer) for each in data.signatories)])


def _tallies(data: Publishable) -> bytes:
    """As the public employers.csv has it, with the short name of each employer."""
    tally, number, day = data.release.tally, data.release.number, data.day.isoformat()
    rows = [("employer", *row[:3], "at least", row[3], number) for row in _rows(data)]
    other = [("other", "", "", tally.other, "remainder", day, number)] if tally.other else []
    return _csv([_TALLIES, *rows, *other, ("total", "", "", tally.total, "at least", day, number)])


def _csv(rows: list[tuple[object, ...]]) -> bytes:
    return (BOM + csv_lines(rows)).encode()


def _readme(data: Publishable, digest: str) -> bytes:
    who = f"{data.for_office.name}, {data.for_office.organisation}" if data.for_office else "everybody it is given to"
    return "\n".join((
        data.title,
        data.address,
        "",
        f"Made for {who}, from release {data.release.number} of {words.day(data.day)}.",
        "",
        "petition.pdf     the petition to read and to print",
        "signatories.csv  those who chose to be named: name, title, employer",
        "tallies.csv      the published table",
        "petition.json    all of it as data, for programs",
        "manifest.json    what is in this package",
        "SHA256SUMS       digests of all files: sha256sum -c SHA256SUMS",
        "",
        f"Digest of the package (SHA-256 of petition.json): {digest}",
        f"Digest of the release, published at {data.address}/releases: {data.release.digest}",
        "",
        *words.on_signatories(data),
        "",
        "How the figures were made:",
        *(f"- {sentence}" for sentence in words.on_method(data)),
        "",
    )).encode()  # fmt: skip


def _manifest(data: Publishable, digest: str, files: Mapping[str, bytes]) -> bytes:
    return _json({
        "format": FORMAT,
        "address": data.address,
        "release": data.release.number,
        "as_of": data.day.isoformat(),
        "digest": digest,
        "release_sha256": data.release.digest,
        "signatories": len(data.signatories),
        "files": [
            {"name": name, "bytes": len(files[name]), "sha256": _sha256(files[name])} for name in sorted(files)
        ],
    })  # fmt: skip


def _zip(files: Mapping[str, bytes], data: Publishable) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (data.day.year, data.day.month, data.day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            # As made on any system: which one it was is nobody's business.
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    return packed.getvalue()


def _json(facts: Mapping[str, Any]) -> bytes:
    return (json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
