"""What the process that holds the port does when its children cannot start or do not end. Here they are other programs:
`test_serving.py` and `test_restart.py` have the real ones."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator

import pytest

from petition_app.cli import supervisor

# A child begins with the signals of its parent, all of which are held back.
_HEARS_NOTHING = "import time; time.sleep(60)"
_HEARS = f"import signal; signal.pthread_sigmask(signal.SIG_SETMASK, ()); {_HEARS_NOTHING}"


@pytest.fixture(autouse=True)
def taken_one_by_one() -> Iterator[None]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, supervisor.HEARD)
    yield
    while signal.sigtimedwait(supervisor.HEARD, 0):
        pass
    signal.pthread_sigmask(signal.SIG_SETMASK, before)


def children(monkeypatch: pytest.MonkeyPatch, *programs: str) -> list[int]:
    """The processes that are started instead; after these programs there are no more to be had."""
    spawn, pids, left = os.posix_spawn, [], list(programs)

    def start(path: str, _: list[str], environment: dict[str, str], *, setpgroup: int) -> int:
        if not left:
            raise FileNotFoundError(2, "No such file or directory", path)
        command = [sys.executable, "-c", left.pop(0)]
        pids.append(spawn(path, command, environment, setpgroup=setpgroup))
        return pids[-1]

    monkeypatch.setattr(os, "posix_spawn", start)
    return pids


def hear(*signals: signal.Signals) -> None:
    """Only this thread holds them back: the process may have others that a signal to all of it would end."""
    for each in signals:
        signal.pthread_kill(threading.get_ident(), each)


def test_a_python_that_is_gone_changes_nothing(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    children(monkeypatch, _HEARS)
    site = supervisor._Supervisor("serve", 0)
    hear(signal.SIGHUP, signal.SIGTERM)

    assert site.run() == 0  # told to stop, after the other signal

    assert "could not start anew: No such file or directory" in capfd.readouterr().err


def test_where_nothing_can_be_started_again_it_ends(monkeypatch: pytest.MonkeyPatch):
    pids = children(monkeypatch, "")
    site = supervisor._Supervisor("serve", 0)
    os.waitid(os.P_PID, pids[0], os.WEXITED | os.WNOWAIT)
    hear(signal.SIGCHLD)
    monkeypatch.setattr(supervisor._Generation, "is_steady", True)

    assert site.run() == 1


def test_one_that_hears_nothing_is_killed_in_the_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(supervisor, "_STOP_SECONDS", 0.3)
    pids = children(monkeypatch, _HEARS_NOTHING)
    site = supervisor._Supervisor("serve", 0)
    hear(signal.SIGTERM)

    assert site.run() == 0

    _, status = os.waitpid(pids[0], 0)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL
