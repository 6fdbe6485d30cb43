"""The whole description, as it is served."""

from __future__ import annotations

from petition_app.web.openapi import organiser, petition, public
from petition_app.web.openapi.parts import PROBLEM, RESPONSES, Schema

_TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "Made by an owner in the room “API and webhooks”.",
}


def document(site_url: str) -> Schema:
    """OpenAPI 3.1, for the site at this address."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Workplace petition",
            "version": "1",
            "description": "Published figures without a key; exact ones for organisers' programs. Attributes may be "
            "added within version 1; none is taken away or changes its meaning.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": f"{site_url}/api/v1"}],
        "tags": [
            {"name": "public", "description": "For everybody, from any site."},
            {"name": "organiser", "description": "For programs that bring a token; never from a page of another site."},
        ],
        "paths": public.PATHS | organiser.PATHS,
        "components": {
            "schemas": {"Petition": petition.ATTRIBUTES, "Release": petition.RELEASE, "Problem": PROBLEM},
            "responses": RESPONSES,
            "securitySchemes": {"token": _TOKEN},
        },
    }
