"""The headers of every response; the values and their reasons are in docs/threat-model.md."""

from __future__ import annotations

from flask import Flask, Response, make_response, request

PUBLIC_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'; script-src 'none'"
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
NOT_INDEXED = "noindex, noarchive"


def init_headers(app: Flask, site_host: str) -> None:
    """Set them on each response of `app`. A view may choose its own Cache-Control and may allow indexing."""

    @app.after_request
    def set_headers(response: Response) -> Response:
        for name, value in EVERY_RESPONSE.items():
            response.headers[name] = value
        workshop = (request.blueprint or "").startswith(("organiser", "account"))
        response.headers["Content-Security-Policy"] = ORGANISER_POLICY if workshop else PUBLIC_POLICY
        if not site_host.endswith(".onion"):
            response.headers["Strict-Transport-Security"] = TRANSPORT_SECURITY
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("X-Robots-Tag", NOT_INDEXED)
        if response.headers["X-Robots-Tag"] == "all":
            del response.headers["X-Robots-Tag"]
        # The server in front would otherwise write its own name here.
        response.headers["Server"] = "petition"
        return response


def forgetting_pages(page: str) -> Response:
    """A page after which the browser drops what it kept of this site: the petition's number is fresh when the signer
    goes back to it, and less is left behind on the device."""
    response = make_response(page)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
