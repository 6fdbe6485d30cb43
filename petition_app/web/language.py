"""The language of a page: said by its address (`/es/p/…`), else by the browser. No cookie, nothing remembered.

A language is a folder of translations: ours, or one that the operator put into the data folder."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from flask import Flask, Response, current_app, g, request
from flask_babel import Babel, format_decimal, gettext, refresh
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from petition_app import folders
from petition_app.domain.said import Said, said

#: The source language, and the locale it is written in.
SOURCE, _SOURCE_LOCALE = "en", "en_GB"
_log = logging.getLogger(__name__)
_CHOSEN = "petition.language"
#: Characters of an Accept-Language that somebody really sends.
LONGEST_WISH = 200
_OWN = "translations"

_Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def init_language(app: Flask, data_dir: Path) -> None:
    """Read the language off each address before anything else looks at it; texts, dates and numbers follow it."""
    places = (folders.TRANSLATIONS, data_dir / _OWN)
    Babel(app, default_translation_directories=";".join(map(str, places)), locale_selector=locale_of_request)
    app.config["LANGUAGES"] = languages_in(*places)
    app.wsgi_app = _LanguageFirst(app.wsgi_app, app.config["LANGUAGES"])  # type: ignore[method-assign]
    app.jinja_env.filters.update(said=in_readers_language, said_then=said_then)
    # Whatever a template shows of the rules' own sentences is translated on the way out.
    app.jinja_env.finalize = in_readers_language
    # A locale is remembered as long as the application's context, which may live longer than one request.
    app.before_request(refresh)
    app.after_request(_vary)


def languages_in(*places: Path) -> dict[str, str]:
    """What pages can be read in, the source language first: the word in an address, and the name of its locale."""
    found = {SOURCE: _SOURCE_LOCALE}
    for catalogue in sorted(each for place in places for each in place.glob("*/LC_MESSAGES/messages.mo")):
        name = catalogue.parent.parent.name
        try:
            found[str(Locale.parse(name)).replace("_", "-").lower()] = name
        except (ValueError, UnknownLocaleError):
            _log.warning("translations/%s: there is no such language", name)
    return found


class _LanguageFirst:
    """`/es/p/letter` is the page `/p/letter`, mounted at `/es`: every address the page makes keeps the language."""

    def __init__(self, inner: _Wsgi, languages: Mapping[str, str]) -> None:
        self._inner, self._languages = inner, languages

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        language, path = parted(environ.get("PATH_INFO", ""), self._languages)
        if language:
            environ[_CHOSEN] = language
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{language}"
            environ["PATH_INFO"] = path
        return self._inner(environ, start_response)


def parted(path: str, languages: Collection[str]) -> tuple[str, str]:
    """The language that a path begins with, and the path within it; without one, "" and the path as it is."""
    language, _, rest = path.partition("/")[2].partition("/")
    return (language, f"/{rest}") if language in languages else ("", path)


def chosen() -> str | None:
    """The language in the address of this request."""
    return request.environ.get(_CHOSEN)


def language() -> str:
    """What this page is read in: a key of `languages()`."""
    return language_in(request.environ, languages())


def language_in(environ: Mapping[str, Any], known: Mapping[str, str]) -> str:
    """The same of a request that Flask has not seen."""
    said: str | None = environ.get(_CHOSEN)
    return said or wished(environ.get("HTTP_ACCEPT_LANGUAGE", ""), tuple(known))


def wished(header: str, languages: tuple[str, ...]) -> str:
    """The language that a browser with this Accept-Language is given where the address says none."""
    # Longer ones are nobody's; they are read, but take no room in memory.
    return (_wished if len(header) <= LONGEST_WISH else _wished.__wrapped__)(header, languages)


@lru_cache(1024)
def _wished(header: str, languages: tuple[str, ...]) -> str:
    return parse_accept_header(header, LanguageAccept).best_match(languages) or SOURCE


def languages() -> Mapping[str, str]:
    """What `languages_in` found when the application was made."""
    found: Mapping[str, str] = current_app.config["LANGUAGES"]
    return found


def locale_of_request() -> str:
    return languages()[language()]


def without_language(address: str) -> str:
    """A local address as it is for everybody, such as that of a style sheet."""
    return address.removeprefix(f"/{chosen()}") if chosen() else address


def alternatives() -> list[tuple[str, str, str]]:
    """This page in every language: (language, its own name, address). Empty where the page answers a form that was
    sent, whose address alone would not show it again, and where it refuses: refusals are alike wherever they are."""
    if request.method not in ("GET", "HEAD") or g.get("is_refused"):
        return []
    query = request.query_string.decode("ascii", "ignore")
    rest = request.path + (f"?{query}" if query else "")
    return [
        (each, Locale.parse(locale).language_name or each, f"/{each}{rest}") for each, locale in languages().items()
    ]


def in_readers_language(sentence: Any) -> Any:
    """A sentence of the rules as the reader reads it; anything else as it is."""
    if not isinstance(sentence, Said):
        return sentence
    values = {
        name: format_decimal(each) if isinstance(each, int) else in_readers_language(each)
        for name, each in sentence.values.items()
    }
    return gettext(sentence.template, **values)


def said_then(kept: str) -> str:
    """A sentence of the rules that was kept as text, as the reader reads it; with values filled in, as it was kept."""
    return str(in_readers_language(said(kept)))


def _vary(response: Response) -> Response:
    # Without a language in the address the browser's wish decides: a cache must not give one reader's page to another.
    if chosen() is None and response.mimetype in ("text/html", "application/atom+xml"):
        response.vary.add("Accept-Language")
    return response
