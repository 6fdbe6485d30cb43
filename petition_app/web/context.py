"""What every template can use."""

from __future__ import annotations

from typing import Any

from flask import Flask, g
from flask_babel import get_locale

from petition_app.database import edge
from petition_app.web.assets import static_url
from petition_app.web.finding import canonical, in_every_language
from petition_app.web.labels import label
from petition_app.web.language import alternatives, language
from petition_app.web.tokens import form_token
from petition_app.web.wording import apart, listed


def init_context(app: Flask) -> None:
    """Names for templates: `static_url`, `form_token`, `label`, `site_name`, `site_url`, `is_demo`, `locale`,
    `direction`, `language`, `languages`, `canonical` and `in_every_language`; filters: `apart`, `listed`."""
    app.jinja_env.globals.update(static_url=static_url, form_token=form_token, label=label, languages=alternatives)
    app.jinja_env.globals.update(canonical=canonical, in_every_language=in_every_language)
    app.jinja_env.filters.update(apart=apart, listed=listed)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def names() -> dict[str, Any]:
        settings, locale = edge().settings, get_locale()
        return {
            "site_name": settings.site_name,
            "site_url": settings.site_url,
            "is_demo": settings.demo,
            "language": language(),
            "locale": str(locale or "en").replace("_", "-"),
            "direction": locale.text_direction if locale else "ltr",
            "petition": g.get("petition"),
            "role": g.get("role"),
        }
