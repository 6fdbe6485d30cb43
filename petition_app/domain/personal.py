"""The register of personal data: for each column that holds or leads to some, what kind it is, who may read it, how
long it is kept, and why. docs/personal-data.md shows the same table; a test finds every column that is in neither."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a column is protected."""

    PUBLIC = "public by the signer's choice"
    SEALED = "sealed"
    HASH = "hash only"
    ORGANISERS = "organisers only"
    OPERATIONAL = "operational"
    OFFICE = "public office"


@dataclass(frozen=True)
class Holding:
    """One column, `table.column`, and what is promised of it."""

    column: str
    kind: Kind
    readers: str
    kept: str
    why: str


_WITHDRAWN = "until withdrawn or erased"
_ERASED = "until erased"
_MODERATORS = "moderators and above; the holder of the receipt"
_TYPIST = f"{_MODERATORS}; everybody, where its signer stands on the roster"
_SERVER = "the server"
_SITE = "as long as the site"
_TYPED = "until the last who typed it is gone"
_PETITION = "as long as the petition"
_ACCOUNT = "as long as the account"
_TEAM = "organisers of the same petition"
_COPY = "the holder of the link, later of the receipt"


def _of(table: str, *rows: tuple[str, Kind, str, str, str]) -> tuple[Holding, ...]:
    return tuple(Holding(f"{table}.{row[0]}", *row[1:]) for row in rows)


_SIGNER = _of(
    "signature",
    ("id", Kind.OPERATIONAL, _MODERATORS, _ERASED, "names the row; tells the day of signing and no more"),
    ("email_key", Kind.HASH, _SERVER, _WITHDRAWN, "finds a second signature of the same mailbox; keyed per petition"),
    ("status", Kind.ORGANISERS, _MODERATORS, _ERASED, "what counts"),
    ("relation", Kind.ORGANISERS, _MODERATORS, _ERASED, "tallies by relation"),
    ("proof", Kind.ORGANISERS, _MODERATORS, _ERASED, "tallies by proof; the claim checker tells it of titles"),
    ("display", Kind.ORGANISERS, _MODERATORS, _ERASED, "how the signer chose to appear"),
    ("role_band", Kind.ORGANISERS, _MODERATORS, _ERASED, "shown with the employer where the signer chose that"),
    ("spelling_id", Kind.ORGANISERS, _MODERATORS, _WITHDRAWN, "tallies by employer; public under the publishing rules"),
    ("employer_raw", Kind.ORGANISERS, _TYPIST, _WITHDRAWN, "what was typed, to correct a wrong match"),
    ("public_name", Kind.PUBLIC, "everybody", _WITHDRAWN, "stored only where the chosen appearance shows it"),
    ("public_title", Kind.PUBLIC, "everybody", _WITHDRAWN, "stored only where the chosen appearance shows it"),
    ("text_version", Kind.ORGANISERS, _MODERATORS, _ERASED, "which text was agreed with"),
    ("consent_version", Kind.ORGANISERS, _MODERATORS, _ERASED, "under which words consent was given"),
    ("consents", Kind.ORGANISERS, _MODERATORS, _ERASED, "what the signer agreed to"),
    ("over_limit", Kind.ORGANISERS, _MODERATORS, _ERASED, "that many came from one network; not which"),
    ("signed_on", Kind.ORGANISERS, _MODERATORS, _ERASED, "the day, never the hour"),
    ("confirmed_on", Kind.ORGANISERS, _MODERATORS, _ERASED, "growth by day"),
    ("ended_on", Kind.ORGANISERS, _MODERATORS, _ERASED, "when it was withdrawn or removed"),
    ("receipt_hash", Kind.HASH, _SERVER, _ERASED, "finds the signature of a receipt"),
    ("sealed", Kind.SEALED, "exporters and above, each time audited", _WITHDRAWN, "the e-mail address"),
    ("own_copy", Kind.SEALED, _COPY, _WITHDRAWN, "the signer's own access, without asking anybody"),
)  # fmt: skip

_CONFIRMATION = _of(
    "confirmation",
    ("token_hash", Kind.HASH, _SERVER, "until used or replaced", "finds the signature of a link"),
    ("code_hash", Kind.HASH, _SERVER, "until used or replaced", "finds the signature of a typed code"),
    ("signature_id", Kind.OPERATIONAL, _SERVER, "until used or replaced", "which signature waits"),
    ("expires_at", Kind.OPERATIONAL, _SERVER, "until used or replaced", "to the full hour; once used, ten minutes on"),
    ("receipt", Kind.SEALED, "whoever has the letter", "some ten minutes", "for a button pressed twice"),
) + _of(
    "work_proof",
    ("address_key", Kind.HASH, _SERVER, _PETITION, "one work address proves once; leads to no signature"),
)  # fmt: skip

_KEYS = _of(
    "petition_key",
    ("wrapped_private", Kind.SEALED, "the instance key or the organisers' passphrase", _PETITION, "opens epoch keys"),
) + _of(
    "epoch",
    ("sealed", Kind.SEALED, "the petition's private key", _PETITION, "opens the private fields of one hour"),
) + _of(
    "petition_secret",
    ("wrapped", Kind.SEALED, "the instance key", _PETITION, "the key of e-mail hashes; without it they lead to nobody"),
)  # fmt: skip

