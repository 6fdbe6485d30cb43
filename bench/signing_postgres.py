"""Signing on PostgreSQL, in a server of its own that writes to the disk as it should."""

from __future__ import annotations

import threading
from collections.abc import Callable

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import make_url

from bench.measure import RUNS, Result, by_the_clock, of_turns
from bench.registry import benchmark
from bench.signing import SIGNATURES, signer, site
from tests.postgres import passing_server

_CLIENTS = 32
_SETTINGS = ("max_connections=100",)


@benchmark("sign_postgres", at_least=0.5)
def sign_postgres() -> Result:
    """Signatures a second on PostgreSQL over HTTP, beside bare rows that 32 clients insert and count one by one. By
    turns, each by the clock."""
    with passing_server(_SETTINGS) as server:
        floor = _bare(server.new_database())
        with site(server.new_database()) as environment, signer(environment) as go:
            turns = [(go(SIGNATURES).answers.rate, SIGNATURES / by_the_clock(floor)) for _ in range(RUNS + 1)][1:]
    return of_turns("sign_postgres", "signatures/s", turns)


def _bare(url: str) -> Callable[[], None]:
    """Inserts rows of the size of a signature, each in a transaction that counts it."""
    asked = make_url(url)
    where = make_conninfo(host=str(asked.query["host"]), user=asked.username, dbname=asked.database)
    with psycopg.connect(where, autocommit=True) as connection:
        connection.execute("CREATE TABLE bare (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), content bytea)")
        connection.execute("CREATE TABLE tally AS SELECT 0 AS signatures")

    def client() -> None:
        with psycopg.connect(where, autocommit=True) as connection:
            for _ in range(SIGNATURES // _CLIENTS):
                with connection.transaction():
                    connection.execute("INSERT INTO bare (content) VALUES (%s)", (bytes(800),))
                    connection.execute("UPDATE tally SET signatures = signatures + 1")

    def all_clients() -> None:
        threads = [threading.Thread(target=client) for _ in range(_CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return all_clients
