"""Sessions: kept in PostgreSQL, named by a signed cookie, made only when something is worth keeping."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson
import psycopg
from psycopg import sql

from ..errors import AnvilError, require_server
from ..rpc import executor, session_values
from ..rpc.call import Call
from ..rpc.registry import private
from .session_tokens import Cookies, hash_of, is_promise, new_promise, new_token, promised_id

if TYPE_CHECKING:
    from ..database import Database


SCHEMA_SQL = """
create table if not exists anvil.sessions (
    id text primary key,
    token_hash bytea not null unique,
    data jsonb,
    user_row_id text,
    private jsonb not null default '{}',
    created_at timestamptz not null default now(),
    last_seen timestamptz not null default now(),
    expires_at timestamptz not null
);
create index if not exists sessions_expires_at on anvil.sessions (expires_at);
create index if not exists sessions_user_row_id on anvil.sessions (user_row_id) where user_row_id is not null;
"""
# Two calls may begin the session of a promised cookie at the same time.
INSERT = """
insert into anvil.sessions ({names}, id, expires_at) values ({places}, %s, now() + make_interval(days => %s))
on conflict (id) do update set {excluded} where sessions.token_hash = excluded.token_hash
"""
UPDATE = "update anvil.sessions set ({names}) = row({places}) where id = %s"
EMPTY = {"data": None, "user_row_id": None, "private": "{}"}


@dataclass(slots=True)
class Session:
    """One visitor's session.

    ``data`` is what ``anvil.server.session`` holds, encoded (``{"session": …, "objects": […]}``) or None; ``private``
    is a JSON-able dict of the server's own. After assigning to a field, or changing ``private`` in place, call
    :meth:`changed`. ``token`` is the secret of the cookie, known only when this request brought or made it; ``stored``
    is what the database holds, by column, or None.
    """

    id: str
    data: dict[str, Any] | None = None
    user_row_id: str | None = None
    private: dict[str, Any] = field(default_factory=dict)
    token: str | None = field(default=None, repr=False)
    stored: dict[str, Any] | None = field(default=None, repr=False)
    is_changed: bool = False
    is_rotated: bool = False

    def changed(self) -> None:
        """Have this session stored at the end of the call."""
        self.is_changed = True

    def rotate(self) -> None:
        """Give the session a new secret, so that a cookie known before the log-in is worth nothing after it."""
        self.token = new_token()
        self.is_rotated = True
        self.is_changed = True


class Sessions:
    """Loads and stores sessions; ``key`` signs their cookies."""

    def __init__(self, database: Database, key: bytes, days: int) -> None:
        self._database = database
        self._cookies = Cookies(key, days)
        self.days = days

    def new(self) -> Session:
        """A session that exists only in memory until it is changed and saved."""
        return Session(id=secrets.token_hex(16))

    def load(self, cookie: str | None) -> Session:
        """The session that the cookie names, or a new one when it is absent, forged or expired."""
        token = self._cookies.token_of(cookie)
        if token is None:
            return self.new()
        with self._database.connection() as connection:
            row = connection.execute(
                """
                select id, data, user_row_id, private, last_seen < now() - interval '1 minute' from anvil.sessions
                where token_hash = %s and expires_at > now()
                """,
                (hash_of(token),),
            ).fetchone()
        if row is None:
            return self._promised(token) if is_promise(token) else self.new()
        session = Session(row[0], row[1], row[2], row[3], token=token)
        session.stored = _columns(session)
        if row[4]:
            self._see(session)
        return session

    def _see(self, session: Session) -> None:
        touch = (
            "update anvil.sessions set last_seen = now(), expires_at = now() + make_interval(days => %s) where id = %s"
        )
        with self._database.connection() as connection:
            try:
                connection.execute(touch, (self.days, session.id))
            except psycopg.errors.ReadOnlySqlTransaction:
                pass  # the disk is full; the session lasts long enough

    def save(self, session: Session) -> None:
        """Store what this call changed; a new session gets its row and its secret here.

        Columns that the call left alone are not written, so that it undoes nothing that another did meanwhile: a
        log-out, say.
        """
        if not session.is_changed:
            return
        if session.token is None:
            session.rotate()
        assert session.token is not None
        columns = _columns(session)
        before = EMPTY if session.stored is None else session.stored
        changed = {name: value for name, value in columns.items() if value != before.get(name)}
        if session.stored is None:
            self._execute(INSERT, changed, session.id, self.days)
        elif changed:
            self._execute(UPDATE, changed, session.id)
        session.is_changed = False
        session.stored = columns

    def cookie(self, session: Session, *, secure: bool) -> str | None:
        """The ``Set-Cookie`` value that the browser must get, or None when it has the right one."""
        return self._cookies.line(session.token, secure=secure) if session.is_rotated and session.token else None

    def promised_cookie(self, *, secure: bool) -> str:
        """A ``Set-Cookie`` value for who may need a session and can be given no cookie later.

        Nothing is stored until a call that brings it back, within PROMISE_SECONDS, has something to keep.
        """
        return self._cookies.line(new_promise(), secure=secure)

    def data_of(self, session_id: str) -> dict[str, Any] | None:
        """The stored ``anvil.server.session`` of another session, encoded; None when there is no such session."""
        with self._database.connection() as connection:
            row = connection.execute("select data from anvil.sessions where id = %s", (session_id,)).fetchone()
        return row[0] if row else None

    def list_active(self, user_row_id: str | None = None) -> list[str]:
        """The ids of sessions that have not expired, last seen first; of one user when given."""
        with self._database.connection() as connection:
            rows = connection.execute(
                """
                select id from anvil.sessions
                where expires_at > now() and (%(user)s::text is null or user_row_id = %(user)s)
                order by last_seen desc
                """,
                {"user": user_row_id},
            ).fetchall()
        return [row[0] for row in rows]

    def sign_out_everywhere(self, user_row_id: str, *, except_session: str) -> int:
        """End a user's log-ins in all other sessions; returns how many there were."""
        with self._database.connection() as connection:
            return connection.execute(
                "update anvil.sessions set user_row_id = null where user_row_id = %s and id <> %s",
                (user_row_id, except_session),
            ).rowcount

    def delete_expired(self) -> int:
        """Forget expired sessions; returns how many."""
        with self._database.connection() as connection:
            return connection.execute("delete from anvil.sessions where expires_at <= now()").rowcount

    def _promised(self, token: str) -> Session:
        """The session that a cookie begins, unless it has begun and has another secret by now."""
        session = Session(id=promised_id(token), token=token)
        with self._database.connection() as connection:
            begun = connection.execute("select 1 from anvil.sessions where id = %s", (session.id,)).fetchone()
        return session if begun is None else self.new()

    def _execute(self, statement: str, changed: dict[str, Any], *params: Any) -> None:
        names = [sql.Identifier(name) for name in changed]
        text = sql.SQL(statement).format(
            names=sql.SQL(", ").join(names),
            places=sql.SQL(", ").join(sql.Placeholder() * len(names)),
            excluded=sql.SQL(", ").join(sql.SQL("{0} = excluded.{0}").format(name) for name in names),
        )
        with self._database.connection() as connection:
            connection.execute(text, (*changed.values(), *params))


