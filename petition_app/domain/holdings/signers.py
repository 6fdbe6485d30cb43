"""Signatures."""

from __future__ import annotations

from petition_app.domain.holdings.holding import (
    COPY,
    ERASED,
    MODERATORS,
    SERVER,
    TYPIST,
    WITHDRAWN,
    WITHDRAWN_OR_END,
    Kind,
    of,
)

SIGNERS = of(
    "signature",
    ("id", Kind.OPERATIONAL, MODERATORS, ERASED, "names the row; tells the day of signing and no more"),
    ("email_key", Kind.HASH, SERVER, WITHDRAWN_OR_END, "finds a second signature of one mailbox, or on paper name"),
    ("domain_key", Kind.HASH, SERVER, WITHDRAWN_OR_END, "finds all at one mail domain; keyed per petition"),
    ("status", Kind.ORGANISERS, MODERATORS, ERASED, "what counts"),
    ("relation", Kind.ORGANISERS, MODERATORS, ERASED, "tallies by relation"),
    ("proof", Kind.ORGANISERS, MODERATORS, ERASED, "tallies by proof; the claim checker tells it of titles"),
    ("display", Kind.ORGANISERS, MODERATORS, ERASED, "how the signer chose to appear"),
    ("role_band", Kind.ORGANISERS, MODERATORS, ERASED, "shown with the employer where the signer chose that"),
    ("spelling_id", Kind.ORGANISERS, MODERATORS, WITHDRAWN, "tallies by employer; public under the publishing rules"),
    ("employer_raw", Kind.ORGANISERS, TYPIST, WITHDRAWN, "what was typed, to correct a wrong match"),
    ("public_name", Kind.PUBLIC, "everybody", WITHDRAWN, "stored only where the chosen appearance shows it"),
    ("public_title", Kind.PUBLIC, "everybody", WITHDRAWN, "stored only where the chosen appearance shows it"),
    ("search_text", Kind.PUBLIC, MODERATORS, WITHDRAWN, "the published name and title, as searches compare them"),
    ("text_version", Kind.ORGANISERS, MODERATORS, ERASED, "which text was agreed with"),
    ("consent_version", Kind.ORGANISERS, MODERATORS, ERASED, "under which words consent was given"),
    ("consents", Kind.ORGANISERS, MODERATORS, ERASED, "what the signer agreed to"),
    ("import_id", Kind.ORGANISERS, MODERATORS, ERASED, "from which imported file it came, to take that back whole"),
    ("over_limit", Kind.ORGANISERS, MODERATORS, ERASED, "that many came from one network; not which"),
    ("signed_on", Kind.ORGANISERS, MODERATORS, ERASED, "the day, never the hour"),
    ("confirmed_on", Kind.ORGANISERS, MODERATORS, ERASED, "growth by day"),
    ("ended_on", Kind.ORGANISERS, MODERATORS, ERASED, "when it was withdrawn or removed"),
    ("reminded_on", Kind.OPERATIONAL, SERVER, ERASED, "the day of the one reminder to confirm"),
    ("mail_ended_on", Kind.ORGANISERS, "the server; organisers as a count", ERASED, "since when letters came back or were complained of: none goes there any more"),  # noqa: E501 - one line for each column
    ("receipt_hash", Kind.HASH, SERVER, ERASED, "finds the signature of a receipt"),
    ("sealed", Kind.SEALED, "exporters and above, each time audited", WITHDRAWN_OR_END, "the address; the language"),
    ("own_copy", Kind.SEALED, COPY, WITHDRAWN_OR_END, "the signer's own access, without asking anybody"),
)  # fmt: skip
