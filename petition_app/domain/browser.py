"""The kind of a browser, as its owner would name it: nothing finer is kept."""

from __future__ import annotations

# The first that is found counts: most browsers claim to be several others too.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("Chromium/", "Chromium"),
    ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"),
    ("Macintosh", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
_READ = 400


def browser_name(user_agent: str) -> str:
    """Such as "Firefox, Linux"; only words of the lists above, and empty where none of them fits."""
    text = user_agent[:_READ]
    found = (next((name for mark, name in marks if mark in text), "") for marks in (_BROWSERS, _SYSTEMS))
    return ", ".join(name for name in found if name)