def _columns(session: Session) -> dict[str, Any]:
    return {
        "token_hash": hash_of(session.token) if session.token else None,
        "data": None if session.data is None else orjson.dumps(session.data).decode(),
        "user_row_id": session.user_row_id,
        "private": orjson.dumps(session.private).decode(),
    }


@private("get_session_id")
def get_session_id(call: Call) -> str:
    """The session's id, by which it can be found as long as it lasts: so it is kept from now on."""
    require_server(call, "get the current session ID")
    if call.session.stored is None:
        call.session.changed()
    return call.session.id


@private("reset_session")
def reset_session(call: Call) -> None:
    """Forget what the session holds, and who is signed in."""
    executor.keep_session(call, {})
    call.session.data = None
    call.session.user_row_id = None
    call.session.private.clear()
    call.session.rotate()


@private("fake_session_expired")
def fake_session_expired(_call: Call) -> None:
    """For apps that try what they do when a session ends."""
    raise AnvilError("anvil.server.SessionExpiredError", "Session expired.")


@private("list_sessions")
def list_sessions(call: Call, user: Any = None) -> list[str]:
    require_server(call, "list sessions")
    return call.instance.sessions.list_active(None if user is None else user.get_id())


@private("get_session_data")
def get_session_data(call: Call, session_id: str) -> dict[str, Any] | None:
    """What ``anvil.server.session`` holds in another session; None when it holds nothing, or there is no such one."""
    require_server(call, "get session data")
    encoded = call.instance.sessions.data_of(session_id)
    return None if encoded is None else session_values.decode(encoded)
