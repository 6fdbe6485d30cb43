"""Secrets from the terminal, or line by line from standard input where that is not one."""

from __future__ import annotations

import getpass
import sys

import click


def ask(what: str) -> str:
    """One secret, never shown."""
    if sys.stdin.isatty():
        return getpass.getpass(f"{what}: ")
    return sys.stdin.readline().rstrip("\r\n")


def ask_new(what: str) -> str:
    """A secret that is chosen now: asked for twice at a terminal, where nobody sees what they type."""
    chosen = ask(what)
    if sys.stdin.isatty() and ask("Once more") != chosen:
        raise click.ClickException("The two are not the same. Nothing was done.")
    return chosen
