"""Benchmarks: each states a rate beside a floor that was measured in the same run, on the same input."""
