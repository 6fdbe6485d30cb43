"""The instance key is made once, kept whole and private, and missed by name."""

import os
import stat
import threading
from pathlib import Path

import pytest

from petition_app.security.keyfile import KeyFileError, make_key, read_key


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "instance.key"


def test_a_new_key_reads_back_and_is_private_to_its_owner(path: Path) -> None:
    old_mask = os.umask(0)
    try:
        key = make_key(path)
    finally:
        os.umask(old_mask)

    assert read_key(path) == key
    assert len(key) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text(encoding="ascii") == key.hex() + "\n"
    assert os.listdir(path.parent) == [path.name]


def test_every_new_key_is_another(tmp_path: Path) -> None:
    assert make_key(tmp_path / "one") != make_key(tmp_path / "two")


def test_a_key_is_never_replaced(path: Path) -> None:
    key = make_key(path)

    with pytest.raises(KeyFileError, match="already a key file") as refused:
        make_key(path)

    assert str(path) in str(refused.value)
    assert read_key(path) == key
    assert os.listdir(path.parent) == [path.name]


def test_a_new_key_is_on_disk_for_good_in_its_folder_before_it_is_used(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[str, bool]] = []

    def record(descriptor: int) -> None:
        kind = "folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file"
        synced.append((kind, path.exists()))

    monkeypatch.setattr(os, "fsync", record)
    make_key(path)

    assert synced == [("file", False), ("folder", True)]


def test_of_many_first_starts_at_once_one_makes_the_key_and_all_read_it(path: Path) -> None:
    keys: list[bytes] = []
    start = threading.Barrier(8)

    def first_start() -> None:
        start.wait()
        try:
            keys.append(make_key(path))
        except KeyFileError:
            keys.append(read_key(path))

    threads = [threading.Thread(target=first_start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert keys == [read_key(path)] * 8


def test_a_missing_key_is_named_with_what_to_do(path: Path) -> None:
    with pytest.raises(KeyFileError, match="Put back your copy") as refused:
        read_key(path)

    assert str(path) in str(refused.value)


@pytest.mark.parametrize(
    "content", [b"", b"abc", b"0" * 63, b"0" * 66, b"g" * 64, b"\xff" * 64, b"00 " * 32, b"0" * 999]
)
def test_a_file_that_holds_no_key_is_refused_without_showing_it(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    path.chmod(0o600)

    with pytest.raises(KeyFileError, match="does not hold a key") as refused:
        read_key(path)

    assert str(path) in str(refused.value)
    assert "000" not in str(refused.value).replace(str(path), "")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_key_that_other_users_can_reach_is_refused(path: Path, mode: int) -> None:
    make_key(path)
    path.chmod(mode)

    with pytest.raises(KeyFileError, match="chmod 600") as refused:
        read_key(path)

    assert str(path) in str(refused.value)


def test_a_key_its_owner_can_only_read_is_accepted(path: Path) -> None:
    key = make_key(path)
    path.chmod(0o400)

    assert read_key(path) == key


def test_a_folder_or_a_pipe_in_the_keys_place_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe, 0o600)

    for path in (tmp_path, pipe):
        with pytest.raises(KeyFileError, match="is not a file"):
            read_key(path)


def test_a_key_cannot_be_made_where_there_is_no_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "missing" / "key", Path("/dev/null/key")):
        with pytest.raises(KeyFileError, match="cannot be made") as refused:
            make_key(path)
        assert str(path) in str(refused.value)
        with pytest.raises(KeyFileError):
            read_key(path)
