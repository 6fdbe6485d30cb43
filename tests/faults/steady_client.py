"""Visitors who sign one after the other and do not give up: where a host does not answer, or refuses for now, the same
form is sent to the other one. Each signature that was acknowledged is a line on standard output.

    python -m tests.faults.steady_client HOST HOST …
"""

from __future__ import annotations

import itertools
import os
import re
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

PATH, PORT, NAME = "/en/p/letter", 8000, "petition.example.org"
VISITORS, PATIENCE = 6, 15
# Forms that are filled in faster are refused; the time in a kept page is up to a second ahead.
LEAST_SECONDS = 3.5
FIELDS = {
    "employer": "Acme", "relation": "current", "role_band": "unsaid", "display": "counted", "consent_count": "y",
    "website": "",
}  # fmt: skip


def ask(host: str, path: str, network: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
    connection = HTTPConnection(host, PORT, timeout=PATIENCE)
    headers = {"Host": NAME, "X-Forwarded-For": network, "Sec-Fetch-Site": "same-origin"}
    try:
        if fields is None:
            connection.request("GET", path, headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("POST", path, urlencode(fields), headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def token(hosts: list[str]) -> str:
    page = ask(hosts[0], PATH, "198.18.0.1")[1]
    found = re.search(r'name="token"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="token"', page)
    assert found, page
    return found[1] or found[2]


def sign(hosts: list[str], fields: dict[str, str], number: int) -> None:
    """Until it is acknowledged."""
    network = f"198.18.{number // 250}.{number % 250 + 1}"
    for host in itertools.cycle(hosts):
        try:
            status, said = ask(host, f"{PATH}/sign", network, fields)
        except (OSError, HTTPException):
            continue
        if status == 303:
            return
        if status < 500:
            sys.exit(f"{status}: {said}")
        time.sleep(0.05)


def visit(hosts: list[str], given: str, numbers: Iterator[int]) -> None:
    for number in numbers:
        email = f"sam{number}@example{number}.org"
        sign(hosts, {**FIELDS, "token": given, "email": email}, number)
        # In one piece: visitors write at the same moment.
        os.write(sys.stdout.fileno(), f"signed {email}\n".encode())


def main() -> None:
    hosts, numbers = sys.argv[1:], itertools.count()
    given = token(hosts)
    time.sleep(LEAST_SECONDS)
    visitors = [threading.Thread(target=visit, args=(hosts, given, numbers)) for _ in range(VISITORS)]
    for each in visitors:
        each.start()


if __name__ == "__main__":
    main()
