"""What a document says besides what the petition says itself."""

from __future__ import annotations

from collections.abc import Iterator

from petition_app.domain.handover import Audience
from petition_app.domain.marks import STEP
from petition_app.domain.petition import ResponseKind
from petition_app.domain.publishing import RULES_VERSION
from petition_app.domain.tally import PublishedRow
from petition_app.services.publishable import Publishable

#: What each kind of response is called.
RESPONSES = {
    ResponseKind.NONE: "No public statement",
    ResponseKind.PRIVATE: "Answered in private",
    ResponseKind.PUBLIC: "Public statement",
    ResponseKind.COMMENTED: "Commented",
    ResponseKind.COMMITMENT: "Made a commitment",
    ResponseKind.MET: "Demand met",
}


def day(of: object) -> str:
    return f"{of:%d %B %Y}".lstrip("0")


def figure(at_least: int) -> str:
    """A published figure as it may be quoted: one that is not a step is nobody's floor."""
    return f"at least {at_least:,}" if at_least > 1 else f"{at_least:,}"


def of_row(row: PublishedRow) -> str:
    share = f", more than 90 percent of its {row.headcount:,} staff" if row.more_than_share and row.headcount else ""
    return f"{figure(row.at_least)}{share}"


def on_signatories(data: Publishable) -> Iterator[str]:
    """Who stands in the list of names and who does not."""
    if data.only_employer and data.for_office:
        yield f"These signers give {data.for_office.organisation} as their employer, or a part of it."
    if data.audience is Audience.ADDRESSEES:
        yield "These signers chose to be named in public and agreed to be shown to those this petition is addressed to."
    else:
        yield "These signers chose to be named in public."
    yield (
        "Most signers are counted and not named. A figure beside an employer is that of the published table, rounded "
        "down and made on a day of its own: names cannot be subtracted from it."
    )


def on_method(data: Publishable) -> Iterator[str]:
    """How the figures were made, as the page “How we count” says it."""
    release, policy = data.release, data.release.policy
    threshold = policy.threshold if policy else 10
    yield (
        f"The figures are those of release {release.number} of {day(data.day)}, made under version "
        f"{release.rules or RULES_VERSION} of the rules. Names and responses are as they were public when this package "
        "was made."
    )
    yield "A signature counts once its e-mail address has been confirmed, and only once for each mailbox."
    yield _on_proof(policy.employment_proof if policy else False)
    yield (
        f"An employer has a line of its own only with at least {threshold} signers who are not named in public. All "
        "others are counted together, so that nobody can be singled out."
    )
    yield (
        f"Every figure is a floor: unnamed and named signers are each rounded down to a multiple of {STEP}, and a "
        f"figure moves only after {STEP} or more unnamed signers have come or gone."
    )
    yield "The lines and the line for all others sum to the total exactly."
    yield (
        "The figures cannot show that one person has not used two mailboxes, nor that everybody works where they say. "
        "Signers may withdraw at any time: whoever withdrew later is in the next release no more."
    )


def _on_proof(is_asked_for: bool) -> str:
    if is_asked_for:
        return (
            "A line of an employer counts current employees whose employment was shown: by a confirmed work address, a "
            "document, or colleagues who vouched. All others are in the total and in the last line."
        )
    return (
        "A line of an employer counts signers who say that they work there now. A confirmed mailbox does not show "
        "where somebody works, unless it is an address at that employer. All others are in the total and the last line."
    )
