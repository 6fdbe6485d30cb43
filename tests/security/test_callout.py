"""A call to an address of somebody else's choosing, against a real server with TLS on this machine."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from petition_app.domain.webhook import may_be_reached
from petition_app.security import callout
from petition_app.security.callout import NotReached, post

NAME = "hooks.example.org"


@dataclass
class Listener:
    """Notes what arrives and answers with `status`."""

    port: int
    trusted: ssl.SSLContext
    status: int = 204
    arrived: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    slowly: bool = False

    def call(self, name: str = NAME, **other: object) -> int:
        known = {"look_up": here, "is_allowed": lambda address: True, "trusted": self.trusted}
        return post(f"https://{name}:{self.port}/hook?a=b", {"webhook-id": "m1"}, b"{}", **{**known, **other})  # type: ignore[arg-type]


def here(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[Listener]:
    pem = certificate(tmp_path)

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            listening.arrived.append((self.path, dict(self.headers), body))
            if listening.slowly:
                drip(self)
                return
            self.send_response(listening.status)
            self.send_header("Location", "https://127.0.0.1/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Hook)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    listening = Listener(server.server_port, ssl.create_default_context(cafile=str(pem)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield listening
    server.shutdown()
    server.server_close()
    thread.join()


def drip(hook: BaseHTTPRequestHandler) -> None:
    """A byte now and then, for as long as anybody listens."""
    try:
        for _ in range(200):
            hook.wfile.write(b"H")
            time.sleep(0.05)
    except OSError:
        return


@pytest.fixture(autouse=True)
def any_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")


def reason(listener: Listener, **other: object) -> str:
    with pytest.raises(NotReached) as refused:
        listener.call(**other)  # type: ignore[arg-type]
    return refused.value.reason


def test_a_message_arrives_under_the_name_and_past_any_proxy(listener: Listener):
    assert listener.call() == 204

    ((path, headers, body),) = listener.arrived
    assert (path, headers["Host"], headers["webhook-id"], body) == (
        "/hook?a=b", f"{NAME}:{listener.port}", "m1", b"{}",
    )  # fmt: skip


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(listener: Listener, status: int):
    listener.status = status

    assert listener.call() == status
    assert len(listener.arrived) == 1


def test_an_inner_address_is_not_reached_even_beside_an_outer_one(listener: Listener):
    for found in (["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::ffff:127.0.0.1"], []):
        allowed = {"look_up": lambda host, port, found=found: found, "is_allowed": may_be_reached}
        assert reason(listener, **allowed) == "address"
    assert listener.arrived == []


def test_a_name_is_looked_up_once_so_that_it_cannot_change_in_between(listener: Listener):
    asked = list[str]()

    def changing(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    assert listener.call(look_up=changing) == 204
    assert asked == [NAME]


def test_a_certificate_of_another_name_or_of_nobody_known_is_refused(listener: Listener):
    assert reason(listener, name="other.example.org") == "tls"
    assert reason(listener, trusted=None) == "tls"
    assert listener.arrived == []


def test_a_server_that_answers_byte_by_byte_is_left(listener: Listener, monkeypatch: pytest.MonkeyPatch):
    listener.slowly = True
    monkeypatch.setattr(callout, "SECONDS", 0.4)

    assert reason(listener) in ("connection", "timeout", "tls")


def test_a_name_that_leads_nowhere_is_told_in_a_word(listener: Listener):
    def nowhere(host: str, port: int) -> list[str]:
        raise socket.gaierror("no such name")

    assert reason(listener, look_up=nowhere) == "name"


def test_addresses_of_this_machine_are_looked_up_and_refused():
    with pytest.raises(NotReached, match="address"):
        post("https://localhost:443/", {}, b"")
    assert all(ipaddress.ip_address(each).is_loopback for each in callout.resolve("localhost", 443))
