"""Words beside a name that say how somebody belongs to an employer, that nobody is meant, or only where it is.

Every word and phrase is written as `words_of` leaves it, legal forms gone.
"""

from __future__ import annotations

from typing import NamedTuple


class Signal(NamedTuple):
    """What the words at the start or end of a part say, and the words that are left."""

    words: list[str]
    former: bool = False
    now: bool = False
    owner: bool = False


_FORMER = frozenset(
    """
ex former formerly previously previous prev past retired worked ehemals ehemalig ehemalige ehemaliger ehemaligem früher
ancien ancienne anciennement anteriormente exempleado antigo antiguo
""".split()
)
_FORMER_PAIRS = frozenset({("laid", "off"), ("no", "longer"), ("used", "to"), ("until", "recently")})
_FORMER_AFTER = frozenset("former formerly retired ret alum alumna alumni alumnus retiree ehemals".split())
_NOW = frozenset("now currently current presently actuellement derzeit aktuell actualmente atualmente".split())
_EMPLOYED_AFTER = frozenset("employee employees staffer".split())
_OWNED = tuple(
    phrase.split()
    for phrase in (
        "a subsidiary of|a division of|a part of|a unit of|subsidiary of|division of|part of|unit of|now part of|"
        "now a part of|owned by|now owned by|acquired by|belongs to|wholly owned subsidiary of|"
        "a wholly owned subsidiary of"
    ).split("|")
)
_OWNED_FIRST = frozenset(phrase[0] for phrase in _OWNED)
_KINDS_OF_UNIT = frozenset({"subsidiary", "division", "brand", "unit", "business"})

#: Between a mark and a name: "retired from", "formerly a … at".
FILLERS = frozenset("at from of by with a an as work working worked employed bei chez en em de von i am".split())
#: Between a title and its employer.
AT = frozenset({"at", "chez", "bei", "en", "em", "na", "no", "presso"})
AT_OF = AT | {"of"}
#: Whose "of" names an employer: "CEO of …", never "Director of …".
_OF_A_COMPANY = frozenset("ceo cto cfo coo founder cofounder president employee employees chair dean rector".split())
#: Left of "at": "works at".
LEAD_INS = frozenset("i am we work works working employed currently a an the full time at for by".split())
#: Such words leave it open whether the employer named is the signer's own.
UNSURE = frozenset(
    """
contractor contract contracting subcontractor freelance freelancer temp tvc via vendor agency outsourced unaffiliated
not never aspiring incoming future prospective wannabe volunteer contributor independent self applicant through behalf
externe extern freiberufler autónomo
""".split()
)

#: Texts that name no employer. Where nothing else is said, the signer is not counted for any.
NO_EMPLOYER = frozenset(
    """
freelance|freelancer|self employed|selfemployed|self|myself|me|unemployed|retired|student|independent|not employed|
independent consultant|independent contractor|independent developer|independent researcher|independent scholar|
contractor|between jobs|job seeker|jobseeker|looking for work|homemaker|stay at home parent|not working|sabbatical|
on sabbatical|funemployed|sole trader|own business|my own|my own business|various|many|consultant|indie|startup|
a startup|stealth|stealth startup|stealth mode|freiberufler|freiberuflich|selbständig|selbstständig|arbeitslos|
rentner|im ruhestand|indépendant|indépendante|retraité|retraitée|au chômage|sans emploi|étudiant|étudiante|autónomo|
autónoma|por cuenta propia|jubilado|jubilada|desempleado|desempleada|estudiante|autônomo|autônoma|aposentado|
aposentada|desempregado|desempregada|estudante
""".replace("\n", "").split("|")
)
#: Texts of somebody who does not want to say. A confirmed mail domain does not say it for them.
DECLINED = frozenset(
    """
none|na|nil|null|nothing|no one|nobody|no|no employer|no company|no affiliation|unaffiliated|not applicable|
prefer not to say|prefer not to disclose|prefer not to answer|rather not say|decline to state|decline to answer|
undisclosed|not disclosed|anonymous|confidential|private|secret|redacted|withheld|unknown|test|employer|tbd|asdf|
keine|keiner|keine angabe|aucun|aucune|ninguno|ninguna|nenhum|nenhuma|sin empresa|sem empresa|xxx|x x
""".replace("\n", "").split("|")
)
#: Parts that say nothing about which employer it is.
ASIDES = frozenset(
    """
personal capacity|in personal capacity|in a personal capacity|in my personal capacity|for identification only|
for identification purposes only|affiliation for identification only|for identification purposes|opinions my own|
opinions are my own|views my own|views are my own|my views are my own|on my own behalf|speaking for myself|
current|currently|now|current employee|employee|full time|part time|fulltime|fte|remote|headquarters|hq|verified
""".replace("\n", "").split("|")
)

#: Every word without which a part has no signal: most names are done with after this look.
ANY = (
    _FORMER | _FORMER_AFTER | _NOW | _EMPLOYED_AFTER | AT | _OF_A_COMPANY | UNSURE | {pair[0] for pair in _FORMER_PAIRS}
    | _OWNED_FIRST | {"a", "an", "i", "work", "works", "working", "employed"}
)  # fmt: skip


def signal_of(words: list[str]) -> Signal:
    """What a part says before and after its name; the words are all there where it says nothing."""
    return _of_an_owner(words) or _of_time(words) or Signal(words)


def _of_an_owner(words: list[str]) -> Signal | None:
    for phrase in _OWNED if words[0] in _OWNED_FIRST else ():
        if words[: len(phrase)] == phrase:
            return Signal(words[len(phrase) :], owner=True)
    if words[0] in {"a", "an"}:
        # "A Salesforce Company": the legal form at the end is gone.
        return Signal(words[1:-1] if words[-1] in _KINDS_OF_UNIT else words[1:], owner=True)
    return None


def _of_time(words: list[str]) -> Signal | None:
    end = len(words) - 1 if words[-1] in _EMPLOYED_AFTER else len(words)
    if words[0] in _FORMER:
        return Signal(words[1:end], former=True)
    if tuple(words[:2]) in _FORMER_PAIRS:
        return Signal(words[2:end], former=True)
    if words[0] in _NOW:
        return Signal(words[1:end], now=True)
    if words[-1] in _FORMER_AFTER:
        return Signal(words[:-1], former=True)
    return Signal(words[:end]) if end < len(words) else None


def names_an_employer(title: list[str], link: str) -> bool:
    """Does what follows "at" (or "of") name the employer, after this title?"""
    return link in AT or (bool(title) and title[-1] in _OF_A_COMPANY)
