"""Forms whose fields are made once: whatever is sent, they say what a form made anew says, and keep nothing of it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import ImmutableMultiDict
from wtforms import Form

from petition_app.web.forms.boundonce import BoundOnce
from petition_app.web.forms.signing import SignForm
from tests.web.signer import FORM

SENT: list[dict[str, Any]] = [
    FORM,
    {},
    {**FORM, "display": "name", "name": "Sam Signer", "consent_publish": "y", "read": "1.1"},
    {**FORM, "display": "name"},
    {**FORM, "email": "nobody", "relation": "", "role_band": "emperor"},
    {**FORM, "name": "x" * 500, "website": "https://example.org", "review": "y"},
    {**FORM, "email": ["sam@example.org", "ada@example.org"]},
]


def said_by(form: Form) -> tuple[bool, dict[str, Any], dict[str, Any]]:
    passes = form.validate()
    return passes, form.data, {name: list(map(str, errors)) for name, errors in form.errors.items()}


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_form_bound_once_says_what_a_new_one_says(app: Flask):
    forms = BoundOnce(SignForm)
    with app.test_request_context():
        for fields in SENT + SENT[::-1]:
            sent = ImmutableMultiDict(fields)
            assert said_by(forms.read(sent)) == said_by(SignForm(sent))


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_two_requests_at_once_see_nothing_of_each_other(app: Flask):
    forms = BoundOnce(SignForm)
    with app.test_request_context():
        first = forms.read(ImmutableMultiDict(FORM))
        second = forms.read(ImmutableMultiDict({**FORM, "email": "nobody", "relation": ""}))
        second.form_errors.append("too old")
        told = said_by(second)

        assert said_by(first) == (True, first.data, {})
        assert first.data["email"] == FORM["email"]
        assert set(told[2]) >= {"email", "relation"}
