"""What everybody may read, and the form to sign with. No cookie, no script; the page is the same for all."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from petition_app.database import begin_reading, begin_work, edge
from petition_app.domain.burst import Kind
from petition_app.domain.crowd import ChallengeIsNeeded, NetworkIsUsedUp
from petition_app.domain.refusals import PetitionIsNotOpen, Refusal, ServiceIsBusy, TextHasChanged
from petition_app.replicas import begin_viewing
from petition_app.services import crowds, handover_history, petitions, roster, text_history
from petition_app.services.petitions import PetitionPage
from petition_app.services.work import Work
from petition_app.web.addresses import name_when_made
from petition_app.web.challenging import challenge_page
from petition_app.web.desk import signatures
from petition_app.web.eventime import in_even_time
from petition_app.web.finding import full_address, may_be_found
from petition_app.web.forms.boundonce import BoundOnce
from petition_app.web.forms.checking import passes
from petition_app.web.forms.signing import LEAST_TIME_TO_SIGN, SignForm
from petition_app.web.guards import public, visitor, visitor_network
from petition_app.web.keeping import kept
from petition_app.web.language import language, without_language
from petition_app.web.quicksigning import was_taken
from petition_app.web.rosterpages import SIGNATORIES_ON_A_PAGE, next_page, place_asked_for
from petition_app.web.sharing import share_picture

bp = Blueprint("public", __name__)

# After which to try again where too many sign at the same moment.
BUSY_SECONDS = 5
_SENT = BoundOnce(SignForm)


@bp.get("/")
@public
@kept
def front() -> str:
    with begin_viewing(visitor()) as work:
        listed = petitions.summaries(work)
    may_be_found()
    return render_template("public/front.html", listed=listed)


@bp.get("/p/<slug>")
@public
@kept
def petition(slug: str) -> str:
    with begin_viewing(visitor()) as work:
        page = petitions.public_page(work, slug)
        if not page.is_hidden:
            may_be_found()
        return render_template("public/petition.html", **whole_page(work, page))


def whole_page(work: Work, page: PetitionPage) -> dict[str, Any]:
    """What the template of a petition's page shows; of a hidden one nobody who has signed."""
    petition = page.petition
    lines = [] if page.is_hidden else roster.page(work, petition.id, SIGNATORIES_ON_A_PAGE + 1)
    return _sign_sheet(page, SignForm()) | {
        "roster": lines[:SIGNATORIES_ON_A_PAGE],
        "text_change": text_history.last_change(work, petition),
        # Whoever gets it reads it in a language of their own.
        "share_address": full_address(without_language(url_for("public.petition", slug=petition.slug))),
        "picture": None if page.is_hidden else share_picture(petition.slug, petition.title, page.release),
        "handovers": handover_history.by_addressee(work, petition.id),
        "more": next_page("public.signatories", lines, after=None, seen=0, slug=petition.slug),
    }


@bp.get("/p/<slug>/signatories")
@public
def signatories(slug: str) -> str:
    after, seen = place_asked_for()
    with begin_viewing(visitor()) as work:
        petition = petitions.public_by_slug(work, slug)
        lines = roster.page(work, petition.id, SIGNATORIES_ON_A_PAGE + 1, after, seen)
    more = next_page(".signatories", lines, after, seen, slug=slug)
    return render_template(
        "public/signatories.html", petition=petition, roster=lines[:SIGNATORIES_ON_A_PAGE], more=more, first=not after
    )


@bp.post("/p/<slug>/sign")
@public
def sign(slug: str) -> Any:
    sent = _SENT.read(request.form)
    if not sent.is_filled_by_machine:
        if not _passes(slug, sent):
            return _sign_again(slug, _shown(slug)), 422
        try:
            if not was_taken():
                with in_even_time():
                    signatures().take(slug, sent.request(visitor_network(), language()))
        except TextHasChanged as refusal:
            return _read_again(slug, _shown(slug), refusal), refusal.status
        except ChallengeIsNeeded as refusal:
            return challenge_page(slug, _shown(slug), refusal)
        except NetworkIsUsedUp as refusal:
            return _turned_away(slug, _shown(slug), refusal)
        except ServiceIsBusy as refusal:
            return _try_later(slug, _shown(slug), refusal)
    # The same page for new and repeated signers: a colleague must not learn who has signed.
    return redirect(url_for(".sent", slug=slug), 303)


def _passes(slug: str, form: SignForm) -> bool:
    return passes(form, "sign", name_when_made(slug), LEAST_TIME_TO_SIGN)


def _shown(slug: str) -> SignForm:
    """What was sent, and what is wrong with it, to be shown again."""
    form = SignForm(request.form)
    _passes(slug, form)
    return form


@bp.get("/p/<slug>/sign")
@public
def sign_form(slug: str) -> Any:
    """For a browser that asks again for the address of a form that came back."""
    return redirect(url_for(".petition", slug=slug, _anchor="sign"))


@bp.get("/p/<slug>/sent")
@public
def sent(slug: str) -> str:
    with begin_reading(visitor()) as work:
        petition = petitions.reachable_by_slug(work, slug)
    return render_template("public/sent.html", petition=petition, sender=edge().settings.sender)


@bp.get("/how-we-count")
@public
@kept
def how_we_count() -> str:
    may_be_found()
    return render_template("public/how_we_count.html")


@bp.get("/privacy")
@public
@kept
def privacy() -> str:
    with begin_viewing(visitor()) as work:
        listed = petitions.listed(work)
    return render_template("public/privacy.html", listed=listed)


def _read_again(slug: str, form: SignForm, refusal: TextHasChanged) -> str:
    """What was typed stays; what was agreed to is asked again."""
    form.form_errors.append(refusal.sentence)
    form.ask_again()
    return _sign_again(slug, form)


def _turned_away(slug: str, form: SignForm, refusal: NetworkIsUsedUp) -> Response:
    """What was typed stays, for another hour or another network."""
    with begin_work(visitor()) as work:
        crowds.note(work, slug, Kind.TURNED_AWAY)
    return _try_later(slug, form, refusal)


def _try_later(slug: str, form: SignForm, refusal: Refusal) -> Response:
    form.form_errors.append(refusal.sentence)
    response = make_response(_sign_again(slug, form, error_title=_("Please try again later")), refusal.status)
    response.headers["Retry-After"] = str(refusal.wait or BUSY_SECONDS)
    return response


def _sign_again(slug: str, form: SignForm, **shown: Any) -> str:
    with begin_reading(visitor()) as work:
        page = petitions.public_page(work, slug)
    if not page.is_open:
        raise PetitionIsNotOpen
    return render_template("public/sign.html", **_sign_sheet(page, form), **shown)


def _sign_sheet(page: PetitionPage, form: SignForm) -> dict[str, Any]:
    form.speak((each.purpose, each.text) for each in page.consents)
    form.is_about(page.text.version, page.petition.consent_version)
    return {"page": page, "petition": page.petition, "form": form, "suggestions": _likely_employers(page)}


def _likely_employers(page: PetitionPage) -> list[str]:
    """What the field for the employer suggests: those of the table and those addressed, not the whole long list."""
    rows = page.release.tally.rows if page.release else ()
    return sorted({row.employer for row in rows} | {each.target.organisation for each in page.addressees})
