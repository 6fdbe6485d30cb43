"""What `petition demo` shows: the seeded petition, and a sign-in that everybody may know."""

from __future__ import annotations

from petition_app import folders
from petition_app.database import begin_work
from petition_app.services import demo as demo_site
from petition_app.services import seeding
from petition_app.services.work import OPERATOR
from petition_app.settings import Settings


def furnish(settings: Settings) -> str:
    """Add what is not there yet, and say where everything is. To be called within an application's context."""
    with begin_work(OPERATOR) as work:
        slug = seeding.seed(work, folders.SEEDS).slug
        demo_site.add_organiser(work, slug)
    site = settings.site_url
    return f"""
The demo is at      {site}
  the petition      {site}/p/{slug}
  its letters       {site}/demo/mail      (no real mail is sent)
  organisers        {site}/sign-in
                    {demo_site.EMAIL}
                    {demo_site.PASSPHRASE}
What is done in it is kept in {settings.data_dir}. Stop it with Ctrl-C.
"""
