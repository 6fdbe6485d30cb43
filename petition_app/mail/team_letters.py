"""Letters to organisers, one function each. Like those to signers they name neither petition nor employer, and no
organiser either: who works on a petition is worth as much to an employer as who signed it."""

from __future__ import annotations

from petition_app.domain.happening import Happening
from petition_app.mail.letters import Letter, write


def invitation(to: str, language: str, *, link: str) -> Letter:
    """Asks whoever reads this mailbox to join a team; which one stands on the page behind the link."""
    return write("invitation", to, language, link=link)


def password_reset(to: str, language: str, *, link: str) -> Letter:
    """The way to a new password, for somebody who also has the second factor."""
    return write("password_reset", to, language, link=link)


def test(to: str, language: str, *, code: str, page: str) -> Letter:
    """Shows an organiser that letters arrive; the code goes back into the checklist."""
    return write("test", to, language, code=code, page=page)


def happened(to: str, what: Happening, language: str, *, page: str) -> Letter:
    """Tells an organiser what happened to their account or team, so that they notice what they did not do."""
    return write("happened", to, language, what=what.name, page=page)