_COUNTS = _of(
    "tally_counter",
    ("signatures", Kind.ORGANISERS, "viewers and above", _PETITION, "exact counts: small ones single people out"),
) + _of(
    "tally_day",
    ("signatures", Kind.ORGANISERS, "viewers and above", _PETITION, "exact counts by day"),
) + _of(
    "published_release",
    ("basis", Kind.ORGANISERS, _SERVER, _PETITION, "the exact counts that the next release is measured against"),
) + _of(
    "spelling",
    ("text", Kind.ORGANISERS, "viewers and above", _TYPED, "as typed, for review"),
    ("name_key", Kind.ORGANISERS, "viewers and above", _TYPED, "finds those who typed it alike"),
    ("detail", Kind.ORGANISERS, "viewers and above", _TYPED, "the part of the text that told the employer"),
    ("waiting", Kind.ORGANISERS, "viewers and above", _TYPED, "what to look at first"),
) + _of(
    "employer_rule",
    ("subject", Kind.ORGANISERS, "viewers and above", _PETITION, "the text or employer that organisers decided about"),
    ("name", Kind.ORGANISERS, "viewers and above", _PETITION, "what an employer is called by their decision"),
    ("made_by", Kind.ORGANISERS, "viewers and above", _PETITION, "which organiser decided"),
    ("undone_by", Kind.ORGANISERS, "viewers and above", _PETITION, "which organiser took it back"),
)  # fmt: skip

_TRAFFIC = _of(
    "outbox_letter",
    ("sealed", Kind.SEALED, "the mail worker", "until delivered or given up", "the letter and its address"),
    ("kind", Kind.OPERATIONAL, _SERVER, _SITE, "which letter it is"),
    ("due_at", Kind.OPERATIONAL, _SERVER, "until delivered or given up", "when it is tried next"),
    ("ended_at", Kind.OPERATIONAL, _SERVER, _SITE, "the day it left, never the hour"),
    ("last_error", Kind.OPERATIONAL, "the operator", _SITE, "the mail server's code, no address"),
) + _of(
    "hit",
    ("key", Kind.HASH, _SERVER, "a day; for letters a year", "limits; keyed, and another one for each window"),
    ("hits", Kind.OPERATIONAL, _SERVER, "a day; for letters a year", "how many tries"),
)  # fmt: skip

_ORGANISERS = _of(
    "organiser",
    ("email", Kind.ORGANISERS, "the organiser; the operator", _ACCOUNT, "sign-in"),
    ("name", Kind.ORGANISERS, "organisers of the same petition", _ACCOUNT, "who did what"),
    ("password_hash", Kind.HASH, _SERVER, _ACCOUNT, "Argon2id"),
    ("totp_wrapped", Kind.SEALED, "the instance key", _ACCOUNT, "the second factor"),
    ("totp_last_step", Kind.OPERATIONAL, _SERVER, _ACCOUNT, "no code works twice"),
    ("created_at", Kind.OPERATIONAL, "the operator", _ACCOUNT, "since when"),
) + _of(
    "recovery_code",
    ("code_hash", Kind.HASH, _SERVER, "until used or replaced", "for a lost telephone"),
    ("organiser_id", Kind.OPERATIONAL, _SERVER, "until used or replaced", "whose code"),
) + _of(
    "membership",
    ("organiser_id", Kind.ORGANISERS, "organisers of the same petition", _PETITION, "who has a role"),
    ("role", Kind.ORGANISERS, "organisers of the same petition", _PETITION, "which role"),
) + _of(
    "organiser_session",
    ("id_hash", Kind.HASH, _SERVER, "until signed out, 12 hours at most", "finds the session of a cookie"),
    ("organiser_id", Kind.OPERATIONAL, "the organiser", "until signed out, 12 hours at most", "whose session"),
    ("created_at", Kind.OPERATIONAL, "the organiser", "until signed out, 12 hours at most", "its end"),
    ("seen_at", Kind.OPERATIONAL, "the organiser", "until signed out, 12 hours at most", "its end when idle"),
    ("second_factor_at", Kind.OPERATIONAL, _SERVER, "until signed out, 12 hours at most", "asked for anew after ten minutes"),  # noqa: E501 - one line for each column
) + _of(
    "audit_line",
    ("actor", Kind.ORGANISERS, "owners", _SITE, "which organiser; for signers the word visitor alone"),
    ("at", Kind.ORGANISERS, "owners", _SITE, "of signers only the day"),
    ("details", Kind.ORGANISERS, "owners", _SITE, "counts, ids and settings; no name, address or token"),
) + _of(
    "export",
    ("actor", Kind.ORGANISERS, "organisers of the same petition", _PETITION, "who took what"),
    ("purpose", Kind.ORGANISERS, "organisers of the same petition", _PETITION, "what the export is for"),
)  # fmt: skip

_OFFICES = _of(
    "target",
    ("name", Kind.OFFICE, "everybody", _PETITION, "who must answer, by office"),
) + _of(
    "response",
    ("summary", Kind.OFFICE, "everybody", _PETITION, "what an addressee said in public, or did not"),
    ("quotation", Kind.OFFICE, "everybody", _PETITION, "in their own words"),
) + _of(
    "response_revision",
    ("summary", Kind.OFFICE, _TEAM, _PETITION, "every wording shown, removed ones too"),
    ("quotation", Kind.OFFICE, _TEAM, _PETITION, "every wording shown, removed ones too"),
    ("actor", Kind.ORGANISERS, _TEAM, _PETITION, "which organiser wrote it"),
    ("at", Kind.ORGANISERS, _TEAM, _PETITION, "when it was written"),
)  # fmt: skip

REGISTER = _SIGNER + _CONFIRMATION + _KEYS + _COUNTS + _TRAFFIC + _ORGANISERS + _OFFICES
