"""Showing that letters arrive: a letter to an organiser with a code, which comes back through the checklist."""

from __future__ import annotations

from datetime import timedelta

from petition_app.domain.checklist import Item, Mark
from petition_app.domain.events import Action
from petition_app.domain.refusals import Refusal, TooManyTries
from petition_app.domain.said import said
from petition_app.domain.throttle import PROOF_TRIES, TEST_LETTERS
from petition_app.mail import links, team_letters
from petition_app.mail.letters import SOURCE
from petition_app.security import crockford
from petition_app.security.tokens import one_way, same
from petition_app.services import audit, checklist, organisers, outbox, throttling
from petition_app.services.work import Work

_CODE_BYTES = 5


class TooManyTestLetters(Refusal):
    status = 429
    sentence = said(
        "You have had %(most)s test letters today, which is the limit. Please come back tomorrow.",
        most=TEST_LETTERS.most,
    )


def send(work: Work, address: str) -> None:
    """A test letter with a code, good today and tomorrow. Raises TooManyTestLetters."""
    if not throttling.within(work, (TEST_LETTERS,), organisers.address_of(address)):
        raise TooManyTestLetters
    found = organisers.by_email(work, address)
    language = found.language if found else SOURCE
    page = links.site_checklist(links.in_language(work.settings.site_url, language))
    code = crockford.write(_code(work, address, 0))
    outbox.enqueue(work, team_letters.test(address, language, code=code, page=page), None)
    audit.record(work, Action.TEST_LETTER_SENT)


def prove(work: Work, address: str, code: str) -> bool:
    """Tick that letters arrive, if this is the code of a letter to the address. Raises TooManyTries."""
    if throttling.hit(work, PROOF_TRIES, f"mail:{organisers.address_of(address)}") > PROOF_TRIES.most:
        raise TooManyTries
    typed = crockford.read(code, _CODE_BYTES)
    if typed is None or not any(same(typed, _code(work, address, ago)) for ago in (0, 1)):
        return False
    checklist.keep(work, None, Item.MAIL, Mark.DONE)
    return True


def _code(work: Work, address: str, days_ago: int) -> bytes:
    """Kept nowhere: it follows from the form key, the day, and where and how the letter goes."""
    day, way = work.today - timedelta(days=days_ago), checklist.way_of_letters(work.settings)
    return one_way(work.keys.form, f"test letter:{day}:{way}:{organisers.address_of(address)}")[:_CODE_BYTES]
