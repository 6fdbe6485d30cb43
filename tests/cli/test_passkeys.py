"""`petition organiser passkeys`, on both engines."""

from __future__ import annotations

from petition_app.app import create_app
from tests.application import Site, close
from tests.authenticator import Authenticator
from tests.cast import an_organiser, open_session
from tests.cli.command import Answer, petition
from tests.passkeys import add, give_passkey, options_to_add, session_of

OLU = "olu@example.org"


def passkeys(site: Site, *arguments: str) -> Answer:
    return petition("organiser", "passkeys", *arguments, env=site.environment)


def test_an_operator_lists_and_removes(site: Site):
    app = create_app(site.settings)
    with app.app_context():
        olu = an_organiser("Olu")
        give_passkey(olu)
        session = session_of(open_session(olu))
        assert add(session, Authenticator().make(options_to_add(session)), "Key")
        close(app)
    listed = passkeys(site, "list", OLU).out.splitlines()
    (number, name, *_), other = (line.split("\t") for line in listed)
    assert {name, other[1]} == {"Phone", "Key"}
    assert other[-1] == "never used"

    removed = passkeys(site, "remove", OLU, number)
    assert removed.code == 0, removed.err
    assert passkeys(site, "list", OLU).out.endswith("never used\tthe only second factor\n")
    refused = passkeys(site, "remove", OLU, other[0])
    assert (refused.code, "only second factor" in refused.err) == (1, True)
    reset = petition("organiser", "reset-second-factor", OLU, env=site.environment)
    assert reset.code == 0, reset.err
    assert passkeys(site, "list", OLU).out == ""


def test_an_unknown_address_or_number_is_a_sentence(site: Site):
    for arguments in (["list", "nobody@example.org"], ["remove", OLU, "00000000-0000-0000-0000-000000000007"]):
        answer = passkeys(site, *arguments)
        assert answer.code == 1
        assert "Traceback" not in answer.err
