"""Notices between the processes of one instance, and who of them lives."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from app_server.database import Database
from app_server.services.notices import SCHEMA_SQL, Notices


@pytest.fixture
def begin(database: Database) -> Iterator[Callable[[], Notices]]:
    """``begin()`` makes one more listener."""
    database.apply_schema(SCHEMA_SQL)
    begun: list[Notices] = []

    def begin_one() -> Notices:
        begun.append(Notices(database))
        return begun[-1]

    yield begin_one
    for notices in begun:
        notices.close()


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_every_process_hears_what_one_tells(begin: Callable[[], Notices]) -> None:
    heard: queue.Queue[Any] = queue.Queue()
    first, second = begin(), begin()
    for notices in (first, second):
        notices.on("greeting", heard.put)
        notices.start()
        notices.number()
    first.tell("greeting", {"who": "Ada"})
    assert [heard.get(timeout=5), heard.get(timeout=5)] == [{"who": "Ada"}] * 2


def test_a_notice_of_a_transaction_is_heard_when_that_is_committed(
    begin: Callable[[], Notices], database: Database
) -> None:
    heard: queue.Queue[Any] = queue.Queue()
    notices = begin()
    notices.on("change", heard.put)
    notices.start()
    notices.number()
    with pytest.raises(RuntimeError), database.atomic():
        notices.tell("change", "undone")
        raise RuntimeError
    with database.atomic():
        notices.tell("change", "kept")
        with pytest.raises(queue.Empty):
            heard.get(timeout=0.2)
    assert heard.get(timeout=5) == "kept"


def test_what_is_too_long_is_refused(begin: Callable[[], Notices]) -> None:
    with pytest.raises(ValueError, match="too long"):
        begin().tell("change", "x" * 8000)


def test_a_process_lives_as_long_as_it_listens(begin: Callable[[], Notices]) -> None:
    first, second = begin(), begin()
    first.start()
    second.start()
    assert {first.number(), second.number()} <= first.living()
    second.close()
    until(lambda: second._number not in first.living())
    assert first.number() in first.living()


def test_a_lost_connection_is_made_again_and_told_of(begin: Callable[[], Notices], database_url: str) -> None:
    returned: queue.Queue[int] = queue.Queue()
    notices = begin()
    notices.on_return(returned.put)
    notices.start()
    before = returned.get(timeout=5)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid = %s", (before,)
        )
    assert returned.get(timeout=5) > before


def test_a_handler_that_fails_ends_nothing(begin: Callable[[], Notices]) -> None:
    heard: queue.Queue[Any] = queue.Queue()
    notices = begin()
    notices.on("change", lambda content: content["missing"])
    notices.on("change", heard.put)
    notices.start()
    notices.number()
    notices.tell("change", {})
    assert heard.get(timeout=5) == {}


def test_a_handler_that_loses_the_database_is_called_again(begin: Callable[[], Notices]) -> None:
    called: queue.Queue[int] = queue.Queue()

    def read_again(number: int) -> None:
        called.put(number)
        if called.qsize() == 1:
            raise psycopg.OperationalError("gone")

    notices = begin()
    notices.on_return(read_again)
    notices.start()
    until(lambda: called.qsize() == 2)
