"""How passwords are kept, compared and refused."""

import time
from unittest import mock

import bcrypt
import pytest
import requests

from app_server.errors import AnvilError
from app_server.services.users import passwords
from app_server.services.users.passwords import hash_password, is_leaked, password_matches, require_acceptable

COST = 4


def test_a_password_matches_its_own_hash_only():
    kept = hash_password("correct horse", COST)
    assert kept.startswith("$2a$04$")
    assert password_matches("correct horse", kept, COST)
    assert not password_matches("Correct horse", kept, COST)


@pytest.mark.parametrize("prefix", ["2a", "2b"])
def test_hashes_made_by_the_stock_server_are_accepted(prefix):
    kept = bcrypt.hashpw(b"demo-mybizz", bcrypt.gensalt(COST)).decode().replace("$2b$", f"${prefix}$")
    assert password_matches("demo-mybizz", kept, COST)


@pytest.mark.parametrize("kept", [None, "", "not a hash", "$2b$04$short"])
def test_nothing_matches_where_there_is_no_hash(kept):
    assert not password_matches("nobody", kept, COST)
    assert not password_matches("", kept, COST)
    assert not password_matches(None, kept, COST)


@pytest.mark.parametrize(
    ("one", "other"), [("a" * 72 + "b", "a" * 72 + "c"), ("a\0b", "a\0c"), ("é" * 40 + "x", "é" * 40)]
)
def test_every_byte_of_a_password_counts(one, other):
    assert password_matches(one, hash_password(one, COST), COST)
    assert not password_matches(other, hash_password(one, COST), COST)


def test_an_unknown_user_takes_as_long_as_a_wrong_password():
    kept = hash_password("right", 9)
    password_matches("x", None, 9)  # the hash of nobody is made once

    def seconds(password_hash):
        started = time.thread_time()
        for _ in range(5):
            password_matches("wrong", password_hash, 9)
        return time.thread_time() - started

    assert min(seconds(None) for _ in range(3)) > 0.5 * min(seconds(kept) for _ in range(3))


@pytest.mark.parametrize("password", [None, "", "short6"])
def test_a_short_password_is_refused_when_passwords_must_be_secure(password):
    with pytest.raises(AnvilError) as refused:
        require_acceptable(password, secure=True)
    assert refused.value.type_name == "anvil.users.PasswordNotAcceptable"
    assert refused.value.message == "Passwords must be 8 characters or more"


def test_seven_characters_are_enough_as_on_the_stock_server():
    with mock.patch.object(passwords, "is_leaked", return_value=False):
        require_acceptable("seven77", secure=True)


def test_a_leaked_password_is_refused_and_only_five_digits_of_its_hash_are_sent():
    answer = mock.Mock(text="1E4C9B93F3F0682250B6CF8331B7EE68FD8:3861493\r\n", raise_for_status=lambda: None)
    with mock.patch.object(requests, "get", return_value=answer) as get:
        assert is_leaked("password")
        assert not is_leaked("correct horse battery staple 9")
    assert get.call_args_list[0].args == (passwords.LEAKED_PASSWORDS_URL + "5BAA6",)


def test_nobody_is_kept_out_because_the_list_of_leaks_is_down():
    with mock.patch.object(requests, "get", side_effect=requests.ConnectionError):
        require_acceptable("correct horse", secure=True)
