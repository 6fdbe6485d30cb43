"""Signing where very many have signed already."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bench.filled import filled
from bench.measure import RUNS, Result, of_turns
from bench.organisers import varied
from bench.registry import benchmark
from bench.signing import SIGNATURES, signer
from bench.sizes import rows
from petition_app.database import edge

_FEW = 1_000


@benchmark("sign_at_10m", at_least=0.90)
def sign_at_10m() -> Result:
    """Signatures a second where many are there already (BENCH_ROWS=10000000), beside the same where a thousand are. By
    turns, each by the clock. On both nobody has signed today before the first turn."""
    with (
        _full(rows(quick=100_000), is_kept=True) as many, _full(_FEW, is_kept=False) as few,
        signer(many) as go, signer(few) as least,
    ):  # fmt: skip
        turns = [(go(SIGNATURES).answers.rate, least(SIGNATURES).answers.rate) for _ in range(RUNS + 1)][1:]
    return of_turns("sign_at_10m", "signatures/s", turns)


@contextmanager
def _full(signatures: int, *, is_kept: bool) -> Iterator[dict[str, str]]:
    """The environment of a site with so many signatures: those of the organisers' list, so that one serves both."""
    with filled(signatures, row=varied, is_kept=is_kept):
        folder = edge().settings.data_dir
        yield {"PETITION_DATA_DIR": str(folder), "PETITION_TRUSTED_PROXIES": "1"}
