"""The newest lines of one petition's audit log, for its owners."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, g, render_template
from flask_babel import gettext as _

from petition_app.database import begin_reading
from petition_app.domain.access import Right
from petition_app.domain.events import OF_SIGNERS
from petition_app.services import audit, organisers
from petition_app.web.guards import organiser, requires

bp = Blueprint("organiser_audit", __name__)
_MOST = 200


@dataclass(frozen=True)
class ShownLine:
    number: int
    at: datetime
    who: str
    action: str
    details: dict[str, Any]
    is_of_signer: bool


@bp.get("/organise/<slug>/audit")
@requires(Right.SEE_AUDIT_LOG)
def audit_log(slug: str) -> str:
    with begin_reading(organiser()) as work:
        lines = audit.lines(work, g.petition.id, _MOST)
        names = organisers.names(work, {line.actor for line in lines})
    shown = [
        ShownLine(
            line.number,
            line.at,
            _who(line.actor, names),
            line.action,
            json.loads(line.details),
            line.action in OF_SIGNERS,
        )
        for line in lines
    ]
    return render_template("organiser/audit.html", lines=shown, most=_MOST)


def _who(actor: str, names: dict[str, str]) -> str:
    if ":" in actor:
        return names.get(actor) or str(_("an organiser who has left"))
    known = {"visitor": _("A signer"), "operator": _("The server's operator"), "worker": _("The mail worker")}
    return str(known.get(actor, actor))
