"""What the simulator keeps of the messages that it took."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.api import count
from simulator.core.journal import Journal, Message


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., Journal]]:
    journals: list[Journal] = []

    def open_journal(**how: Any) -> Journal:
        journals.append(Journal(tmp_path, **how))
        return journals[-1]

    yield open_journal
    for journal in journals:
        journal.close()


def add(journal: Journal, to: str = "ann@example.com", **facts: Any) -> Message:
    usual = {"service": "smtp", "channel": "email", "direction": "sent", "sender": "shop@example.com", "subject": "Hi"}
    given = {**usual, "to": to, "provider_id": f"id-{journal.count}", **facts}
    return journal.add(given, {"text": f"To {to}"}, at=1.0)


def test_a_restart_finds_messages_their_words_and_what_happened(opened: Callable[..., Journal]) -> None:
    before = opened()
    message = add(before)
    before.note(message, "delivered", 2.0)
    after = opened()
    found = after.find(message.provider_id)
    assert found is not None
    assert (found.to, found.state) == ("ann@example.com", "delivered")
    assert after.content(found) == {"text": "To ann@example.com"}
    assert add(after).number == 2


def test_a_line_that_was_cut_off_is_left_out(opened: Callable[..., Journal]) -> None:
    before = opened()
    add(before)
    with before.path.open("ab") as file:
        file.write(b'{"message":{"number":2,')
    after = opened()
    assert [message.number for message in after.newest()] == [1]
    assert after.content(add(after, "bob@example.com")) == {"text": "To bob@example.com"}


def test_memory_holds_the_newest_and_counting_sees_all(opened: Callable[..., Journal]) -> None:
    journal = opened(kept=2)
    for to in ("ann@example.com", "bob@example.com", "ann@example.com"):
        add(journal, to)
    assert [message.to for message in journal.newest()] == ["ann@example.com", "bob@example.com"]
    assert [message.number for message in journal.of_person("ann@example.com")] == [3]
    repeated = [{"to": "ann@example.com", "times": 2}]
    assert count(journal, ["to"]) == {"total": 3, "distinct": 2, "repeated": repeated}


def test_what_people_write_back_is_not_counted_as_sent(opened: Callable[..., Journal]) -> None:
    journal = opened()
    add(journal)
    add(journal, direction="reply")
    assert count(journal, ["to"])["total"] == 1


def test_clearing_forgets_on_disk_too(opened: Callable[..., Journal]) -> None:
    journal = opened()
    add(journal)
    journal.clear()
    assert list(opened().newest()) == []
    assert journal.content(add(journal)) == {"text": "To ann@example.com"}
