"""What people read of each step in a petition's life: the button, what it means before it is pressed, what was done."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _

from petition_app.domain.lifecycle import Lack, Step


class Words(NamedTuple):
    button: Any
    means: Any
    done: Any


STEPS = {
    Step.SUBMIT: Words(
        _("Send to review"),
        _("Your team can read it whole and say what they think. Nobody else sees it, and you can go on writing."),
        _("It is in review. Tell your team, so that somebody looks at it."),
    ),
    Step.SEND_BACK: Words(
        _("Back to draft"),
        _("The review ends, and nothing that was written is lost. You can send it to review again."),
        _("It is a draft again."),
    ),
    Step.OPEN: Words(
        _("Open it now"),
        _("Signing starts at once. How counts are published is fixed from then on."),
        _("The petition is open. As long as nobody has signed, you can take that back below."),
    ),
    Step.TAKE_BACK: Words(
        _("Take the opening back"),
        _(
            "Nobody has signed yet, so it can go back into review. "
            "Its page is not there any more until you open it again."
        ),
        _("It is in review again, and not in public."),
    ),
    Step.PAUSE: Words(
        _("Pause signing"),
        _("Signing stops for now. The page stays, with its figures. You can go on at any time."),
        _("Signing is paused. Below you can go on."),
    ),
    Step.RESUME: Words(
        _("Go on with signing"),
        _("The form is back at once."),
        _("The petition takes signatures again."),
    ),
    Step.CLOSE: Words(
        _("Close it now"),
        _(
            "Signing stops. The page stays. Letters that are on their way can be confirmed for another day. "
            "The days until private data are erased begin to count."
        ),
        _("The petition is closed. You can reopen it as long as it is not delivered."),
    ),
    Step.REOPEN: Words(
        _("Reopen it"),
        _("Signing starts again. A closing time that is over is taken away, and the day of erasure with it."),
        _("The petition is open again. Set a new closing time below if you want one."),
    ),
    Step.DELIVER: Words(
        _("Mark it as delivered"),
        _("Readers see that it has been handed over. No more tables are published at planned times."),
        _("The petition is marked as delivered. If that was a mistake, take it back below."),
    ),
    Step.UNDO_DELIVERY: Words(
        _("It is not delivered"),
        _("Takes the mark back: the petition is closed, as it was before."),
        _("The petition is closed, and not delivered."),
    ),
    Step.ARCHIVE: Words(
        _("Archive it"),
        _(
            "Its text and its last table stay in public. "
            "Nothing is published any more, and it leaves the list of current petitions."
        ),
        _("The petition is archived. You can bring it back."),
    ),
    Step.UNARCHIVE: Words(
        _("Bring it back"),
        _("It is again what it was before it was archived. It does not take signatures by that."),
        _("The petition is out of the archive."),
    ),
}

LACKS = {
    Lack.TITLE: _("a title"),
    Lack.SUMMARY: _("a summary"),
    Lack.BODY: _("the text"),
    Lack.DEMAND: _("at least one demand"),
    Lack.ADDRESSEE: _("at least one addressee"),
    Lack.CONSENTS: _("the words of every tick box"),
    Lack.TIME_TO_SIGN: _("a closing time that is still to come, or none"),
    Lack.LAUNCH: _("a launch threshold that is not below the threshold of publishing"),
}

#: What was done where it was no step.
PLANNED = {
    "note": _("Your team can read it below."),
    "times": _("The times are saved."),
    "launch": _("The petition is in public."),
    "hidden": _("The launch threshold is saved."),
    "keeping": _("The day of erasure is set."),
    "address": _("The petition has its new address. The old one leads there for good."),
}
