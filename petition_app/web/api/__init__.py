"""The public JSON API, which changes nothing: what the public pages say, for programs. docs/api.md describes it."""

from petition_app.web.api import claims, description, petitions, releases
from petition_app.web.api.answers import bp

__all__ = ["bp", "claims", "description", "petitions", "releases"]
