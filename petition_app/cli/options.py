"""Options that several commands share."""

from __future__ import annotations

import click

#: Which petition a command is about; the command is given it as `slug`.
of_petition = click.option("--petition", "slug", required=True, help="The petition's short name, as in its address.")
