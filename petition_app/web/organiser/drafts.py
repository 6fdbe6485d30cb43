"""Beginning a petition: from an empty page, from a shipped beginning, or as a copy of one of one's own."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from petition_app import folders
from petition_app.database import begin_reading, begin_work
from petition_app.domain.petition import Custody
from petition_app.domain.refusals import NotAllowed, NotFound, PassphraseIsNeeded, PassphraseIsWeak
from petition_app.domain.slug import is_slug
from petition_app.services import copying, founding, organisers
from petition_app.services.addresses import SlugIsTaken
from petition_app.services.petition_files import PetitionFile
from petition_app.services.work import Work
from petition_app.web.forms.checking import passes
from petition_app.web.forms.petition import NewPetitionForm
from petition_app.web.guards import organiser, signed_in

bp = Blueprint("organiser_drafts", __name__)
_PURPOSE = "new petition"


@bp.route("/organise/new", methods=["GET", "POST"])
@signed_in
def new() -> ResponseReturnValue:
    form = NewPetitionForm(request.form, start="empty", custody=Custody.INSTANCE.value)
    form.offer(_starts())
    if request.method == "GET":
        return _form(form)
    if not passes(form, _PURPOSE, current_user.binding) or not _is_right(form):
        return _form(form), 422
    title = form.title.data or ""
    try:
        with begin_work(organiser()) as work:
            slug = form.slug.data or founding.free_slug(work, title)
            file = _named(_beginning(work, form.start.data), title, slug)
            founding.begin(work, file, current_user.id, form.kept_by, form.passphrase.data or None)
    except SlugIsTaken as refusal:
        form.slug.errors = [refusal.sentence]
    except (PassphraseIsWeak, PassphraseIsNeeded) as refusal:
        form.passphrase.errors = [refusal.sentence]
    else:
        return redirect(url_for("organiser_text.room", slug=slug, done="begun"), 303)
    return _form(form), 422


def _is_right(form: NewPetitionForm) -> bool:
    if form.slug.data and not is_slug(form.slug.data):
        form.slug.errors = [_("Small letters, digits and single dashes only, up to 80 characters.")]
    return form.is_twice_the_same() and not form.slug.errors


def _starts() -> list[tuple[str, str]]:
    """What the organiser may begin with. Raises NotAllowed for one who may not begin petitions."""
    with begin_reading(organiser()) as work:
        if not founding.may_found(work, current_user.id):
            raise NotAllowed(founding.MAY_NOT)
        mine = organisers.petitions_of(work, current_user.id)
    return [
        ("empty", _("An empty page")),
        ("contracts", _("End a contract")),
        ("conditions", _("Working conditions, or return to the office")),
        ("layoffs", _("Layoffs and severance")),
        ("safety", _("Commitments on AI safety and ethics")),
        ("appeal", _("Any other appeal")),
        *((f"copy:{each.slug}", _("A copy of “%(title)s”", title=each.title)) for each, _role in mine),
    ]


def _beginning(work: Work, start: str) -> PetitionFile:
    kind, _colon, slug = start.partition(":")
    if kind == "copy":
        return copying.copy_of(work, current_user.id, slug)
    shipped = copying.templates(folders.SEEDS)
    if start == "empty":
        return copying.emptied(shipped["appeal"])
    if start not in shipped:
        raise NotFound
    return shipped[start]


def _named(file: PetitionFile, title: str, slug: str) -> PetitionFile:
    return replace(file, slug=slug, text=replace(file.text, title=title))


def _form(form: NewPetitionForm) -> str:
    return render_template("organiser/new_petition.html", form=form, purpose=_PURPOSE)
