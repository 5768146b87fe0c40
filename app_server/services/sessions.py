"""Sessions: kept in PostgreSQL, named by a signed cookie, made only when something is worth keeping."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from ..errors import AnvilError
from ..rpc.call import Call
from ..rpc.registry import private

if TYPE_CHECKING:
    from ..database import Database

COOKIE = "anvil-session"

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


@dataclass(slots=True)
class Session:
    """One visitor's session.

    ``data`` is what ``anvil.server.session`` holds, encoded (``{"session": …, "objects": […]}``) or None; ``private``
    is a JSON-able dict of the server's own. After assigning to a field, or changing ``private`` in place, call
    :meth:`changed`. ``token`` is the secret of the cookie, known only when this request brought or made it.
    """

    id: str
    data: dict[str, Any] | None = None
    user_row_id: str | None = None
    private: dict[str, Any] = field(default_factory=dict)
    token: str | None = field(default=None, repr=False)
    is_stored: bool = False
    is_changed: bool = False
    is_rotated: bool = False

    def changed(self) -> None:
        """Have this session stored at the end of the call."""
        self.is_changed = True

    def rotate(self) -> None:
        """Give the session a new secret, so that a cookie known before the log-in is worth nothing after it."""
        self.token = secrets.token_urlsafe(32)
        self.is_rotated = True
        self.is_changed = True


class Sessions:
    """Loads and stores sessions; ``key`` signs their cookies."""

    def __init__(self, database: Database, key: bytes, days: int) -> None:
        self._database = database
        self._key = key
        self.days = days

    def new(self) -> Session:
        """A session that exists only in memory until it is changed and saved."""
        return Session(id=secrets.token_hex(16))

    def load(self, cookie: str | None) -> Session:
        """The session that the cookie names, or a new one when it is absent, forged or expired."""
        token = self._verified_token(cookie)
        if token is None:
            return self.new()
        with self._database.connection() as connection:
            row = connection.execute(
                """
                with touched as (
                    update anvil.sessions set last_seen = now(), expires_at = now() + make_interval(days => %(days)s)
                    where token_hash = %(hash)s and expires_at > now() and last_seen < now() - interval '1 minute'
                )
                select id, data, user_row_id, private from anvil.sessions
                where token_hash = %(hash)s and expires_at > now()
                """,
                {"days": self.days, "hash": _hash(token)},
            ).fetchone()
        if row is None:
            return self.new()
        return Session(row[0], row[1], row[2], row[3], token=token, is_stored=True)

    def save(self, session: Session) -> None:
        """Store what changed; a new session gets its row and its secret here."""
        if not session.is_changed:
            return
        if session.token is None:
            session.rotate()
        assert session.token is not None
        with self._database.connection() as connection:
            connection.execute(
                """
                insert into anvil.sessions (id, token_hash, data, user_row_id, private, expires_at)
                values (%s, %s, %s, %s, %s, now() + make_interval(days => %s))
                on conflict (id) do update set
                    token_hash = excluded.token_hash, data = excluded.data, user_row_id = excluded.user_row_id,
                    private = excluded.private, last_seen = now(), expires_at = excluded.expires_at
                """,
                (
                    session.id,
                    _hash(session.token),
                    None if session.data is None else orjson.dumps(session.data).decode(),
                    session.user_row_id,
                    orjson.dumps(session.private).decode(),
                    self.days,
                ),
            )
        session.is_changed = False
        session.is_stored = True

    def cookie(self, session: Session, *, secure: bool) -> str | None:
        """The ``Set-Cookie`` value that the browser must get, or None when it has the right one."""
        if not session.is_rotated or session.token is None:
            return None
        value = f"{session.token}.{self._sign(session.token)}"
        flags = "; Secure" if secure else ""
        return f"{COOKIE}={value}; Path=/; Max-Age={self.days * 86400}; HttpOnly; SameSite=Lax{flags}"

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

    def sign_out_everywhere(self, user_row_id: str, *, except_session: str | None = None) -> None:
        """End every session of that user, but for one: after a changed password nobody else stays signed in."""
        with self._database.connection() as connection:
            connection.execute(
                "delete from anvil.sessions where user_row_id = %s and id is distinct from %s",
                (user_row_id, except_session),
            )

    def delete_expired(self) -> int:
        """Forget expired sessions; returns how many."""
        with self._database.connection() as connection:
            return connection.execute("delete from anvil.sessions where expires_at <= now()").rowcount

    def _sign(self, token: str) -> str:
        return hmac.new(self._key, b"session-cookie\0" + token.encode(), hashlib.sha256).hexdigest()[:32]

    def _verified_token(self, cookie: str | None) -> str | None:
        token, _, signature = (cookie or "").partition(".")
        return token if token and hmac.compare_digest(signature.encode(), self._sign(token).encode()) else None


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


@private("get_session_id")
def get_session_id(call: Call) -> str:
    return call.session.id


@private("reset_session")
def reset_session(call: Call) -> None:
    """Forget what the session holds, and who is signed in."""
    call.session.data = None
    call.session.user_row_id = None
    call.session.private.clear()
    call.session.rotate()


@private("list_sessions", trusted_only=True)
def list_sessions(call: Call, user: Any = None) -> list[str]:
    return call.instance.sessions.list_active(None if user is None else user.get_id())


@private("get_session_data", trusted_only=True)
def get_session_data(call: Call, session_id: str) -> dict[str, Any]:
    from ..rpc import session_values

    encoded = call.instance.sessions.data_of(session_id)
    if encoded is None and session_id not in call.instance.sessions.list_active():
        raise AnvilError("anvil.server.InvalidSessionError", "There is no session with that id.")
    return session_values.decode(encoded)
