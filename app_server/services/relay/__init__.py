"""Calls to uplinks that are connected to other processes of the instance: frames passed on through PostgreSQL.

A process tells which functions its uplinks offer. Another one holds its conversation with such an uplink as with its
own, but each frame is a row, which the uplink's process puts on the websocket; answers come back in the same way. So
the calls that the uplink makes meanwhile run where its caller waits, in that call's transaction and session.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

import psycopg
from anvil import _server
from psycopg_pool import PoolTimeout

from ...rpc.signing import Signer
from ...rpc.uplink_connection import Connection
from ...rpc.uplink_conversation import Remote
from ...rpc.uplinks import Uplink
from .lines import RemoteLine, RemoteUplink, ServedInbox
from .rows import ROWS_AT_ONCE, SCHEMA_SQL, Row, Rows

if TYPE_CHECKING:
    from concurrent.futures import Future

    from ...instance import Instance

__all__ = ["SCHEMA_SQL", "Relay", "install"]

# Frames that uplinks of this process have not taken yet, before further rows are left in the table.
FRAMES_UNDER_WAY = 64
SEND_TIMEOUT_SECONDS = 60

log = logging.getLogger(__name__)


def install(instance: Instance) -> None:
    """Share this process's uplinks with the instance's other processes."""
    relay = Relay(instance)
    instance.uplinks.tell = relay.uplink_changed
    instance.notices.on_return(relay.begin)
    instance.notices.on("uplinks", lambda _: relay.read_uplinks())
    instance.notices.on("relayed", relay.look)
    instance.notices.on_look(relay.forget_the_dead)
    instance.on_close.append(relay.close)


class Relay:
    """One process's part: ``lines`` are its conversations with uplinks elsewhere, by id."""

    def __init__(self, instance: Instance) -> None:
        self.rows = Rows(instance.database)
        self.remote = Remote(instance, Signer(instance.signing_key), trusted=True)
        self.lines: dict[str, RemoteLine] = {}
        self.number = 0
        self._instance = instance
        self._served: dict[str, ServedInbox] = {}
        self._others: set[int] = set()
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._rows_wait = threading.Event()
        self._room = threading.BoundedSemaphore(FRAMES_UNDER_WAY)
        self._closing = False
        self._is_behind = False
        threading.Thread(target=self._work_until_closed, name="relay out", daemon=True).start()
        threading.Thread(target=self._take_until_closed, name="relay in", daemon=True).start()

    def begin(self, number: int) -> None:
        """Take part under that number: offer what this process has, and read what the others have.

        What was said under another number will not be heard any more.
        """
        self._end_all(lambda _process: True)
        self.number = number
        self.rows.forget_the_dead()
        self._offer_all()

    def close(self) -> None:
        """Stop both threads."""
        self._closing = True
        self._work.put(None)
        self._rows_wait.set()

    def later(self, work: Callable[[], None]) -> None:
        """Have something that waits for the database done in order, away from the event loop."""
        self._work.put(work)

    def uplink_changed(self, uplink: Uplink, name: str | None) -> None:
        """An uplink of this process offers one more name, or is gone."""
        self.later(lambda: self._tell_change(uplink, name))

    def read_uplinks(self) -> None:
        """Learn what the uplinks of the other processes offer now."""
        self._is_behind = True
        elsewhere: defaultdict[str, list[Uplink]] = defaultdict(list)
        known: dict[str, RemoteUplink] = {}
        for process, uplink_id, name in self.rows.offered():
            if process != self.number:
                uplink = known.setdefault(uplink_id, RemoteUplink(self, process, uplink_id))
                elsewhere[name].append(uplink)
        self._others = {uplink.process for uplink in known.values()}
        self._instance.uplinks.know_elsewhere(elsewhere)
        self._is_behind = False

    def look(self, process: int) -> None:
        """There are rows for a process."""
        if process == self.number:
            self._rows_wait.set()

    def forget_the_dead(self) -> None:
        """End the conversations with processes that have died, and forget what their uplinks offered.

        What the database could not take before is made up for.
        """
        if self._is_behind:
            self._offer_all()
        with_whom = {line.uplink.process for line in self.lines.copy().values()}
        callers = {inbox.caller for inbox in self._served.copy().values()}
        concerned = self._others | with_whom | callers
        if not concerned:
            return
        living = self._instance.notices.living()
        if concerned <= living:
            return
        self._end_all(lambda process: process not in living)
        self.rows.forget_the_dead()
        self.read_uplinks()

    def _end_all(self, is_lost: Callable[[int], bool]) -> None:
        """End the conversations with the processes that are lost."""
        for line in self.lines.copy().values():
            if is_lost(line.uplink.process):
                line.inbox.put(None)
        for conversation, inbox in self._served.copy().items():
            if is_lost(inbox.caller):
                self._end(conversation)

    def _offer_all(self) -> None:
        self.rows.offer_only(self.number, [(uplink.id, name) for name, uplink in self._instance.uplinks.here()])
        self.read_uplinks()
        self._instance.notices.tell("uplinks")
        self._is_behind = False

    def _tell_change(self, uplink: Uplink, name: str | None) -> None:
        if name is None:
            self.rows.withdraw(self.number, uplink.id)
        else:
            self.rows.offer(self.number, uplink.id, name)
        self._instance.notices.tell("uplinks")

    def _work_until_closed(self) -> None:
        while (work := self._work.get()) is not None:
            try:
                work()
            except (psycopg.Error, PoolTimeout) as error:
                self._is_behind = True
                log.warning("another process could not be told yet: %s", str(error).strip())

    def _take_until_closed(self) -> None:
        while True:
            self._rows_wait.wait()
            self._rows_wait.clear()
            if self._closing:
                return
            try:
                self._take_rows()
            except (psycopg.Error, PoolTimeout) as error:
                log.warning("what other processes say cannot be read: %s", str(error).strip())

    def _take_rows(self) -> None:
        while True:
            rows = self.rows.take(self.number)
            for row in rows:
                self._take(row)
            if len(rows) < ROWS_AT_ONCE:
                return

    def _take(self, row: Row) -> None:
        if row.uplink is None:
            line = self.lines.get(row.conversation)
            if line is not None:
                line.take(row)
        elif row.text is None:
            self._end(row.conversation)
        else:
            self._put_on_websocket(row)

    def _put_on_websocket(self, row: Row) -> None:
        inbox = self._served.get(row.conversation) or self._opened(row)
        if inbox is None:
            self.rows.write(Row(row.sender, self.number, row.conversation))
            return
        assert row.text is not None
        self._room.acquire(timeout=SEND_TIMEOUT_SECONDS)
        try:
            inbox.connection.send_frame((row.text, row.content)).add_done_callback(self._sent)
        except RuntimeError:
            self._sent(None)
            inbox.put(None)

    def _sent(self, _future: Future[None] | None) -> None:
        try:
            self._room.release()
        except ValueError:
            pass  # an uplink took its frame after the time for it

    def _opened(self, row: Row) -> ServedInbox | None:
        """Begin a conversation of another process with an uplink of this one; None when the uplink is gone."""
        for _, uplink in self._instance.uplinks.here():
            if uplink.id == row.uplink and isinstance(uplink, Connection):
                inbox = ServedInbox(self, uplink, row.sender, row.conversation)
                try:
                    uplink.open(row.conversation, inbox)
                except _server.UplinkDisconnectedError:
                    return None
                self._served[row.conversation] = inbox
                return inbox
        return None

    def _end(self, conversation: str) -> None:
        inbox = self._served.pop(conversation, None)
        if inbox is not None:
            inbox.connection.hang_up(conversation)
