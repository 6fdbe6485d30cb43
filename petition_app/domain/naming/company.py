"""Known employers, and a directory of them to look names and mail domains up in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from petition_app.domain.naming.key import EmployerKey, employer_key

# Whoever deals with these firms can be given an address under a sub-domain (relays between buyers and sellers, hosts
# and guests; mail that becomes a comment, a note or a ticket), so only the bare domain shows that somebody works there.
BARE_DOMAIN_ONLY = frozenset({
    "airbnb.com", "amazon.co.uk", "amazon.com", "amazon.de", "asana.com", "basecamp.com", "booking.com", "box.com",
    "ebay.com", "etsy.com", "evernote.com", "github.com", "gitlab.com", "hubspot.com", "intercom.io", "linkedin.com",
    "salesforce.com", "taskrabbit.com", "thumbtack.com", "trello.com", "tripadvisor.com", "tumblr.com", "zendesk.com",
    "zillow.com",
})  # fmt: skip


@dataclass(frozen=True)
class Employer:
    """A known company: `parent` is the slug of the company it rolls up to, `domains` are its staff's mail domains."""

    slug: str
    name: str
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[EmployerKey, ...]:
        """The keys of its name and aliases, in that order."""
        return tuple(employer_key(each) for each in (self.name, *self.aliases))

    @property
    def spellings(self) -> dict[EmployerKey, str]:
        """Every key it is known under, with the text it comes from: its name, its aliases, its mail domains."""
        texts = (*self.domains, *self.aliases, self.name)
        return {employer_key(text): text for text in texts}


@dataclass(frozen=True, slots=True)
class Match:
    """A known employer: its slug and its parent's slug. `name` is for sentences; without it the slug stands there."""

    slug: str
    parent: str | None = None
    name: str = ""

    @property
    def family(self) -> str:
        """The slug of the company at the top, which its units share."""
        return self.parent or self.slug

    @property
    def shown(self) -> str:
        return self.name or self.slug


class Directory:
    """The names and mail domains of known employers, without a database."""

    def __init__(self, employers: Iterable[Employer]) -> None:
        """A name or an alias of one employer goes before a mail domain of another that reads alike."""
        listed = [(each, Match(each.slug, each.parent, each.name)) for each in employers]
        domains = {domain: match for each, match in listed for domain in each.domains}
        named = {key: match for each, match in listed for key in each.keys}
        self.names: Mapping[str, str] = MappingProxyType({each.slug: each.name for each, _ in listed})
        self.parents: Mapping[str, str] = MappingProxyType(
            {each.slug: each.parent for each, _ in listed if each.parent}
        )
        self.known: Mapping[EmployerKey, Match] = {employer_key(each): match for each, match in domains.items()} | named
        self._domains = domains

    def owner_of(self, domain: str) -> Match | None:
        """Whose staff have addresses at `domain`: the longest listed domain that it is, or is under, decides."""
        labels = domain.strip().lower().rstrip(".").split(".")
        for start in range(len(labels) - 1):
            suffix = ".".join(labels[start:])
            owner = self._domains.get(suffix)
            if owner and (start == 0 or suffix not in BARE_DOMAIN_ONLY):
                return owner
        return None
