"""A change of many while their signers withdraw, on both engines: the counters equal the rows, and the signer wins."""

from __future__ import annotations

import threading

import pytest
from flask import Flask

from petition_app.database import begin_work
from petition_app.domain.refusals import ChangeIsImpossible
from petition_app.domain.signature import Status
from petition_app.security.tokens import Receipt
from petition_app.services import receipts
from petition_app.services.bulkrunning import IsUndone
from petition_app.services.work import VISITOR
from tests.builders import a_request, a_signature
from tests.bulk import REMOVE, change_all, result, statuses, undo, work_off

SIGNERS = 16


@pytest.mark.parametrize("leave", [receipts.withdraw, receipts.erase])
def test_signers_leave_while_organisers_remove_and_take_it_back(
    app: Flask, monkeypatch: pytest.MonkeyPatch, leave: object
):
    for module in ("bulkrunning", "bulkrows"):
        monkeypatch.setattr(f"petition_app.services.{module}.BATCH", 3)
    held = [a_signature(a_request(f"sam{each}@example.org", employer=f"Acme {each % 3}")) for each in range(SIGNERS)]
    number, failed = change_all(REMOVE, ""), list[BaseException]()

    def leaving(some: list[Receipt]) -> None:
        for each in some:
            try:
                with app.app_context(), begin_work(VISITOR) as work:
                    leave(work, each)  # type: ignore[operator]
            except ChangeIsImpossible:
                # Removed a moment ago; once that is taken back it is the signer's again.
                continue
            except BaseException as error:
                failed.append(error)

    threads = [threading.Thread(target=leaving, args=(held[start : SIGNERS // 2 : 2],)) for start in range(2)]
    for thread in threads:
        thread.start()
    work_off()
    undo(number)
    work_off()
    for thread in threads:
        thread.join()

    assert failed == []
    assert result(number)[0] > 0
    with pytest.raises(IsUndone):
        undo(number)
    assert statuses().get(Status.INVALIDATED, 0) == 0
    assert statuses()[Status.CONFIRMED] >= SIGNERS // 2
