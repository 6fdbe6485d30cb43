"""The headers of every response; the values and their reasons are in docs/threat-model.md."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, Response, g, make_response, request

from petition_app.domain.embedding import SANDBOX, frame_ancestors
from petition_app.web.finding import is_to_be_found

PUBLIC_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'; script-src 'none'"
)
# One page for signers runs a script, our own: see web/challenging.py.
CHALLENGE_POLICY = PUBLIC_POLICY.replace(
    "script-src 'none'", "script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
)
# Of a widget that other sites show: it can do nothing but lead here, in a tab of its own.
WIDGET_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; object-src 'none'; "
    f"script-src 'none'; sandbox {SANDBOX}; "
)
ORGANISER_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
TRANSPORT_SECURITY = "max-age=63072000; includeSubDomains"
EVERY_RESPONSE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), "
        "usb=(), interest-cohort=()"
    ),
}
# Passkeys are made and used on the pages of an organiser's account and nowhere else.
_PASSKEYS = ", publickey-credentials-create={0}, publickey-credentials-get={0}"
NOT_INDEXED = "noindex, noarchive"


def init_headers(app: Flask, site_host: str) -> None:
    """Set them on each response of `app`. A view may choose its own Cache-Control, and may let its page be found."""

    of_others, of_account = _fixed("()", site_host), _fixed("(self)", site_host)

    @app.after_request
    def set_headers(response: Response) -> Response:
        # Added at the end, which is several times as fast as setting: no view writes these.
        response.headers.extend(of_account if _is_account() else of_others)
        response.headers.add("Content-Security-Policy", _policy())
        _let_be_framed(response)
        response.headers.setdefault("Cache-Control", "no-store")
        if not (response.status_code == 200 and is_to_be_found()):
            response.headers["X-Robots-Tag"] = NOT_INDEXED
        # The server in front would otherwise write its own name here.
        response.headers["Server"] = "petition"
        return response


def _fixed(passkeys: str, site_host: str) -> list[tuple[str, str]]:
    """What depends on the part of the site alone."""
    fixed = EVERY_RESPONSE | {
        "Permissions-Policy": EVERY_RESPONSE["Permissions-Policy"] + _PASSKEYS.format(passkeys),
        "Strict-Transport-Security": TRANSPORT_SECURITY,
    }
    if site_host.endswith(".onion"):
        del fixed["Strict-Transport-Security"]
    return list(fixed.items())


def allow_own_script() -> None:
    """This answer may run the scripts of this site, and none that its own text could bring."""
    g.own_script = True


def show_in_frames_of(sites: Sequence[str]) -> None:
    """This answer may stand within pages of these sites, and of no others."""
    g.frame_sites = sites


def _let_be_framed(response: Response) -> None:
    sites = g.pop("frame_sites", ())
    if sites:
        response.headers["Content-Security-Policy"] = WIDGET_POLICY + frame_ancestors(sites)
        # Pages that are isolated from others show nothing that does not say so.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        # It knows no list of sites; browsers heed the policy instead.
        del response.headers["X-Frame-Options"]


def _is_account() -> bool:
    return (request.blueprint or "").startswith("account")


def _policy() -> str:
    if (request.blueprint or "").startswith(("organiser", "account")):
        return ORGANISER_POLICY
    return CHALLENGE_POLICY if g.pop("own_script", False) else PUBLIC_POLICY


def forgetting_pages(page: str) -> Response:
    """A page after which the browser drops what it kept of this site: the petition's number is fresh when the signer
    goes back to it, and less is left behind on the device."""
    response = make_response(page)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
