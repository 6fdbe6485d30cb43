"""What the mail worker does besides sending letters."""

from __future__ import annotations

from uuid import uuid4

from flask import Flask

from petition_app.cli import mailing
from petition_app.database import edge
from petition_app.security.keyring import EPOCH_LIFETIME
from petition_app.security.vault import EpochKey
from tests.application import Clock


def test_a_key_whose_hour_is_over_is_dropped_though_nobody_asks_for_it(app: Flask, clock: Clock):
    petition, then, keys = uuid4(), clock.now, edge().keys
    keys.keep_epoch(petition, EpochKey(bytes(16), bytes(32)), then)

    clock.now = then + EPOCH_LIFETIME
    mailing.forget()

    assert keys.epoch(petition, then) is None
