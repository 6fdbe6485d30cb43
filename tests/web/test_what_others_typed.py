"""What one signer typed as employer is shown to no other signer, and under no other name; on both engines."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from petition_app.domain.employerrule import Rule, RuleKind
from petition_app.domain.signature import DisplayMode
from tests.builders import SLUG, a_request, a_signature, claim_letters, confirm, secret_in, sign
from tests.cast import text_of
from tests.published import decided
from tests.web.signer import open_with, post

pytestmark = pytest.mark.usefixtures("app")
TYPED = "BOREALIS  analytics"

DECISIONS = [
    [],
    [Rule(RuleKind.ASSIGN, "borealis analytics", "google")],
    [Rule(RuleKind.SEPARATE, "borealis analytics", "borealis", "Borealis & Sons")],
]


@pytest.mark.parametrize("rules", DECISIONS)
@pytest.mark.parametrize("somebody", [True, False])
def test_who_types_an_employer_does_not_learn_whether_anybody_else_has(
    client: FlaskClient, rules: list[Rule], somebody: bool
):
    """With a mailbox of their own an employer could else ask for every name, and see how it is written by others or
    what organisers have made of it."""
    if somebody:
        a_signature(a_request("ada@example.org", employer="Borealis Analytics"))
        if rules:
            decided(*rules)
    sign(a_request("hr@example.org", employer=TYPED))
    (letter,) = claim_letters()

    asked = text_of(client, f"/c/{secret_in(letter.text)}")
    receipt = confirm(letter.text).text
    seen = post(client, "/receipt/download", open_with(client, receipt), receipt=receipt)

    assert "<bdi>BOREALIS analytics</bdi>" in asked
    assert "Borealis" not in asked
    assert {key: value for key, value in json.loads(seen.data).items() if "employer" in key} == {
        "employer": "BOREALIS analytics"
    }


def test_a_named_signer_stands_on_the_roster_with_what_they_typed_themselves(client: FlaskClient):
    sign(a_request("prank@example.org", employer="acme 🖕!!!"))
    claim_letters()
    a_signature(a_request("sam@example.org", employer="Acme", name="Sam Signer", display=DisplayMode.NAME))
    a_signature(a_request("kim@example.org", employer="?! 🖕", name="Kim Signer", display=DisplayMode.NAME))

    for path in (f"/p/{SLUG}", f"/p/{SLUG}/signatories"):
        page = text_of(client, path)
        assert "🖕" not in page
        assert "<bdi>Acme</bdi>" in page
