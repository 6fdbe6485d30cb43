"""Group commit: many requests share one transaction, and each is answered only after its commit.

A request's own thread puts its item into a queue and waits. One thread, the writer, takes what has gathered, carries it
out as a whole, and only then tells every thread what became of its item. While the disk writes one group, the next
gathers: the slower the disk, the larger the groups. The writer is started by whoever finds none, and ends when it has
had nothing to do for a while.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from petition_app.domain.refusals import ServiceIsBusy

Item = TypeVar("Item")
#: Carries out a group in one transaction; what each was refused with, or None where all is well. Where it raises,
#: nothing was done.
CarryOut = Callable[[Sequence[Item]], Sequence[Exception | None]]

MOST_WAITING, MOST_AT_ONCE = 1_000, 128
# As long as a writer elsewhere may hold the database, and then some.
PATIENCE_SECONDS = 15.0
_IDLE_SECONDS = 5.0
_log = logging.getLogger(__name__)


class _Ticket(Generic[Item]):
    """An item on its way. Whoever gets `claim` first decides: the writer to carry it out, its own thread to give up."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.claim, self.done = threading.Lock(), threading.Lock()
        self.done.acquire()
        self.failure: BaseException | None = ServiceIsBusy()

    def answer(self, failure: BaseException | None) -> None:
        self.failure = failure
        self.done.release()


class GroupCommit(Generic[Item]):
    """`alone_after` says of what a group failed with whether its items are worth trying one by one."""

    def __init__(
        self,
        carry_out: CarryOut[Item],
        alone_after: Callable[[Exception], bool],
        most_waiting: int = MOST_WAITING,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._carry_out, self._alone_after = carry_out, alone_after
        self._most_waiting, self._patience = most_waiting, patience
        self.most_at_once = MOST_AT_ONCE
        self._waiting: SimpleQueue[_Ticket[Item]] = SimpleQueue()
        self._entry = threading.Lock()
        self._writer: threading.Thread | None = None

    @property
    def waiting(self) -> int:
        """How many items no writer has taken yet."""
        return self._waiting.qsize()

    def do(self, item: Item) -> None:
        """Return once the item's transaction is durable. Raises what it was refused with, and ServiceIsBusy where too
        many wait, or where it took too long: then it may have been done or not, and may be sent again."""
        ticket = _Ticket(item)
        with self._entry:
            if self.waiting >= self._most_waiting:
                raise ServiceIsBusy
            self._waiting.put(ticket)
            if self._writer is None or not self._writer.is_alive():
                self._start_writer()
        # Whoever gives up in time takes the item back.
        if not ticket.done.acquire(timeout=self._patience):
            ticket.claim.acquire(blocking=False)
            raise ServiceIsBusy
        if ticket.failure is not None:
            raise ticket.failure

    def _start_writer(self) -> None:
        # A daemon: whoever waits for it keeps the process up, and without them it has nothing to do.
        self._writer = threading.Thread(target=self._write, name="group commit", daemon=True)
        self._writer.start()

    def _write(self) -> None:
        try:
            while group := self._next_group():
                self._settle(group)
        except BaseException as failure:
            # Without its message, which could hold what somebody typed.
            _log.error("the writer of groups died (%s)", type(failure).__name__)
        finally:
            with self._entry:
                self._writer = None
                # Whoever came while it ended must not wait for nobody.
                if not self._waiting.empty():
                    self._start_writer()

    def _next_group(self) -> list[_Ticket[Item]]:
        """All that wait, up to a limit; nothing after a while without any."""
        try:
            taken = [self._waiting.get(timeout=_IDLE_SECONDS)]
        except Empty:
            return []
        while len(taken) < self.most_at_once and not self._waiting.empty():
            taken.append(self._waiting.get_nowait())
        return taken

    def _settle(self, group: list[_Ticket[Item]]) -> None:
        mine = [each for each in group if each.claim.acquire(blocking=False)]
        answered = 0
        try:
            for ticket, failure in zip(mine, self._outcomes([each.item for each in mine]), strict=True):
                ticket.answer(failure)
                answered += 1
        finally:
            # Also of a writer that dies: nobody is left to wait.
            for ticket in mine[answered:]:
                ticket.answer(ServiceIsBusy())

    def _outcomes(self, items: Sequence[Item]) -> Sequence[Exception | None]:
        if not items:
            return []
        try:
            return self._carry_out(items)
        except Exception as failure:
            if len(items) > 1 and self._alone_after(failure):
                # One of them is to blame: it alone is told so.
                _log.warning("a group of %d failed (%s); each is done alone", len(items), type(failure).__name__)
                return [outcome for item in items for outcome in self._outcomes([item])]
            return [failure] * len(items)
