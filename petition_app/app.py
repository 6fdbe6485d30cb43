"""The composition root: what the web application is made of, in order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from petition_app import folders
from petition_app.database import Edge, init_database, utc_now
from petition_app.replicas import init_replica
from petition_app.services.instance import open_keyring
from petition_app.settings import Settings
from petition_app.web import (
    account,
    api,
    assets,
    charts,
    claims,
    demo,
    employers,
    finding,
    handovers,
    health,
    news,
    programs,
    public,
    receipts,
    releases,
    sharing,
    text_history,
    unsubscribing,
    verification,
)
from petition_app.web.addresses import init_addresses
from petition_app.web.context import init_context
from petition_app.web.desk import init_desk
from petition_app.web.errors import init_errors
from petition_app.web.front import init_front
from petition_app.web.guards import refuse_cross_site_posts
from petition_app.web.headers import init_headers
from petition_app.web.keeping import init_keeping
from petition_app.web.language import init_language
from petition_app.web.organiser import blueprints as organiser
from petition_app.web.quicksigning import init_quick_signing
from petition_app.web.sessions import init_sessions

MOST_FORM_BYTES = 64 * 1024


def create_app(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Flask:
    """The web application. The database is expected to be there already, at the newest schema.

    Raises SettingError where a secret is missing.
    """
    app = Flask(__name__, template_folder=str(folders.TEMPLATES), static_folder=None)
    keys = open_keyring(settings)
    app.config.update(flask_config(settings), SECRET_KEY=keys.form)
    init_database(app, settings, keys, clock)
    init_replica(app, settings)
    init_desk(app)
    init_quick_signing(app)
    init_language(app, settings.data_dir)
    init_headers(app, settings.site_host)
    init_keeping(app)
    init_errors(app)
    init_addresses(app)
    init_context(app)
    init_sessions(app)
    app.before_request(refuse_cross_site_posts)
    for blueprint in (
        health.bp,
        assets.bp,
        public.bp,
        releases.bp,
        text_history.bp,
        news.bp,
        finding.bp,
        handovers.bp,
        claims.bp,
        employers.bp,
        charts.bp,
        sharing.bp,
        verification.bp,
        receipts.bp,
        unsubscribing.bp,
        account.bp,
        api.bp,
        programs.bp,
        *organiser,
    ):
        app.register_blueprint(blueprint)
    if settings.demo:
        app.register_blueprint(demo.bp)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    here: Edge = app.extensions["petition"]
    init_front(app, settings.site_url, own_names(settings), clock, lambda: here.change)
    return app


def flask_config(settings: Settings) -> dict[str, object]:
    return {
        "MAX_CONTENT_LENGTH": MOST_FORM_BYTES,
        "MAX_FORM_MEMORY_SIZE": MOST_FORM_BYTES,
        "MAX_FORM_PARTS": 50,
        "TRUSTED_HOSTS": trusted_hosts(settings),
        "DEBUG": settings.debug,
        "BABEL_DEFAULT_LOCALE": "en_GB",
        "PROPAGATE_EXCEPTIONS": False,
    }


def trusted_hosts(settings: Settings) -> list[str]:
    """The only names this site answers to; on this machine alone, any of its own."""
    if settings.is_public:
        return [settings.site_host]
    return ["127.0.0.1", "localhost", "[::1]", settings.site_host]


def own_names(settings: Settings) -> set[str]:
    """What a browser may call this site, as it does: with the port, if that is not the usual one."""
    with_port = {f"{name}:{settings.port}" for name in trusted_hosts(settings)}
    return {*trusted_hosts(settings), *with_port, urlsplit(settings.site_url).netloc}
