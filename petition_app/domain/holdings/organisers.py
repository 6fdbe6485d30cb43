"""Organisers and what they did."""

from __future__ import annotations

from petition_app.domain.holdings.holding import ACCOUNT, PETITION, SERVER, SITE, TEAM, Kind, of

ORGANISERS = of(
    "organiser",
    ("email", Kind.ORGANISERS, "the organiser; the operator", ACCOUNT, "sign-in"),
    ("name", Kind.ORGANISERS, "organisers of the same petition", ACCOUNT, "who did what"),
    ("password_hash", Kind.HASH, SERVER, ACCOUNT, "Argon2id"),
    ("totp_wrapped", Kind.SEALED, "the instance key", ACCOUNT, "the second factor"),
    ("totp_last_step", Kind.OPERATIONAL, SERVER, ACCOUNT, "no code works twice"),
    ("created_at", Kind.OPERATIONAL, "the operator", ACCOUNT, "since when"),
    ("language", Kind.OPERATIONAL, SERVER, ACCOUNT, "letters to them are written in it"),
    ("last_seen_on", Kind.ORGANISERS, "organisers of the same petition", ACCOUNT, "who is still there; the day only"),
) + of(
    "recovery_code",
    ("code_hash", Kind.HASH, SERVER, "until used or replaced", "for a lost telephone"),
    ("organiser_id", Kind.OPERATIONAL, SERVER, "until used or replaced", "whose code"),
) + of(
    "membership",
    ("organiser_id", Kind.ORGANISERS, "organisers of the same petition", PETITION, "who has a role"),
    ("role", Kind.ORGANISERS, "organisers of the same petition", PETITION, "which role"),
) + of(
    "organiser_session",
    ("id_hash", Kind.HASH, SERVER, "until signed out, 12 hours at most", "finds the session of a cookie"),
    ("organiser_id", Kind.OPERATIONAL, "the organiser", "until signed out, 12 hours at most", "whose session"),
    ("created_at", Kind.OPERATIONAL, "the organiser", "until signed out, 12 hours at most", "its end"),
    ("seen_at", Kind.OPERATIONAL, "the organiser", "until signed out, 12 hours at most", "its end when idle"),
    ("browser", Kind.OPERATIONAL, "the organiser", "until signed out, 12 hours at most", "to tell one's browsers apart; its kind and system only"),  # noqa: E501 - one line for each column
    ("second_factor_at", Kind.OPERATIONAL, SERVER, "until signed out, 12 hours at most", "asked for anew after ten minutes"),  # noqa: E501 - one line for each column
) + of(
    "audit_line",
    ("actor", Kind.ORGANISERS, "owners", SITE, "which organiser; for signers the word visitor alone"),
    ("at", Kind.ORGANISERS, "owners", SITE, "of signers only the day"),
    ("details", Kind.ORGANISERS, "owners", SITE, "counts, ids and settings; no name, address or token"),
) + of(
    "review_note",
    ("text", Kind.ORGANISERS, TEAM, PETITION, "what organisers said of it before it opened"),
    ("actor", Kind.ORGANISERS, TEAM, PETITION, "which organiser said it"),
    ("at", Kind.ORGANISERS, TEAM, PETITION, "when it was said"),
) + of(
    "checklist_mark",
    ("actor", Kind.ORGANISERS, "owners", SITE, "who ticked or left out an item of the set-up checklist"),
    ("at", Kind.ORGANISERS, "owners", SITE, "when that was"),
) + of(
    "instance",
    ("set_up_by", Kind.ORGANISERS, SERVER, SITE, "who set the site up, and may be shown its key once"),
    ("key_shown_at", Kind.OPERATIONAL, SERVER, SITE, "the key is shown once"),
) + of(
    "job",
    ("actor", Kind.ORGANISERS, "organisers of the same petition", PETITION, "who began it"),
) + of(
    "export",
    ("actor", Kind.ORGANISERS, "organisers of the same petition", PETITION, "who took what"),
    ("purpose", Kind.ORGANISERS, "organisers of the same petition", PETITION, "what the export is for"),
)  # fmt: skip
