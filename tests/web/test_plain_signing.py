"""Reading a form that is in order without the form library: never what the form refuses, and never otherwise."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import ImmutableMultiDict

from petition_app.domain.signature import DisplayMode, Purpose, Relation, RoleBand
from petition_app.services.signing import SigningRequest
from petition_app.web.forms.plainsigning import plainly_signed
from petition_app.web.forms.signing import SignForm
from tests.web.signer import FORM

NETWORK = "203.0.113.9"
TEXTS = st.sampled_from(
    ("", " ", "Sam Signer", "  Sam \t Signer ", "12 34", "www.example.org", "Ex-Acme", "x" * 120, "x" * 121, "y" * 201,
     "a\u202eb", "Zoë", "false", "https://example.org", "e\u0301", "\u200b")
) | st.text(max_size=130)  # fmt: skip
ADDRESSES = st.sampled_from(
    ("", "sam@example.org", " sam@EXAMPLE.org ", "sam", "sam@localhost", "sam@mailinator.com", "postmaster@example.org",
     "sam@münchen.example", f"{'s' * 65}@example.org", f"sam@{'a' * 63}.{'b' * 63}.{'c' * 63}.{'d' * 60}.org")
) | st.emails()  # fmt: skip
BOX = st.sampled_from((None, "", "y", "false", "on", "False"))


def words(kind: type[Relation] | type[RoleBand] | type[DisplayMode]) -> st.SearchStrategy[str | None]:
    return st.sampled_from((*map(str, kind), "", "emperor", None))


SENT = st.fixed_dictionaries(
    {
        "email": ADDRESSES, "employer": TEXTS, "relation": words(Relation), "role_band": words(RoleBand),
        "display": words(DisplayMode), "name": TEXTS, "title": TEXTS, "website": st.sampled_from(("", None, "x")),
        "read": st.sampled_from((None, "", "1.1", "12.3", "1", "1.", "²", "123456.1234567")),
        "solution": st.sampled_from((None, "", "abc")), "review": BOX,
    }
    | {f"consent_{purpose}": BOX for purpose in Purpose}
)  # fmt: skip


def by_the_form(fields: dict[str, str]) -> SigningRequest | None:
    form = SignForm(ImmutableMultiDict(fields))
    is_in_order = form.validate() and not form.is_filled_by_machine
    return form.request(NETWORK, "en") if is_in_order else None


def present(sent: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in sent.items() if value is not None}


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_what_is_read_plainly_is_what_the_form_reads(app: Flask):
    @settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(SENT)
    def same(sent: dict[str, str | None]) -> None:
        fields = present(sent)
        read = plainly_signed(fields, NETWORK, "en")
        assert read is None or read == by_the_form(fields)

    @settings(max_examples=100, deadline=None)
    @given(TEXTS, TEXTS, TEXTS, st.sampled_from(tuple(DisplayMode)), BOX)
    def same_of_most(name: str, title: str, employer: str, display: str, publish: str | None) -> None:
        changes = {"name": name, "title": title, "employer": employer, "display": display, "consent_publish": publish}
        fields = present({**FORM, **changes})
        assert plainly_signed(fields, NETWORK, "en") == by_the_form(fields)

    with app.test_request_context():
        same()
        same_of_most()
