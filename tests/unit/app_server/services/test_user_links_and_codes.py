"""Mailed links, remembered log-ins and one-time codes."""

import base64
import time
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from cryptography.fernet import InvalidToken

from app_server.services.sessions import Session
from app_server.services.users import pending, remembering, tokens, totp

KEY = b"k" * 32
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LINK = tokens.EmailLink("ada@example.com", "pw-reset", "stamp")


def test_a_link_opens_to_what_was_sealed():
    token = tokens.seal_link(KEY, LINK)
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert tokens.open_link(KEY, token) == LINK


@pytest.mark.parametrize("token", ["", "x", "ä", "gAAAAA", tokens.seal_link(b"o" * 32, LINK)])
def test_a_forged_or_foreign_link_does_not_open(token):
    assert tokens.open_link(KEY, token) is None


def test_a_link_is_void_after_ten_minutes():
    box = tokens.box_for(KEY, "email-link")
    old = box.encrypt_at_time(b'["a", "login", ""]', int(datetime.now(UTC).timestamp()) - tokens.LIFETIME_SECONDS - 1)
    assert tokens.open_link(KEY, old.decode()) is None


def test_a_box_opens_only_for_its_own_use():
    with pytest.raises(InvalidToken):
        tokens.box_for(KEY, "mfa").decrypt(tokens.box_for(KEY, "email-link").encrypt(b"x"))


def test_a_remembered_login_holds_for_its_days():
    hashed = remembering.token_hash("token", "users")
    logins = remembering.with_new_login(None, hashed, 30, NOW)
    assert remembering.find_login(logins, hashed, 30, NOW + timedelta(days=29, hours=23))
    assert remembering.find_login(logins, hashed, 30, NOW + timedelta(days=30)) is None
    assert remembering.find_login(logins, remembering.token_hash("token", "people"), 30, NOW) is None


def test_expired_and_broken_entries_leave_the_column():
    kept = [
        {"token_hash": "old", "login_time": "2026-01-01T00:00:00Z"},
        {"token_hash": "odd"},
        {"login_time": "yesterday"},
    ]
    logins = remembering.with_new_login(kept, "new", 30, NOW)
    assert [login["token_hash"] for login in logins] == ["new"]


def test_the_code_of_rfc_6238_is_accepted_for_its_half_minute_and_the_ones_beside_it():
    secret = base64.b32encode(b"12345678901234567890").decode()
    moment = datetime.fromtimestamp(1111111109, UTC)
    assert totp.code_is_valid(secret, "081804", moment)
    assert totp.code_is_valid(secret, "081 804", moment + timedelta(seconds=30))
    assert not totp.code_is_valid(secret, "081804", moment + timedelta(seconds=90))


@pytest.mark.parametrize("code", [None, "", "000000", "abcdef", "12345678", {}, "٠٨١٨٠٤"])
def test_other_codes_are_refused(code):
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert not totp.code_is_valid(secret, code, datetime.fromtimestamp(1111111109, UTC))


def test_the_qr_code_is_a_png_of_the_secret():
    with mock.patch.object(totp.segno, "make", wraps=totp.segno.make) as make:
        assert totp.qr_code_png(totp.new_secret(), "ada@example.com", "Mybizz").startswith(b"\x89PNG")
    assert make.call_args.args[0].startswith("otpauth://totp/Mybizz:ada%40example.com?")


@pytest.mark.parametrize(("passed", "may"), [(0, True), (3599, True), (3600, False), (-7200, False)])
def test_what_a_mailed_link_allows_lasts_an_hour_and_no_longer_when_the_clock_is_set_back(monkeypatch, passed, may):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    session = Session("s")
    pending.allow(session, "password_reset", "[1,2]")
    monkeypatch.setattr(time, "time", lambda: now + passed)
    assert pending.allowed(session, "password_reset") == ("[1,2]" if may else None)
