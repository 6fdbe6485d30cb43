"""The room of those who must answer: naming them, ordering them, and no longer addressing them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Right
from petition_app.services import addressees, organisers, petitions
from petition_app.services.addressees import AddresseeIsOnRecord, Offices
from petition_app.services.revisions import DraftIsWrong, Revision, SavedMeanwhile
from petition_app.web.forms.addressees import OfficesForm
from petition_app.web.forms.checking import passes
from petition_app.web.guards import organiser, requires
from petition_app.web.textdifference import changed
from petition_app.web.uploads import longer_forms

bp = Blueprint("organiser_addressees", __name__, url_prefix="/organise/<slug>/addressees")
_PURPOSE = "addressees"
_MOST_BYTES = 512 * 1024
bp.before_request(longer_forms(_MOST_BYTES))


@bp.get("")
@requires(Right.SEE_TALLIES)
def room(slug: str) -> str:
    with begin_reading(organiser()) as work:
        petition = petitions.by_slug(work, slug)
        now, history = addressees.offices(work, petition), addressees.history(work, petition)
        employers = addressees.employer_slugs(work, petition.id)
        names = organisers.names(work, {each.actor for each in history})
    steps = [_step(each, before, names) for each, before in zip(history, [None, *history], strict=False)]
    return render_template(
        "organiser/addressees.html",
        offices=now.offices,
        employers=employers,
        steps=steps[::-1],
        done=request.args.get("done"),
    )


@bp.route("/edit", methods=["GET", "POST"])
@requires(Right.EDIT_PETITION)
def edit(slug: str) -> ResponseReturnValue:
    with begin_reading(organiser()) as work:
        petition = petitions.by_slug(work, slug)
        now, employers = addressees.offices(work, petition), addressees.employer_slugs(work, petition.id)
    if request.method == "GET":
        return _form(_filled(now, employers), employers)
    form = OfficesForm(request.form)
    if not passes(form, _PURPOSE, current_user.binding):
        return _form(form, employers), 422
    if form.do.data != "save":
        form, at = form.rearranged()
        return _form(form, employers, at=at)
    return _save(slug, form.compacted(), employers)


def _save(slug: str, form: OfficesForm, employers: dict[str, str]) -> ResponseReturnValue:
    wanted, unknown = form.offices_named({name.casefold(): key for key, name in employers.items()})
    form.tell(unknown)
    if unknown:
        return _form(form, employers), 422
    try:
        with begin_work(organiser()) as work:
            addressees.save(work, g.petition.id, form.number.data or 0, wanted)
    except SavedMeanwhile:
        return _second_of_two(slug, form, employers)
    except DraftIsWrong as refusal:
        form.tell(refusal.problems)
        return _form(form, employers), 422
    except AddresseeIsOnRecord as refusal:
        form.form_errors.append(refusal.sentence)
        return _form(form, employers), 422
    return redirect(url_for(".room", slug=slug, done="saved"), 303)


def _second_of_two(slug: str, form: OfficesForm, employers: dict[str, str]) -> ResponseReturnValue:
    with begin_reading(organiser()) as work:
        petition = petitions.by_slug(work, slug)
        now, newest = addressees.offices(work, petition), addressees.history(work, petition)[-1]
        who = organisers.name_of(work, newest.actor)
    form.is_about(now.number)
    return _form(form, employers, meanwhile=now.offices, who=who), 409


def _filled(now: Offices, employers: dict[str, str]) -> OfficesForm:
    rows = [
        {
            "key": each.key,
            "name": each.name,
            "organisation": each.organisation,
            "employer": employers.get(each.employer, ""),
            "retired": each.retired,
        }
        for each in now.offices
    ]
    form = OfficesForm(data={"offices": rows or [{}]})
    form.is_about(now.number)
    return form


def _form(form: OfficesForm, employers: dict[str, str], **more: Any) -> str:
    return render_template("organiser/addressees_form.html", form=form, employers=employers, purpose=_PURPOSE, **more)


def _step(now: Revision, before: Revision | None, names: dict[str, str]) -> dict[str, Any]:
    return {
        "revision": now,
        "who": names.get(now.actor),
        "changes": changed(
            {"list": _lines(before)} if before else None, {"list": _lines(now)}, {"list": _("Addressees")}
        ),
    }


def _lines(revision: Revision) -> str:
    return "\n".join(
        f"{n}. {each['name']}, {each['organisation']}" + (f" – {_('no longer addressed')}" if each["retired"] else "")
        for n, each in enumerate(revision.content, 1)
    )
