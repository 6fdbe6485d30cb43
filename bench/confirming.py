"""Confirmations through HTTP: the button behind the link of a letter, each on the disk before it is answered."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlencode

from sqlalchemy import select

from bench.load import send_all
from bench.measure import RUNS, Rate, Result, compared
from bench.registry import benchmark
from bench.running import ONE_AT_A_TIME, PETITION, running
from bench.signing import CONNECTIONS, SLOW_SIGNATURES, site, slow
from bench.site import opened
from petition_app.database import begin_work
from petition_app.domain.signature import DisplayMode, Purpose, Relation, RoleBand
from petition_app.models import Petition
from petition_app.services import signing, signinggroup
from petition_app.services.signingrequest import SigningRequest, make_ready
from petition_app.services.work import VISITOR
from petition_app.web.tokens import form_token

_WARM_UP, _TOGETHER, _ALONE = 200, SLOW_SIGNATURES, SLOW_SIGNATURES // 6


@benchmark("slow_disk_confirming", at_least=5)
def slow_disk_confirming() -> Result:
    """Confirmations a second on a disk whose fsync takes ten milliseconds, beside one commit for each of them."""
    with slow() as disk:
        with site() as environment, confirmer(environment, disk, PETITION, _TOGETHER) as go:
            together = [go() for _ in range(RUNS)]
        with site() as environment, confirmer(environment, disk, ONE_AT_A_TIME, _ALONE) as go:
            alone = [go() for _ in range(RUNS)]
    return compared("slow_disk_confirming", "confirmations/s", Rate.of(together), Rate.of(alone))


@contextmanager
def confirmer(
    environment: Mapping[str, str], disk: Mapping[str, str], command: tuple[str, ...], number: int
) -> Iterator[Callable[[], float]]:
    """Each call lets so many confirm, all of them for the first time; how many did in a second."""
    with opened(environment):
        presses = _presses(_WARM_UP + number * RUNS)
    with running(command, {**environment, **disk}, on_first_core=True) as serving:

        def go(many: int = number) -> float:
            taken = send_all(serving.port, itertools.islice(presses, many), CONNECTIONS)
            assert taken.statuses == {200: many}, taken.statuses
            return taken.rate

        go(_WARM_UP)
        yield go


def _presses(number: int) -> Iterator[bytes]:
    """So many have signed; the requests by which they confirm."""
    with begin_work(VISITOR) as work:
        slug = work.session.scalars(select(Petition.slug)).one()
        sealing = signing.sealing_of(work, slug)
        ready = [make_ready(work.desk, sealing, slug, _request(each)) for each in range(number)]
        assert not any(signinggroup.sign_all(work, ready))
    links = [each.secret.link for each in ready]
    return iter([_post(link, form_token("confirm", link)) for link in links])


def _request(number: int) -> SigningRequest:
    consents = frozenset({Purpose.COUNT, Purpose.PUBLISH})
    return SigningRequest(
        f"signer{number}@example.org", f"Firm {number % 200}", Relation.CURRENT, RoleBand.ENGINEERING,
        DisplayMode.NAME, f"Signer {number}", "", consents, f"network {number}",
    )  # fmt: skip


def _post(link: str, token: str) -> bytes:
    body = urlencode({"token": token})
    head = (
        f"POST /c/{link} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Sec-Fetch-Site: same-origin\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return (head + body).encode()
