"""Benchmarks are found by name, say what they measure, and their saved figures can be read."""

from bench.machine import Machine
from bench.measure import Result
from bench.registry import Benchmark, benchmarks
from bench.saved import History, Line, table_of


def test_each_benchmark_says_in_a_sentence_what_it_measures():
    assert [each.name for each in benchmarks().values() if not each.about] == []


def test_saved_figures_are_of_benchmarks_that_there_are():
    known = benchmarks()

    assert {line.name for line in History().lines} - set(known) == set()


def test_a_regression_stands_in_the_table_beside_what_was_saved_before():
    benchmark = Benchmark("sign", lambda: _result(0.1), "Signatures", 0.2, None)
    lines = [Line.of("sign", _result(ratio), Machine.here()) for ratio in (0.4, 0.1)]

    table = table_of(lines, {"sign": benchmark})

    assert "| 0.1 | 0.4 | ratio at least 0.2, **missed** |" in table
    assert not benchmark.keeps(_result(0.1))


def _result(ratio: float) -> Result:
    return Result("sign", "signatures/s", 100, 0.1, 100 / ratio, ratio)
