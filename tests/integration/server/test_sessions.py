"""Sessions in PostgreSQL: made late, found by their cookie only, never brought back by a call already on its way."""

from __future__ import annotations

import time

import pytest

from app_server.database import Database
from app_server.services.session_tokens import COOKIE, PROMISE_SECONDS
from app_server.services.sessions import SCHEMA_SQL, Session, Sessions


@pytest.fixture
def sessions(database: Database) -> Sessions:
    database.apply_schema(SCHEMA_SQL)
    return Sessions(database, b"key", days=30)


def cookie_of(sessions: Sessions, session: Session) -> str:
    """The cookie's value as the browser would send it back."""
    line = sessions.cookie(session, secure=False)
    assert line is not None
    return value_of(line)


def value_of(line: str) -> str:
    return line.split(";")[0].removeprefix(f"{COOKIE}=")


def stored(sessions: Sessions, **fields: object) -> tuple[Session, str]:
    session = sessions.new()
    for name, value in fields.items():
        setattr(session, name, value)
    session.changed()
    sessions.save(session)
    return session, cookie_of(sessions, session)


def count(database: Database) -> int:
    with database.connection() as connection:
        row = connection.execute("select count(*) from anvil.sessions").fetchone()
    assert row is not None
    return int(row[0])


def expire(database: Database, session: Session) -> None:
    with database.connection() as connection:
        connection.execute("update anvil.sessions set expires_at = now() where id = %s", (session.id,))


def test_a_session_that_keeps_nothing_is_not_stored(sessions: Sessions, database: Database) -> None:
    before = count(database)
    session = sessions.new()
    sessions.save(session)
    assert count(database) == before
    assert sessions.cookie(session, secure=False) is None


def test_what_was_kept_comes_back_by_the_cookie(sessions: Sessions) -> None:
    data = {"session": {"a": [1, 2.5, None]}, "objects": []}
    kept, cookie = stored(sessions, data=data, user_row_id="[1,2]", private={"n": 1})
    found = sessions.load(cookie)
    assert (found.id, found.data, found.user_row_id, found.private) == (kept.id, data, "[1,2]", {"n": 1})
    assert sessions.cookie(found, secure=False) is None


def test_neither_the_id_nor_the_stored_hash_opens_a_session(sessions: Sessions, database: Database) -> None:
    session, cookie = stored(sessions, user_row_id="[1,2]")
    with database.connection() as connection:
        row = connection.execute("select token_hash from anvil.sessions where id = %s", (session.id,)).fetchone()
    assert row is not None
    for guess in (session.id, row[0].hex(), cookie.split(".")[0], f"{session.id}.{cookie.split('.')[1]}"):
        assert sessions.load(guess).user_row_id is None


def test_the_cookie_from_before_a_log_in_is_worth_nothing_after_it(sessions: Sessions) -> None:
    session, before = stored(sessions, data={"session": {}, "objects": []})
    session = sessions.load(before)
    session.user_row_id = "[1,2]"
    session.rotate()
    sessions.save(session)
    after = cookie_of(sessions, session)
    assert sessions.load(before).user_row_id is None
    assert sessions.load(after).user_row_id == "[1,2]"
    assert sessions.load(after).id == session.id


def test_an_expired_session_is_a_new_one_and_is_forgotten_at_last(sessions: Sessions, database: Database) -> None:
    session, cookie = stored(sessions, user_row_id="[1,2]")
    expire(database, session)
    assert sessions.load(cookie).id != session.id
    before = count(database)
    assert sessions.delete_expired() >= 1
    assert count(database) < before


def test_a_call_in_flight_does_not_undo_a_log_out_elsewhere(sessions: Sessions) -> None:
    _, cookie = stored(sessions, user_row_id="[7,1]")
    in_flight = sessions.load(cookie)
    assert sessions.sign_out_everywhere("[7,1]", except_session="another") == 1
    in_flight.data = {"session": {"a": 1}, "objects": []}
    in_flight.changed()
    sessions.save(in_flight)
    after = sessions.load(cookie)
    assert (after.user_row_id, after.data) == (None, in_flight.data)


def test_a_call_in_flight_does_not_bring_a_forgotten_session_back(sessions: Sessions, database: Database) -> None:
    session, cookie = stored(sessions, user_row_id="[8,1]")
    in_flight = sessions.load(cookie)
    expire(database, session)
    sessions.delete_expired()
    in_flight.private["x"] = 1
    in_flight.changed()
    sessions.save(in_flight)
    assert sessions.load(cookie).user_row_id is None


def test_another_instances_key_signs_other_cookies(sessions: Sessions, database: Database) -> None:
    _, cookie = stored(sessions, user_row_id="[1,2]")
    assert Sessions(database, b"other key", days=30).load(cookie).user_row_id is None


def test_sessions_are_listed_by_user(sessions: Sessions) -> None:
    mine, _ = stored(sessions, user_row_id="[9,9]")
    other, _ = stored(sessions, user_row_id="[9,8]")
    assert sessions.list_active("[9,9]") == [mine.id]
    assert {mine.id, other.id} <= set(sessions.list_active())


def test_a_page_over_https_gets_a_secure_cookie(sessions: Sessions) -> None:
    session, _ = stored(sessions, user_row_id="[1,2]")
    line = sessions.cookie(session, secure=True)
    assert line is not None
    assert "; Secure" in line


def test_a_promised_cookie_stores_nothing_until_something_is_kept(sessions: Sessions, database: Database) -> None:
    cookie = value_of(sessions.promised_cookie(secure=False))
    session = sessions.load(cookie)
    sessions.save(session)
    assert sessions.load(cookie).stored is None
    session.user_row_id = "[1,2]"
    session.changed()
    sessions.save(session)
    found = sessions.load(cookie)
    assert (found.id, found.user_row_id, sessions.cookie(found, secure=False)) == (session.id, "[1,2]", None)


def test_two_calls_may_begin_one_promised_session(sessions: Sessions) -> None:
    cookie = value_of(sessions.promised_cookie(secure=False))
    first, second = sessions.load(cookie), sessions.load(cookie)
    first.user_row_id, second.private = "[1,2]", {"step": 1}
    for session in (first, second):
        session.changed()
        sessions.save(session)
    found = sessions.load(cookie)
    assert (found.id, found.user_row_id, found.private) == (first.id, "[1,2]", {"step": 1})


def test_a_promise_is_kept_for_an_hour(sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    cookie = value_of(sessions.promised_cookie(secure=False))
    later = time.time() + PROMISE_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert sessions.load(cookie).token is None


def test_a_promised_cookie_is_worth_nothing_once_its_session_has_another(sessions: Sessions) -> None:
    cookie = value_of(sessions.promised_cookie(secure=False))
    session, late = sessions.load(cookie), sessions.load(cookie)
    session.user_row_id = "[1,2]"
    session.rotate()
    sessions.save(session)
    late.changed()
    sessions.save(late)
    assert sessions.load(cookie).token is None
    assert sessions.load(cookie_of(sessions, session)).user_row_id == "[1,2]"
