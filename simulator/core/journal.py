"""What the services took and what happened to it: an append-only file, and the newest of it in memory.

A line is a message with all it holds, or an event of one. Memory has the facts of the newest messages; what a message
says is read from the file when somebody looks. Whoever counts reads the file, so that a restart loses nothing.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson

KEPT = 20_000
MOST_BYTES = 1024**3  # a longer file is put aside when the simulator starts, the one before it removed


@dataclass(slots=True)
class Message:
    """One message of one receiver. ``direction`` is "sent" (by the app) or "reply" (to it); ``at`` in Unix seconds.

    ``key`` is what the sender calls it (idempotency key, tag), ``echo`` what its callbacks repeat; ``events`` are
    ``[type, at, detail]``.
    """

    number: int
    at: float
    service: str
    channel: str
    direction: str
    sender: str
    to: str
    subject: str
    provider_id: str
    key: str = ""
    echo: dict[str, Any] = field(default_factory=dict)
    events: list[tuple[str, float, str]] = field(default_factory=list)

    @property
    def state(self) -> str:
        """The last event, or "accepted"."""
        return self.events[-1][0] if self.events else "accepted"

    def has(self, event: str) -> bool:
        """Whether an event of this type happened."""
        return any(known == event for known, _, _ in self.events)

    def counterpart(self) -> str:
        """The receiver's address, of a message in either direction."""
        return self.to if self.direction == "sent" else self.sender


class Journal:
    """The messages in one folder. Not for several threads."""

    def __init__(self, folder: Path, kept: int = KEPT) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "messages.jsonl"
        self._kept = kept
        self._messages: OrderedDict[int, Message] = OrderedDict()
        self._places: dict[int, tuple[int, int]] = {}
        self._by_id: dict[str, int] = {}
        self._by_person: dict[str, deque[int]] = {}
        self.count = 0
        if self.path.exists() and self.path.stat().st_size > MOST_BYTES:
            self.path.replace(folder / "messages.old.jsonl")
        self._file = self.path.open("ab")
        self._read_again()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def add(self, facts: Mapping[str, Any], content: Mapping[str, Any], at: float) -> Message:
        """Keep a message; ``facts`` are Message's own, ``content`` what it says: ``html``, ``text``, ``raw`` …"""
        message = Message(number=self.count + 1, at=at, **facts)
        place = self._write({"message": asdict(message), "content": content})
        self._remember(message, place)
        return message

    def note(self, message: Message, event: str, at: float, detail: str = "") -> None:
        """Write down what happened to a message."""
        message.events.append((event, at, detail))
        self._write({"event": [message.number, event, at, detail]})

    def get(self, number: int) -> Message:
        """A message of the newest. KeyError when it is not among them."""
        return self._messages[number]

    def find(self, provider_id: str) -> Message | None:
        """The newest message with a service's id."""
        number = self._by_id.get(provider_id)
        return None if number is None else self._messages[number]

    def content(self, message: Message) -> dict[str, Any]:
        """What a message says."""
        start, length = self._places[message.number]
        with self.path.open("rb") as file:
            file.seek(start)
            content: dict[str, Any] = orjson.loads(file.read(length))["content"]
        return content

    def newest(self) -> Iterator[Message]:
        """The messages in memory, the last one first."""
        return reversed(self._messages.values())

    def of_person(self, address: str) -> list[Message]:
        """The messages to and from one address, the oldest first."""
        return [self._messages[number] for number in self._by_person.get(address, ())]

    def lines(self) -> Iterator[dict[str, Any]]:
        """All messages ever, from the file: their facts, without what happened to them."""
        with self.path.open("rb") as file:
            for line in file:
                if line.startswith(b'{"message"') and line.endswith(b"\n"):
                    yield orjson.loads(line)["message"]

    def clear(self) -> None:
        """Forget everything, on disk too. Numbers go on."""
        self._file.truncate(0)
        for kept in (self._messages, self._places, self._by_id, self._by_person):
            kept.clear()

    def _write(self, line: Mapping[str, Any]) -> tuple[int, int]:
        text = orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)
        start = self._file.seek(0, 2)
        self._file.write(text)
        self._file.flush()
        return start, len(text)

    def _read_again(self) -> None:
        start = 0
        with self.path.open("rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    self._file.truncate(start)  # cut off while it was written
                    return
                self._take_line(orjson.loads(line), (start, len(line)))
                start += len(line)

    def _take_line(self, line: Mapping[str, Any], place: tuple[int, int]) -> None:
        if "message" in line:
            self._remember(Message(**line["message"]), place)
            return
        number, *event = line["event"]
        if number in self._messages:
            self._messages[number].events.append(tuple(event))

    def _remember(self, message: Message, place: tuple[int, int]) -> None:
        self.count = message.number
        self._messages[message.number] = message
        self._places[message.number] = place
        self._by_id[message.provider_id] = message.number
        self._by_person.setdefault(message.counterpart(), deque()).append(message.number)
        if len(self._messages) > self._kept:
            self._forget_oldest()

    def _forget_oldest(self) -> None:
        number, message = self._messages.popitem(last=False)
        del self._places[number]
        if self._by_id.get(message.provider_id) == number:
            del self._by_id[message.provider_id]
        numbers = self._by_person[message.counterpart()]
        numbers.popleft()
        if not numbers:
            del self._by_person[message.counterpart()]
