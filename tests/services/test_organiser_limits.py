"""How often an organiser may do what costs the site much; the operator may always."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask

from petition_app.database import begin_work
from petition_app.domain.throttle import IMPORTS, PREVIEWS
from petition_app.models import Update
from petition_app.services import imports, petitions, previews
from petition_app.services.importfiles import StoredFile
from petition_app.services.imports import TooManyImports
from petition_app.services.previews import TooManyPreviews
from petition_app.services.work import OPERATOR, Actor, ActorKind
from tests.application import Clock
from tests.builders import SLUG
from tests.services.mailing import an_update

OLU_ID = uuid4()
OLU = Actor(ActorKind.ORGANISER, OLU_ID)


def upload(who: Actor) -> None:
    file = StoredFile(id=uuid4(), size=1, digest=b"d" * 32, key=b"k" * 32, is_utf8=True)
    with begin_work(who) as work:
        imports.add(work, petitions.by_slug(work, SLUG), file, "people.csv")


def test_an_organiser_uploads_ten_files_an_hour_and_the_operator_as_many_as_need_be(app: Flask, clock: Clock):
    for _ in range(IMPORTS.most):
        upload(OLU)
    with pytest.raises(TooManyImports):
        upload(OLU)
    upload(OPERATOR)
    clock.move(hours=1)

    upload(OLU)


def test_an_organiser_gets_twenty_previews_a_day(app: Flask):
    update = an_update()

    def preview() -> None:
        with begin_work(OLU) as work:
            found = work.session.get_one(Update, update)
            previews.send(work, petitions.by_slug(work, SLUG), found, OLU_ID, "olu@example.org")

    for _ in range(PREVIEWS.most):
        preview()
    with pytest.raises(TooManyPreviews):
        preview()
