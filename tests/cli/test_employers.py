"""`petition employers resolve`: a row for every line, with the shipped list and nothing else."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path

from tests.cli.command import COMMAND
from tests.house.tree import ROOT


def resolved(typed: bytes, *options: str) -> list[list[str]]:
    # An empty environment: no database, no data folder.
    done = subprocess.run(
        [*COMMAND, "employers", "resolve", *options], input=typed, capture_output=True, cwd=ROOT, env={}, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return list(csv.reader(io.StringIO(done.stdout.decode(), newline="")))


def test_each_line_gets_its_employer_its_relation_and_a_reason():
    rows = resolved(b"Software Engineer, Google\nex-IBM\nAcme\nYouTube\n")

    assert rows[0] == ["raw", "employer", "relation", "reason"]
    assert [row[:3] for row in rows[1:]] == [
        ["Software Engineer, Google", "Google", "current"],
        ["ex-IBM", "IBM", "former"],
        ["Acme", "", ""],
        ["YouTube", "YouTube", "current"],
    ]
    assert rows[3][3] == "“acme” is not the name of a known employer."


def test_units_can_be_rolled_up():
    assert resolved(b"YouTube\nGoogle", "--roll-up")[1][:2] == ["YouTube", "Google"]


def test_the_lines_of_the_answer_match_those_of_the_question():
    rows = resolved(b"\xef\xbb\xbfGoogle\r\n\n\nIBM")

    assert [row[:2] for row in rows[1:]] == [["Google", "Google"], ["", ""], ["", ""], ["IBM", "IBM"]]


def test_whatever_bytes_come_in_each_text_comes_out_as_it_was_read():
    texts = [
        "=1+1",
        'a "b", c',
        "\u202eelgooG",
        "\x00",
        "a\rb",
        "<script>",
        "\ufeff",
        "x" * 100_000,
        "e\u0301\u0316" * 9,
    ]
    typed = "\n".join(["Google", *texts]).encode() + b"\n\xff\xfe\xed\xa0\x80\n"

    rows = resolved(typed)

    assert [row[0] for row in rows[2:-1]] == texts
    assert rows[-1][0] == b"\xff\xfe\xed\xa0\x80".decode(errors="replace")
    assert [row[1] for row in rows[2:]] == [""] * (len(texts) + 1)


def test_a_line_of_a_megabyte_is_answered():
    for unit in (b"Google, ", "e\u0301\u0316".encode(), "\u0301\u0316".encode(), b"@a", b"www."):
        done = subprocess.run(
            [*COMMAND, "employers", "resolve"], input=unit * (1_000_000 // len(unit)), capture_output=True, cwd=ROOT,
            env={}, timeout=30, check=True,
        )  # fmt: skip
        assert len(done.stdout) > 1_000_000


def test_no_folder_is_made(tmp_path: Path):
    subprocess.run(
        [*COMMAND, "employers", "resolve"], input=b"Google\n", check=True, capture_output=True, cwd=ROOT,
        env={"PETITION_DATA_DIR": str(tmp_path / "data")}, timeout=60,
    )  # fmt: skip

    assert list(tmp_path.iterdir()) == []
