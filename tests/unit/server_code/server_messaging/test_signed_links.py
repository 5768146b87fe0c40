"""Links that act for one person without a sign-in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server_code.server_messaging import signed_links
from server_code.server_shared.errors import NotFound


@pytest.fixture(autouse=True, scope="module")
def keys():
    with pytest.MonkeyPatch.context() as patch:
        held = ["new"]
        patch.setattr(signed_links, "keyed_hashes", lambda use, text: [_hash(key, use, text) for key in held])
        patch.setattr(signed_links, "keyed_hash", lambda use, text: _hash(held[0], use, text))
        yield held


def _hash(key, use, text):
    import hashlib

    return hashlib.sha256(f"{key}{use}{text}".encode()).hexdigest()


@given(st.lists(st.one_of(st.integers(), st.text(max_size=20)), max_size=5))
def test_c04_a_link_says_what_it_was_signed_for(facts):
    assert signed_links.read("unsubscribe", signed_links.sign("unsubscribe", *facts)) == facts


@given(st.integers(0, 1000), st.integers(0, 7))
def test_c04_any_flipped_bit_is_refused(place, bit):
    token = signed_links.sign("unsubscribe", 453, "email", "marketing")
    at = place % len(token)
    flipped = token[:at] + chr(ord(token[at]) ^ (1 << bit)) + token[at + 1 :]
    with pytest.raises(NotFound):
        signed_links.read("unsubscribe", flipped)


def test_c04_a_link_of_one_use_is_of_no_other():
    with pytest.raises(NotFound):
        signed_links.read("preferences", signed_links.sign("unsubscribe", 453))


def test_c04_a_link_of_the_old_key_works_until_that_is_gone(keys):
    token = signed_links.sign("unsubscribe", 453)
    keys[:] = ["newer", "new"]
    assert signed_links.read("unsubscribe", token) == [453]
    keys[:] = ["newer"]
    with pytest.raises(NotFound):
        signed_links.read("unsubscribe", token)
    keys[:] = ["new"]


@pytest.mark.parametrize("token", ["", ".", "a", "x" * 10_000, "é.é", "e30.0"])
def test_what_is_no_link_is_refused(token):
    with pytest.raises(NotFound):
        signed_links.read("unsubscribe", token)
