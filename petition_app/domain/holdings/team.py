"""Who is invited to a team, who asked for a second owner, and who forgot a password."""

from __future__ import annotations

from petition_app.domain.holdings.holding import PETITION, SERVER, TEAM, Kind, of

_INVITED = "until accepted or revoked, 72 hours at most"
_RESET = "until used, 30 minutes at most"

INVITED = of(
    "invitation",
    ("secret_hash", Kind.HASH, SERVER, _INVITED, "finds the invitation of a link"),
    ("sealed_address", Kind.SEALED, "owners of the petition, by the instance key", _INVITED, "where the letter went; the account that comes of it"),  # noqa: E501 - one line for each column
    ("address_key", Kind.HASH, SERVER, _INVITED, "one invitation for one mailbox"),
    ("invited_by", Kind.ORGANISERS, "owners of the petition; the holder of the link", _INVITED, "who asks"),
    ("role", Kind.ORGANISERS, "owners of the petition; the holder of the link", _INVITED, "which role"),
    ("may_found", Kind.ORGANISERS, "owners of the petition; the holder of the link", _INVITED, "whether they may begin petitions"),  # noqa: E501 - likewise
) + of(
    "approval",
    ("asked_by", Kind.ORGANISERS, TEAM, PETITION, "who asked"),
    ("decided_by", Kind.ORGANISERS, TEAM, PETITION, "who agreed or refused"),
    ("params", Kind.ORGANISERS, TEAM, PETITION, "whom it is about, which role, what an export is for; no name and no address"),  # noqa: E501 - likewise
) + of(
    "password_reset",
    ("organiser_id", Kind.OPERATIONAL, SERVER, _RESET, "whose password"),
    ("secret_hash", Kind.HASH, SERVER, _RESET, "finds the account of a link"),
    ("expires_at", Kind.OPERATIONAL, SERVER, _RESET, "its end"),
)  # fmt: skip
