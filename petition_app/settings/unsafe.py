"""Values that are refused: those that make no sense, and those that would put signers at risk."""

from __future__ import annotations

from urllib.parse import urlsplit

from petition_app.settings.declared import Settings, is_loopback
from petition_app.settings.error import SettingError

# With the "+" and 52 characters behind it, it must stay within the 64 that an address may have before its @.
LONGEST_BOUNCE_MAILBOX = 11
# Beyond this a slow phone would work for longer than the ten minutes a challenge lives.
MOST_TRIES = 10_000


def refuse_unsafe(settings: Settings) -> None:
    """Raise SettingError where the values together would put signers at risk."""
    _refuse_odd_numbers(settings)
    _refuse_odd_mail(settings)
    _refuse_half_of_postgresql(settings)
    scheme = urlsplit(settings.site_url).scheme
    if scheme not in ("http", "https") or not settings.site_host:
        raise SettingError("PETITION_BASE_URL", "must be a full address such as https://petition.example.org.")
    if settings.debug and settings.is_public:
        raise SettingError("PETITION_DEBUG", "the debugger is never switched on at a public address.")
    if settings.demo and settings.is_public:
        raise SettingError("PETITION_DEMO", "the demo, whose sign-in everybody knows, runs on this machine only.")
    if not is_loopback(settings.host) and not settings.base_url:
        raise SettingError("PETITION_BASE_URL", "must be set when the server listens beyond this machine.")
    encrypted = settings.is_https or is_loopback(settings.site_host) or settings.site_host.endswith(".onion")
    if not encrypted:
        raise SettingError("PETITION_BASE_URL", "must begin with https://, or signers could be read on the way.")
    _refuse_weak_secrets(settings)


def _refuse_odd_numbers(settings: Settings) -> None:
    if not 1 <= settings.port <= 65535:
        raise SettingError("PORT", "must be from 1 to 65535.")
    if not 1 <= settings.challenge_tries <= MOST_TRIES:
        raise SettingError("PETITION_CHALLENGE_TRIES", f"must be from 1 to {MOST_TRIES:,}.")
    for name in ("workers", "threads", "letters_an_hour", "confirmations_an_hour"):
        if getattr(settings, name) < 1:
            raise SettingError(f"PETITION_{name.upper()}", "must be 1 or more.")


def _refuse_half_of_postgresql(settings: Settings) -> None:
    if settings.read_database_url and settings.is_sqlite:
        raise SettingError("PETITION_READ_DATABASE_URL", "names a replica of PostgreSQL, but there is no DATABASE_URL.")
    if settings.database_pooler and settings.is_sqlite:
        raise SettingError("PETITION_DATABASE_POOLER", "is for PostgreSQL, but there is no DATABASE_URL.")


def _refuse_odd_mail(settings: Settings) -> None:
    mailbox, at, domain = settings.bounce_address.partition("@")
    if settings.bounce_address and not (at and domain and 0 < len(mailbox) <= LONGEST_BOUNCE_MAILBOX):
        raise SettingError("PETITION_BOUNCE_ADDRESS", "must be an address with at most 11 characters before the @.")


def _refuse_weak_secrets(settings: Settings) -> None:
    key = settings.secret_key
    if key and (len(key.encode()) < 32 or len(set(key)) < 8):
        raise SettingError("PETITION_SECRET_KEY", "is too weak: give 32 random bytes or more, or leave it out.")
    hexadecimal = set(settings.instance_key.lower()) <= set("0123456789abcdef")
    if settings.instance_key and (len(settings.instance_key) != 64 or not hexadecimal):
        raise SettingError("PETITION_INSTANCE_KEY", "must be 64 hexadecimal digits.")
