"""Short notices between the processes that serve one instance, through PostgreSQL's LISTEN and NOTIFY."""

from __future__ import annotations

import logging
import selectors
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson
import psycopg

if TYPE_CHECKING:
    from ..database import Database

CHANNEL = "mybizz"
# PostgreSQL takes 7,999 bytes.
MAX_NOTICE_BYTES = 7900
# As in anvil.living_processes.
LIFE_LOCK = 7_203_104
LOOK_SECONDS = 1
CONNECT_AGAIN_SECONDS = 1
START_SECONDS = 10
# A machine that has vanished is noticed by the database in about this many seconds.
KEEPALIVES: dict[str, Any] = {
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 12_000,
}
SESSION_KEEPALIVES = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"

SCHEMA_SQL = """
create sequence if not exists anvil.process_numbers as int cycle;
create or replace view anvil.living_processes as
    select objid::bigint as number from pg_locks
    where locktype = 'advisory' and classid = 7203104 and granted
        and database = (select oid from pg_database where datname = current_database());
"""

Handler = Callable[[Any], None]

log = logging.getLogger(__name__)


class Notices:
    """One listening connection of this process, and a number that is the process's own while that connection lives.

    Handlers run in the listening thread: they must be quick, and what they raise is logged; a lost database makes
    listening begin again. A notice is never kept for
    a process that does not listen just now, so whoever holds a copy of something reads it again ``on_return``.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._handlers: defaultdict[str, list[Handler]] = defaultdict(list)
        self._return_handlers: list[Callable[[int], None]] = []
        self._look_handlers: list[Callable[[], None]] = []
        self._number = 0
        self._listening = threading.Event()
        self._stopping = threading.Event()
        self._bell, self._bell_rope = socket.socketpair()
        self._thread = threading.Thread(target=self._listen_until_stopped, name="notices", daemon=True)

    def start(self) -> None:
        """Begin to listen; returns at once."""
        self._thread.start()

    def close(self) -> None:
        """Listen no more; other processes know this one for gone a moment later."""
        self._stopping.set()
        self._bell_rope.send(b"!")

    def on(self, kind: str, handler: Handler) -> None:
        """Have ``handler(content)`` called for every notice of that kind, those of this process included."""
        self._handlers[kind].append(handler)

    def on_return(self, handler: Callable[[int], None]) -> None:
        """Have ``handler(number)`` called whenever listening has begun, the first time included, before others know.

        ``number`` is what this process is known by until it must listen anew, as it does when a handler raises one
        of psycopg's errors.
        """
        self._return_handlers.append(handler)

    def on_look(self, handler: Callable[[], None]) -> None:
        """Have ``handler()`` called about once a second."""
        self._look_handlers.append(handler)

    def tell(self, kind: str, content: Any = None) -> None:
        """Notify every process; inside a transaction, when it is committed. Raises ValueError for what is too long."""
        notice = orjson.dumps([kind, content])
        if len(notice) > MAX_NOTICE_BYTES:
            raise ValueError(f"A notice of {len(notice)} bytes is too long.")
        with self._database.connection() as connection:
            connection.execute("select pg_notify(%s, %s)", (CHANNEL, notice.decode()))

    def number(self) -> int:
        """This process's number; waits until it has one. Raises TimeoutError while the database is away."""
        if not self._listening.wait(START_SECONDS):
            raise TimeoutError("This process has no listening connection to its database.")
        return self._number

    def living(self) -> set[int]:
        """The numbers of the processes that live."""
        with self._database.connection() as connection:
            return {number for (number,) in connection.execute("select number from anvil.living_processes")}

    def _listen_until_stopped(self) -> None:
        while not self._stopping.is_set():
            try:
                self._listen()
            except psycopg.Error as error:
                if not self._stopping.is_set():
                    log.warning("listening to the other processes begins again: %s", str(error).strip())
            finally:
                self._listening.clear()
            self._stopping.wait(CONNECT_AGAIN_SECONDS)

    def _listen(self) -> None:
        options: dict[str, Any] = {
            "autocommit": True,
            "connect_timeout": 10,
            "options": SESSION_KEEPALIVES,
            **KEEPALIVES,
        }
        with psycopg.connect(self._database.url, **options) as connection:
            row = connection.execute("select nextval('anvil.process_numbers')").fetchone()
            assert row is not None
            # Held exactly as long as this connection, and so this process, lives.
            connection.execute("select pg_advisory_lock(%s, %s)", (LIFE_LOCK, row[0]))
            connection.execute(f"listen {CHANNEL}")
            self._number = row[0]
            for handler in self._return_handlers:
                handler(row[0])
            self._listening.set()
            with selectors.DefaultSelector() as selector:
                selector.register(connection.fileno(), selectors.EVENT_READ)
                selector.register(self._bell, selectors.EVENT_READ)
                self._hear_all(connection, selector)

    def _hear_all(self, connection: psycopg.Connection[Any], selector: selectors.BaseSelector) -> None:
        looked_at = time.monotonic()
        while not self._stopping.is_set():
            # psycopg's own waiting would wake up ten times a second.
            selector.select(max(0, looked_at + LOOK_SECONDS - time.monotonic()))
            for notice in connection.notifies(timeout=0):
                self._hear(notice.payload)
            if time.monotonic() >= looked_at + LOOK_SECONDS:
                looked_at = time.monotonic()
                self._run(self._look_handlers)

    def _hear(self, payload: str) -> None:
        kind, content = orjson.loads(payload)
        self._run([partial(handler, content) for handler in self._handlers.get(kind, ())])

    def _run(self, handlers: Sequence[Callable[[], None]]) -> None:
        for handler in handlers:
            try:
                handler()
            except psycopg.OperationalError:
                raise  # the database was lost under it: it is called again when listening begins again
            except Exception:  # one handler's fault must not end the listening for all
                log.exception("a notice could not be taken")
