"""Where very many sign from one network: what is asked of the next who does. An office shares one address, and so does
whoever writes a program, so nobody is turned away in silence."""

from __future__ import annotations

from enum import Enum, auto

from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said
from petition_app.domain.throttle import SIGN_AGAIN, SIGN_HELD, SIGN_SOON


class Passage(Enum):
    FREE = auto()
    #: A proof of work is asked for; who declines is held.
    CHALLENGED = auto()
    #: Organisers look at it before it counts.
    HELD = auto()
    TURNED_AWAY = auto()


def passage(in_ten_minutes: int, in_the_hour: int) -> Passage:
    """What meets the signer who is that many-th from one network. Where signatures are held anyway, no proof of work
    is asked for: it would change nothing for the signer."""
    if in_the_hour > SIGN_AGAIN.most:
        return Passage.TURNED_AWAY
    if in_the_hour > SIGN_HELD.most:
        return Passage.HELD
    return Passage.CHALLENGED if in_ten_minutes > SIGN_SOON.most else Passage.FREE


class ChallengeIsNeeded(Refusal):
    status = 422
    sentence = said(
        "Very many people are signing from your network at the moment. Your browser can show that you are no program: "
        "it works for a few seconds, and there is nothing for you to solve."
    )


class ChallengeIsOver(ChallengeIsNeeded):
    sentence = said(
        "This check of your browser was used already or is more than ten minutes old. Nothing has been lost: it is "
        "done once more."
    )


class NetworkIsUsedUp(Refusal):
    """`wait` is how many seconds it takes until the next hour begins."""

    status = 429

    def __init__(self, wait: int) -> None:
        self.wait = wait
        super().__init__(
            said(
                "From your network %(most)s have signed within this hour, which is as many as we take. Nothing of what "
                "you typed is lost: leave this page open and press “Sign” again in %(minutes)s minutes, or sign from "
                "another network, such as your phone without the Wi-Fi.",
                most=SIGN_AGAIN.most,
                minutes=-(-wait // 60),
            )
        )
