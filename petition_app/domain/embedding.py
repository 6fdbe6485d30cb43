"""Which sites may show a petition's widget: what counts as a site, and how browsers are told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said

MOST_SITES = 50
#: Of a name with the longest labels, a scheme and a port.
LONGEST_SITE = 280
#: What may be shown without https, and only on a site that is itself on this machine.
OF_THIS_MACHINE = frozenset({"localhost", "127.0.0.1"})
#: All that a widget may do: lead to the petition, in a tab of its own.
SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
_EVERY_NAME_BELOW = "*."
_PORTS = {"https": 443, "http": 80}
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


class SiteIsWrong(Refusal):
    status = 422


class TooManySites(Refusal):
    status = 409
    sentence = said("A petition has at most %(most)s sites that may show its widget.", most=MOST_SITES)


def site_of(typed: str, *, on_this_machine: bool) -> str:
    """What somebody typed as browsers write it: "https://www.example.org", "https://*.example.org" for every name below
    one, or with a port. Raises SiteIsWrong.

    `on_this_machine` says whether this instance is reached from its own machine only: then its pages may be, too."""
    typed = typed.strip()
    try:
        parts = urlsplit(typed if "://" in typed else f"https://{typed}")
        scheme, host, port = parts.scheme, _host_of(parts.netloc), parts.port
    except ValueError as error:
        raise SiteIsWrong(said("This is no web address.")) from error
    if host in OF_THIS_MACHINE and on_this_machine:
        is_reached = scheme in _PORTS
    else:
        is_reached = scheme == "https"
        _check_name(host)
    if not is_reached:
        raise SiteIsWrong(said("The address must begin with https://"))
    if "@" in parts.netloc:
        raise SiteIsWrong(said("A name or password must not be in the address."))
    site = f"{scheme}://{host}" + (f":{port}" if port not in (None, _PORTS[scheme]) else "")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise SiteIsWrong(said("Please give the site alone, without a page of it: %(site)s", site=site))
    return site


def frame_ancestors(sites: Iterable[str]) -> str:
    """The directive of a content security policy that lets these sites, and no other, show a page within theirs."""
    return "frame-ancestors " + (" ".join(sites) or "'none'")


def _host_of(netloc: str) -> str:
    """The name in small letters, as the domain name system has it."""
    host = netloc.rpartition("@")[2].partition(":")[0].lower()
    if host.isascii():
        return host
    written = host.encode("idna").decode("ascii")
    # The newer rules keep a few letters that these ones replace: the list would name a site nobody meant.
    if written.encode("ascii").decode("idna") != host:
        raise SiteIsWrong(said("Please write this name as browsers send it, beginning with xn--."))
    return written


def _check_name(host: str) -> None:
    labels = host.removeprefix(_EVERY_NAME_BELOW).split(".")
    if "*" in host.removeprefix(_EVERY_NAME_BELOW):
        raise SiteIsWrong(said("A star can only stand for what comes first, as in https://*.example.org."))
    # No top-level name begins with a digit: what does is a number, in one of its many spellings.
    is_name = len(host) <= 253 and len(labels) > 1 and all(map(_LABEL.fullmatch, labels)) and labels[-1][0].isalpha()
    if not is_name:
        raise SiteIsWrong(said("The address must have the name of a site, such as https://www.example.org."))
