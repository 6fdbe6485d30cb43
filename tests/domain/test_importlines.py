"""Reading CSV as the world writes it: each oddity is read rightly or refused with its line."""

from __future__ import annotations

import csv
import io

import pytest

from petition_app.domain.importlines import LONGEST_CELL, FileIsUnreadable, Lines, likely_delimiter, records


def read(content: bytes, encoding: str = "utf-8", delimiter: str = ",") -> list[tuple[int, list[str]]]:
    text = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
    return [(each.line, each.cells) for each in records(Lines(text.readline, encoding, 1, 0), delimiter)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'a,"b,c"\n', [(1, ["a", "b,c"])]),
        (b'a,"say ""hi"""\n', [(1, ["a", 'say "hi"'])]),
        (b'a,"one\ntwo"\nb,c\n', [(1, ["a", "one\ntwo"]), (3, ["b", "c"])]),
        (b'a,"one\r\ntwo"\r\nb,c', [(1, ["a", "one\r\ntwo"]), (3, ["b", "c"])]),
        (b"a,b\rc,d\r", [(1, ["a", "b"]), (2, ["c", "d"])]),
        (b"a,b\n\n\nc,d\n", [(1, ["a", "b"]), (4, ["c", "d"])]),
        (b"a,,\n,,\n", [(1, ["a", "", ""])]),
        (b"a\n", [(1, ["a"])]),
        (b"a,b,c\nd\n", [(1, ["a", "b", "c"]), (2, ["d"])]),
        (b'"",x\n', [(1, ["", "x"])]),
        (b'{"a": 1},x"y\n', [(1, ['{"a": 1}', 'x"y'])]),
        (b"a\x00b,c\n", [(1, ["a\x00b", "c"])]),
        ("é\u2028ü,\x85\n".encode(), [(1, ["é\u2028ü", "\x85"])]),
        (b"", []),
    ],
)
def test_a_record_is_read_as_it_was_meant(content: bytes, expected: list[tuple[int, list[str]]]):
    assert read(content) == expected


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b'a\nb,"c\nd\n', 2, "never closed"),
        (b'a\nb,"c"d\n', 2, "stands where none can"),
        (b'a\n"' + b"x\n" * 2_000, 2, "never closed"),
        (b"a\n" + b"x" * 70_000 + b"\n", 2, "characters"),
        (b"a\n" + b"x" * 10_000_000 + b"\n", 2, "characters"),
        (b"a\nb\nc\xff\n", 3, "not UTF-8"),
        (b"a\nb\n" * 9_000 + b"c\xff\n", 18_001, "not UTF-8"),
        (b"a\rb\rc\xff\r", 3, "not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(content: bytes, line: int, reason: str):
    with pytest.raises(FileIsUnreadable) as refused:
        read(content)

    assert refused.value.line == line
    assert reason in refused.value.sentence


def test_a_cell_has_a_longest_length_and_other_readers_of_csv_keep_theirs():
    # Another reader in the same process may need longer cells than we take (the command that resolves employers does).
    longest = b"x" * LONGEST_CELL

    assert len(read(b"a,b\n1," + longest)[1][1][1]) == LONGEST_CELL
    with pytest.raises(FileIsUnreadable, match=r"^Line 2: a cell has more than 65,536 characters"):
        read(b"a,b\n1,x" + longest)
    assert csv.field_size_limit() == 128 * 1024


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "windows-1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_reading_goes_on_from_the_place_of_any_record(encoding: str, end: str):
    lines = ["Zoë,Müller", 'Ada,"two' + end + 'lines"', "Sam,É"]
    content = (end.join(lines) + end).encode(encoding)
    text = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
    found = list(records(Lines(text.readline, encoding, 1, 0), ","))

    for number, each in enumerate(found):
        rest = io.TextIOWrapper(io.BytesIO(content[each.place :]), encoding, newline="")
        again = list(records(Lines(rest.readline, encoding, each.line, each.place), ","))
        assert again == found[number:]


@pytest.mark.parametrize(
    ("sample", "delimiter"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b;c\n1,5;2,5;3\n2,5;1;1\n", ";"),
        ("a\tb\n1, 2\t3\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("name\nSam\n", ","),
        ("name\nSmith, Sam\nAda\n", ","),
        ("", ","),
    ],
)
def test_the_delimiter_is_the_one_that_parts_lines_alike(sample: str, delimiter: str):
    assert likely_delimiter(sample) == delimiter
