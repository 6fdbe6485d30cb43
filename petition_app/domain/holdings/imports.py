"""Files that organisers import, and what is read of them before it counts."""

from __future__ import annotations

from petition_app.domain.holdings.holding import PETITION, SERVER, Kind, of

_STAGED = "until the import counts or is left, 7 days at most"
_FILE = "until every row is taken or the import is left or undone, 7 days at most"

IMPORTS = of(
    "import_batch",
    ("actor", Kind.ORGANISERS, "organisers of the same petition", PETITION, "who imported it and stated its truth"),
    ("note", Kind.ORGANISERS, "exporters and above", PETITION, "what they stated besides"),
    ("file_key", Kind.SEALED, "the instance key", _FILE, "opens the uploaded file, which holds names and addresses"),
) + of(
    "import_row",
    ("id", Kind.OPERATIONAL, SERVER, _STAGED, "the name of the signature to be"),
    ("email_key", Kind.HASH, SERVER, _STAGED, "finds the same mailbox, or the same name and employer, twice"),
    ("domain_key", Kind.HASH, SERVER, _STAGED, "as in the signature"),
    ("employer", Kind.ORGANISERS, SERVER, _STAGED, "what the file says"),
    ("relation", Kind.ORGANISERS, SERVER, _STAGED, "as in the signature"),
    ("display", Kind.ORGANISERS, SERVER, _STAGED, "as in the signature"),
    ("role_band", Kind.ORGANISERS, SERVER, _STAGED, "as in the signature"),
    ("proof", Kind.ORGANISERS, SERVER, _STAGED, "paper, or none"),
    ("public_name", Kind.ORGANISERS, SERVER, _STAGED, "only where it is to be shown"),
    ("public_title", Kind.ORGANISERS, SERVER, _STAGED, "only where it is to be shown"),
    ("search_text", Kind.ORGANISERS, SERVER, _STAGED, "as in the signature"),
    ("consents", Kind.ORGANISERS, SERVER, _STAGED, "as in the signature"),
    ("signed_on", Kind.ORGANISERS, SERVER, _STAGED, "the day, never the hour"),
    ("text_version", Kind.ORGANISERS, SERVER, _STAGED, "as in the signature"),
    ("consent_version", Kind.ORGANISERS, SERVER, _STAGED, "as in the signature"),
    ("sealed", Kind.SEALED, "nobody before it is a signature; the server, to write a letter that was asked for", _STAGED, "the e-mail address"),  # noqa: E501 - one line for each column
) + of(
    "import_employer",
    ("text", Kind.ORGANISERS, SERVER, _STAGED, "what the file says, looked up once"),
    ("shown", Kind.ORGANISERS, SERVER, _STAGED, "the same, fit to be shown"),
)  # fmt: skip
