"""The room of what leads others to the petition, and of the sites that may show its widget."""

from __future__ import annotations

from html import escape

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Right
from petition_app.domain.embedding import MOST_SITES, SANDBOX, SiteIsWrong, TooManySites
from petition_app.domain.petition import is_hidden, is_public
from petition_app.services import embedding
from petition_app.web.drawing.sharecard import has_letters_for
from petition_app.web.finding import full_address
from petition_app.web.forms.checking import passes
from petition_app.web.forms.sharing import SiteForm
from petition_app.web.guards import organiser, requires
from petition_app.web.language import without_language
from petition_app.web.sharing import petition_address
from petition_app.web.tokens import check_form_token

bp = Blueprint("organiser_sharing", __name__, url_prefix="/organise/<slug>/share")
_PURPOSE = "share"
# Room for the title, the figures, three employers and the link, as narrow as a telephone.
_WIDTH, _HEIGHT = 360, 380


@bp.get("")
@requires(Right.SEE_TALLIES)
def room(slug: str) -> str:
    return _room(SiteForm())


@bp.post("/sites")
@requires(Right.EDIT_PETITION)
def add(slug: str) -> ResponseReturnValue:
    form = SiteForm(request.form)
    if not passes(form, _PURPOSE, current_user.binding):
        return _room(form), 422
    try:
        with begin_work(organiser()) as work:
            embedding.add_site(work, g.petition.id, form.site.data or "")
    except (SiteIsWrong, TooManySites) as refusal:
        form.site.errors = [refusal.sentence]
        return _room(form), refusal.status
    return redirect(url_for(".room", slug=slug, done="added", _anchor="sites"), 303)


@bp.post("/sites/remove")
@requires(Right.EDIT_PETITION)
def remove(slug: str) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), _PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        embedding.remove_site(work, g.petition.id, request.form.get("site", ""))
    return redirect(url_for(".room", slug=slug, done="removed", _anchor="sites"), 303)


def _room(form: SiteForm) -> str:
    petition = g.petition
    with begin_reading(organiser()) as work:
        sites = embedding.sites(work, petition.id)
    is_in_public = is_public(petition.state) and not is_hidden(petition.hidden_until, petition.launched_at)
    return render_template(
        "organiser/share.html", form=form, sites=sites, most=MOST_SITES, purpose=_PURPOSE, is_in_public=is_in_public,
        is_reachable=is_public(petition.state), address=petition_address(petition.slug), embed=_embed_code(),
        is_title_shown=has_letters_for(petition.title), done=request.args.get("done"),
        feed=full_address(without_language(url_for("news.feed", slug=petition.slug))),
    )  # fmt: skip


def _embed_code() -> str:
    """What the owner of another site puts into their page."""
    address = full_address(without_language(url_for("sharing.widget", slug=g.petition.slug)))
    values = {
        "src": address, "title": _("Petition: %(title)s", title=g.petition.title), "width": _WIDTH, "height": _HEIGHT,
        "loading": "lazy", "referrerpolicy": "no-referrer", "frameborder": 0, "sandbox": SANDBOX,
    }  # fmt: skip
    written = (f'{name}="{escape(str(value))}"' for name, value in values.items())
    return f"<iframe {' '.join(written)}></iframe>"
