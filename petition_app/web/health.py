"""/healthz: the process answers. /readyz: it can also reach its database at the right schema."""

from __future__ import annotations

from flask import Blueprint, Response, make_response

from petition_app.database import begin_reading
from petition_app.domain.refusals import ServiceIsBusy
from petition_app.replicas import replica
from petition_app.services import instance
from petition_app.web.guards import public, visitor

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def healthz() -> Response:
    return _plain("ok\n")


@bp.get("/readyz")
@public
def readyz() -> Response:
    with begin_reading(visitor()) as work:
        if not instance.is_claimed(work):
            raise ServiceIsBusy
    return _plain(f"ready\n{_replica()}")


def _replica() -> str:
    """A line on the copy that pages are read from, where there is one; without it the site is ready all the same."""
    copy = replica()
    if copy is None:
        return ""
    lag = copy.lag()
    return "replica: out of reach\n" if lag.seconds is None else f"replica: {lag.seconds:.1f} s behind\n"


def _plain(text: str) -> Response:
    response = make_response(text)
    response.mimetype = "text/plain"
    return response
