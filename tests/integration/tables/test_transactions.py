"""Transactions: all or nothing, alone in the world, tried again after a conflict."""

from __future__ import annotations

import threading
import time
from types import SimpleNamespace
from typing import Any

import pytest
from anvil.tables import TableError, Transaction, TransactionConflict, in_transaction
from anvil.tables import query as q

from app_server import database
from app_server.errors import AnvilError
from app_server.rpc.call import enter

from .harness import entered, make_call


def in_threads(instance: SimpleNamespace, *actions: Any) -> list[BaseException]:
    """Run each in a thread with a call of its own; returns what they raised."""
    raised = []

    def run(action: Any) -> None:
        enter(make_call(instance))
        try:
            action()
        except Exception as error:  # noqa: BLE001 (handed to the test)
            raised.append(error)

    threads = [threading.Thread(target=run, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return raised


def test_what_an_exception_ends_never_happened(app_tables: Any) -> None:
    with pytest.raises(ZeroDivisionError), Transaction():
        app_tables.people.add_row(name="Ann")
        assert len(app_tables.people.search()) == 1
        1 / 0  # noqa: B018
    assert len(app_tables.people.search()) == 0


def test_an_aborted_transaction_leaves_nothing(app_tables: Any) -> None:
    with Transaction() as transaction:
        app_tables.people.add_row(name="Ann")
        transaction.abort()
    assert len(app_tables.people.search()) == 0


def test_others_see_nothing_before_the_end(app_tables: Any, instance: SimpleNamespace) -> None:
    seen: list[int] = []
    with Transaction():
        app_tables.people.add_row(name="Ann")
        assert in_threads(instance, lambda: seen.append(len(app_tables.people.search()))) == []
    assert seen == [0]
    assert len(app_tables.people.search()) == 1


def test_a_transaction_in_a_transaction_is_refused(app_tables: Any) -> None:
    with pytest.raises(TableError, match="already have a transaction"), Transaction():
        app_tables.people.add_row(name="Ann")
        with Transaction():
            pass
    assert len(app_tables.people.search()) == 0


def test_two_that_read_what_the_other_writes_conflict(app_tables: Any, instance: SimpleNamespace) -> None:
    barrier = threading.Barrier(2)

    def write_skew() -> None:
        with Transaction():
            count = len(app_tables.people.search())
            barrier.wait(10)
            app_tables.people.add_row(age=count)
            barrier.wait(10)

    raised = in_threads(instance, write_skew, write_skew)
    assert [type(error) for error in raised] == [TransactionConflict]
    assert len(app_tables.people.search()) == 1


def test_relaxed_transactions_may_both_read_and_write(app_tables: Any, instance: SimpleNamespace) -> None:
    barrier = threading.Barrier(2)

    def write_skew() -> None:
        with Transaction(relaxed=True):
            count = len(app_tables.people.search())
            barrier.wait(10)
            app_tables.people.add_row(age=count)
            barrier.wait(10)

    assert in_threads(instance, write_skew, write_skew) == []
    assert len(app_tables.people.search()) == 2


def test_a_conflict_is_tried_again_until_it_works(app_tables: Any, instance: SimpleNamespace) -> None:
    counter = app_tables.people.add_row(age=0)
    row_id = counter.get_id()

    @in_transaction
    def count_up() -> None:
        row = app_tables.people.get_by_id(row_id)
        row["age"] += 1

    assert in_threads(instance, *[lambda: [count_up() for _ in range(10)]] * 4) == []
    assert app_tables.people.get_by_id(row_id)["age"] == 40


def test_after_an_error_inside_nothing_is_kept_even_if_it_was_caught(app_tables: Any) -> None:
    with pytest.raises(TableError, match="The database returned ROLLBACK"), Transaction():
        app_tables.people.add_row(name="Ann")
        with pytest.raises(TableError):
            app_tables.people.search(name=q.full_text_match("a &", raw=True))
    assert len(app_tables.people.search()) == 0


def test_a_transaction_left_open_is_undone_at_the_end_of_the_call(app_tables: Any, instance: SimpleNamespace) -> None:
    import anvil.server

    with entered(make_call(instance)):
        anvil.server.call("anvil.private.tables.open_transaction")
        app_tables.people.add_row(name="Ann")
    assert not instance.database.in_transaction()
    assert len(app_tables.people.search()) == 0


def test_browsers_open_no_transactions(app_tables: Any, as_browser: Any) -> None:
    with as_browser(), pytest.raises(TableError, match="only perform table transactions from server"), Transaction():
        pass


def test_a_transaction_left_alone_for_too_long_has_expired(app_tables: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "IDLE_TRANSACTION_SECONDS", 0.05)
    transaction = Transaction()
    transaction.__enter__()
    app_tables.people.add_row(name="Ann")
    time.sleep(0.1)
    for action in (lambda: app_tables.people.add_row(name="Bob"), lambda: transaction.__exit__(None, None, None)):
        with pytest.raises(AnvilError, match="This transaction has expired"):
            action()
    assert len(app_tables.people.search()) == 0


def test_ending_an_expired_transaction_with_an_error_is_none(app_tables: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "IDLE_TRANSACTION_SECONDS", 0.05)
    with pytest.raises(ValueError, match="no"), Transaction():
        time.sleep(0.1)
        raise ValueError("no")
    with Transaction():
        app_tables.people.add_row(name="Ann")
    assert len(app_tables.people.search()) == 1
