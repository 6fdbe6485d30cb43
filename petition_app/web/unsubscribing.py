"""No more news: one click in the mail program, or one press of a button on a page. The secret in the address is all it
takes; the answer is the same for every secret, known or not."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from petition_app.database import begin_work
from petition_app.services import unsubscribing
from petition_app.web.guards import public, visitor

bp = Blueprint("unsubscribing", __name__)


@bp.get("/u/<secret>")
@public
def ask(secret: str) -> str:
    """Opening the address changes nothing: mail scanners open every link."""
    return render_template("public/unsubscribe.html", secret=secret, is_done=False)


@bp.post("/u/<secret>")
@public
def decline(secret: str) -> ResponseReturnValue:
    # No token and no limit: mail providers press for many readers from a few networks (RFC 8058, 3.1), and nobody
    # guesses 256 bits.
    with begin_work(visitor()) as work:
        unsubscribing.decline_updates(work, secret)
    return render_template("public/unsubscribe.html", secret=secret, is_done=True)
