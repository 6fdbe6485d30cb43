"""Writing to signers: owners alone, with a fresh second factor and, where the organisers keep the keys, the
passphrase."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Right
from petition_app.domain.petition import Custody
from petition_app.domain.refusals import PassphraseIsNeeded, PassphraseIsWrong, PetitionIsNotOpen
from petition_app.services import mailings, reminders, updates
from petition_app.services.mailings import IsBeingSent, NobodyIsLeft, SentLongAgo
from petition_app.services.updates import UpdateChanged
from petition_app.web.forms.checking import passes
from petition_app.web.forms.updates import ReminderForm, SendingForm
from petition_app.web.guards import fresh_second_factor, organiser, requires
from petition_app.web.organiser.updates import PURPOSE, page
from petition_app.web.tokens import check_form_token

bp = Blueprint("organiser_mailings", __name__, url_prefix="/organise/<slug>/updates")
_STEPS = {"pause": mailings.pause, "resume": mailings.resume, "cancel": mailings.cancel}


@bp.get("/<uuid:update>/send")
@requires(Right.SEND_LETTERS)
@fresh_second_factor
def ask(slug: str, update: UUID) -> str:
    return _page(update, SendingForm())


@bp.post("/<uuid:update>/send")
@requires(Right.SEND_LETTERS)
@fresh_second_factor
def send(slug: str, update: UUID) -> ResponseReturnValue:
    form = SendingForm(request.form)
    if not passes(form, PURPOSE, current_user.binding) or not _subject_is_accepted(update, form):
        return _page(update, form), 422
    try:
        with begin_work(organiser()) as work:
            mailings.start(work, g.petition, update, form.edition.data or 0, form.passphrase.data or None)
    except (PassphraseIsNeeded, PassphraseIsWrong) as refusal:
        form.passphrase.errors = [refusal.sentence]
        return _page(update, form), 422
    except (NobodyIsLeft, IsBeingSent, SentLongAgo, UpdateChanged) as refusal:
        form.form_errors.append(refusal.sentence)
        return _page(update, form), refusal.status
    return redirect(url_for("organiser_updates.change", slug=slug, update=update, done="sending"), 303)


@bp.post("/mailings/<uuid:mailing>/<any(pause, resume, cancel):step>")
@requires(Right.SEND_LETTERS)
def steer(slug: str, mailing: UUID, step: str) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        _STEPS[step](work, g.petition.id, mailing)
    return redirect(url_for("organiser_updates.room", slug=slug, done=step), 303)


@bp.post("/reminders")
@requires(Right.SEND_LETTERS)
def switch_reminders(slug: str) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        reminders.switch(work, g.petition, on=request.form.get("on") == "yes")
    return redirect(url_for("organiser_updates.room", slug=slug, done="switched"), 303)


@bp.post("/remind")
@requires(Right.SEND_LETTERS)
@fresh_second_factor
def remind(slug: str) -> ResponseReturnValue:
    form = ReminderForm(request.form)
    if not passes(form, PURPOSE, current_user.binding):
        return page(form), 422
    try:
        with begin_work(organiser()) as work:
            written = reminders.remind_by_hand(work, g.petition, form.passphrase.data or None)
    except (PassphraseIsNeeded, PassphraseIsWrong) as refusal:
        form.passphrase.errors = [refusal.sentence]
        return page(form), 422
    except PetitionIsNotOpen as refusal:
        form.form_errors.append(refusal.sentence)
        return page(form), refusal.status
    return redirect(url_for("organiser_updates.room", slug=slug, done="reminded", number=written), 303)


def _subject_is_accepted(update: UUID, form: SendingForm) -> bool:
    if _seen(update).named and not form.accepted.data:
        form.accepted.errors = [_("Please tick this, or choose a subject that names nobody.")]
        return False
    return True


class Seen(NamedTuple):
    """An update, whom it would go to, what its subject names, and whether it is on its way."""

    update: Any
    audience: mailings.Audience
    named: list[str]
    is_being_sent: bool


def _seen(update: UUID) -> Seen:
    with begin_reading(organiser()) as work:
        found = updates.one(work, g.petition.id, update)
        audience = mailings.audience(work, g.petition.id, update)
        named = updates.named_in(work, g.petition, found.subject)
        sent = mailings.sendings(work, g.petition.id, update)
    return Seen(found, audience, named, any(each.mailing.ended_at is None for each in sent))


def _page(update: UUID, form: SendingForm) -> str:
    seen = _seen(update)
    form.edition.data, form.edition.raw_data = seen.update.edition, None
    return render_template(
        "organiser/update_sending.html",
        **seen._asdict(),
        form=form,
        purpose=PURPOSE,
        needs_passphrase=g.petition.custody is Custody.ORGANISERS,
    )
