"""What `petition serve` itself does: it holds the port and has a generation of the server work on it (generation.py).

SIGHUP starts another generation, with the program and the settings' files as they are by then. The one before goes on
until the new one serves, then answers what it has begun, and ends: no request is lost, and a generation that cannot
start changes nothing. This process stays for as long as the site, so it loads next to nothing: `petition` gives way to

    python -m petition_app.cli.supervisor serve|demo PORT

where PORT is the number of its open socket, and the signals in HEARD are blocked already."""

from __future__ import annotations

import os
import signal
import sys
import time

#: What this process waits for. A generation tells that it serves by SIGUSR1.
HEARD = frozenset((signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGUSR1))
# A generation gives its processes 15 seconds to answer what they have begun, and its mail worker as many.
_STOP_SECONDS = 35
# One that ends sooner than this after its start would only end again.
_STEADY_SECONDS = 5
_LOOK_AGAIN_SECONDS = 0.05


class _Generation:
    """Raises OSError where no process can be had."""

    def __init__(self, kind: str, port: int, *, is_first: bool) -> None:
        self.since, self.serves = time.monotonic(), False
        arguments = [kind, str(port), str(os.getpid()), *([] if is_first else ["--again"])]
        command = [sys.executable, "-m", "petition_app.cli.main", "generation", *arguments]
        # Ctrl-C reaches every process of the terminal's group: this one alone is to hear it, and to pass it on once.
        self.process = os.posix_spawn(sys.executable, command, os.environ, setpgroup=0)
        self._status: int | None = None

    def terminate(self) -> None:
        self._tell(signal.SIGTERM)

    def wait_until(self, moment: float) -> None:
        """Let it end by itself until then, and no longer."""
        while not self.has_ended and time.monotonic() < moment:
            time.sleep(_LOOK_AGAIN_SECONDS)
        self._tell(signal.SIGKILL)

    def _tell(self, number: signal.Signals) -> None:
        # Once it was waited for, its number may be another's.
        if not self.has_ended:
            os.kill(self.process, number)

    @property
    def has_ended(self) -> bool:
        return self.status is not None

    @property
    def status(self) -> int | None:
        """Its exit status, negative where a signal ended it; None while it runs."""
        if self._status is None:
            ended, status = os.waitpid(self.process, os.WNOHANG)
            self._status = os.waitstatus_to_exitcode(status) if ended else None
        return self._status

    @property
    def is_steady(self) -> bool:
        return self.serves and time.monotonic() - self.since > _STEADY_SECONDS


class _Supervisor:
    def __init__(self, kind: str, port: int) -> None:
        self._kind, self._port = kind, port
        self._now = _Generation(kind, port, is_first=True)
        self._next: _Generation | None = None
        self._leaving: list[_Generation] = []
        self._had_terminal = os.isatty(0)

    def run(self) -> int:
        """The exit status: 0 where it was told to stop, else that of a generation that could not go on."""
        while True:
            heard = signal.sigwaitinfo(HEARD)
            if heard.si_signo in (signal.SIGINT, signal.SIGTERM) or self._is_hung_up(heard.si_signo):
                self._stop()
                return 0
            if heard.si_signo == signal.SIGHUP and self._next is None:
                self._next = self._another()
            if heard.si_signo == signal.SIGUSR1:
                self._note_serving(heard.si_pid)
            status = self._look_after()
            if status is not None:
                self._stop()
                return status

    def _another(self) -> _Generation | None:
        """None where none can be had: Python itself may be on the way from one version to the next."""
        try:
            return _Generation(self._kind, self._port, is_first=False)
        except OSError as error:
            _say(f"the server could not start anew: {error.strerror}")
            return None

    def _is_hung_up(self, number: int) -> bool:
        """Whether the terminal was closed: with it ends what was started in it."""
        return number == signal.SIGHUP and self._had_terminal and not os.isatty(0)

    def _note_serving(self, process: int) -> None:
        for each in filter(None, (self._now, self._next)):
            if each.process == process:
                each.serves = True
        if self._next and self._next.serves:
            self._now.terminate()
            self._leaving.append(self._now)
            self._now, self._next = self._next, None

    def _look_after(self) -> int | None:
        """Take note of what has ended; an exit status where nothing can go on."""
        self._leaving = [each for each in self._leaving if not each.has_ended]
        if self._next and self._next.has_ended:
            _say("the server could not start anew, and goes on as it was")
            self._next = None
        status = self._now.status
        if status is None:
            return None
        if not self._now.is_steady:
            return status if status > 0 else 1
        _say("the server ended, and is started again")
        another = self._another()
        if another is None:
            return 1
        self._now = another
        return None

    def _stop(self) -> None:
        ours = [*self._leaving, *filter(None, (self._now, self._next))]
        for each in ours:
            each.terminate()
        deadline = time.monotonic() + _STOP_SECONDS
        for each in ours:
            each.wait_until(deadline)


def _say(what: str) -> None:
    """As `logging` would, which is a megabyte and a half for two sentences."""
    print(f"ERROR {__spec__.name} {what}", file=sys.stderr, flush=True)


def main() -> None:
    kind, port = sys.argv[1:]
    sys.exit(_Supervisor(kind, int(port)).run())


if __name__ == "__main__":
    main()
