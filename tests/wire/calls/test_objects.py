"""Portable classes, capabilities and media, from every place to a server module and back."""

from __future__ import annotations

import pytest

from tests.server_process import CLIENT_KEY, ServerProcess

from ..asked import AskedUplink
from .conftest import Ask

SHOP = "shop = call('hand_out', ['shop'])\n"
UPDATED = SHOP + "seen = []\nshop.set_update_handler(seen.append)\n"

ANSWERS = {
    "an object of a portable class arrives as one": (
        "call('one', Point(1, Point([2], None)))",
        "Point(1, Point([2], None))",
    ),
    "a function returns one": ("[call('point'), type(call('point')).__name__]", "[Point(1, [2]), 'Point']"),
    "the same object twice arrives as two": (
        "a = Point(1, 2)\nx, y = call('one', [a, a])\n[x == y, x is y]",
        "[True, False]",
    ),
    "__new_deserialized__ makes the object": ("call('one', Made()).number", "5"),
    "objects of a message share data of their class": (
        "[made.count for made in call('one', [Counted(), Counted(), Counted()])]",
        "[3, 3, 3]",
    ),
    "the class itself crosses": ("call('one', Point) is Point", "True"),
    "objects are kept in a session": ("[call('keep', 'p', Point(1, 2)), call('kept', 'p')]", "[None, Point(1, 2)]"),
    "a capability shows its scope": ("call('hand_out', ['shop', 5])", "<anvil.server.Capability:['shop', 5]>"),
    "it is used with a pattern": ("call('use', call('hand_out', ['shop', 5]), ['shop', 5])", "['shop', 5]"),
    "a broader one fills up with None": (SHOP + "call('use', shop, ['shop', 5])", "['shop', None]"),
    "ANY stands for each": ("call('use_any', call('hand_out', ['shop', 6]), 6)", "['shop', 6]"),
    "a narrower one is refused": (
        "call('use', call('hand_out', ['shop', 5, 6]), ['shop', 5])",
        "AnvilWrappedError: Capability is too narrow: required ['shop', 5]; got ['shop', 5, 6]",
    ),
    "another one is refused": (
        "call('use', call('hand_out', ['shop', 6]), ['shop', 5])",
        "AnvilWrappedError: Incorrect Capability: required ['shop', 5]; got ['shop', 6]",
    ),
    "something else is refused": (
        "call('use', 5, ['shop'])",
        "AnvilWrappedError: Not a valid Capability: found int",
    ),
    "a pattern is a list": (
        SHOP + "call('use', shop, 'shop')",
        "AnvilWrappedError: scope_pattern should be a list, not str",
    ),
    "who holds it can narrow it": (SHOP + "call('use', shop.narrow([5]), ['shop', 5])", "['shop', 5]"),
    "a function narrows it": (SHOP + "call('narrowed', shop, [5, {'a': 1}]).scope", "['shop', 5, {'a': 1}]"),
    "a narrowed one comes back narrowed": (SHOP + "call('one', shop.narrow([5])).scope", "['shop', 5]"),
    "equality is of the scope": (
        SHOP + "[shop == call('hand_out', ['shop']), shop == shop.narrow([1])]",
        "[True, False]",
    ),
    "its update is sent back": (UPDATED + "call('send_update', shop, {'sold': 1})\nseen", "[{'sold': 1}]"),
    "an update may be anything": (UPDATED + "call('send_update', shop, [1])\nseen", "[[1]]"),
    "nobody makes one without a scope": (
        "wrapped(lambda: call('hand_out', []))[1:3]",
        "['Cannot construct a capability with an empty scope', 'ValueError']",
    ),
    "nobody makes one of the server's own": (
        "wrapped(lambda: call('hand_out', ['_', 't']))[1]",
        "\"To construct a Capability from scratch, its scope cannot start with ['_']\"",
    ),
    "media keep type, name, length and bytes": (
        "call('describe', anvil.BlobMedia('text/plain', b'abc', 'a.txt'))",
        "['StreamingMedia', 'text/plain', 'a.txt', 3, 'abc', None]",
    ),
    "media may be empty and have no name": (
        "call('describe', anvil.BlobMedia('text/plain', b''))",
        "['StreamingMedia', 'text/plain', None, 0, '', None]",
    ),
    "media may have no type": (
        "call('describe', anvil.BlobMedia(None, b'x'))",
        "['StreamingMedia', None, None, 1, 'x', None]",
    ),
    "a function returns media": (
        "m = call('media_of', 'hi', 'text/plain', 'n.txt')\n[m.content_type, m.name, m.length, m.get_bytes(), m.url]",
        "['text/plain', 'n.txt', 2, b'hi', None]",
    ),
    "one media object twice arrives twice": (
        "m = anvil.BlobMedia('text/plain', b'x')\n[item.get_bytes() for item in call('one', [m, {'m': m}['m']])]",
        "[b'x', b'x']",
    ),
    "media are made of bytes": (
        "anvil.BlobMedia('text/plain', 'x')",
        "TypeError: BlobMedia content must be a byte string.",
    ),
    "lazy media are made when they are read": (
        (
            "m = call('lazy', 'letter', 'Ada', greeting='Hello')\n"
            "[type(m).__name__, m.content_type, m.name, m.length, m.get_bytes()]"
        ),
        "['LazyMedia', 'text/plain', 'letter', 9, b'Hello Ada']",
    ),
    "lazy media are handed on": (
        "call('describe', call('lazy', 'letter', 'Ada'))[:5]",
        "['LazyMedia', 'text/plain', 'letter', 8, 'Dear Ada']",
    ),
    "create_lazy_media makes them": (
        "anvil.create_lazy_media('text/plain', 'letter', 'Bob').get_bytes()",
        "b'Dear Bob'",
    ),
    "a function that makes no media": (
        "call('lazy', 'not_media').get_bytes()",
        "InternalError: Server function 'not_media' did not return a Media object; cannot download",
    ),
    "a function that makes lazy media": (
        "call('lazy', 'lazy', 'letter', 'x').get_bytes()",
        "InternalError: Server function 'lazy' did not return Media data; cannot download",
    ),
    "a function that fails to make media": ("call('lazy', 'sold_out').get_bytes()", "InternalError: None left"),
    "lazy media have an address": ("call('lazy', 'letter', 'Ada').url[:16]", "'http://127.0.0.1'"),
    "media of a class of the app's own come with their bytes": (
        "m = call('write_letter', 'Dear Ada')\n[type(m).__name__, m.content_type, m.name, m.length, m.get_bytes()]",
        "['StreamingMedia', 'text/plain', 'letter.txt', 8, b'Dear Ada']",
    ),
    "what they raise when they are read is an error of the call": (
        "wrapped(lambda: call('write_letter', None))[:3]",
        "['AnvilWrappedError', 'nothing to write', 'LookupError']",
    ),
    "what they give must be bytes": ("wrapped(lambda: call('write_letter', ''))[2]", "'TypeError'"),
    "they are sent with their bytes": ("call('describe', Letter('Hi'))[1:5]", "['text/plain', 'letter.txt', 2, 'Hi']"),
    "an address is media": (
        "u = anvil.URLMedia('http://x/')\n[u.url, u.get_url(False), u.name]",
        "['http://x/', 'http://x/', None]",
    ),
    "media open as a file": ("anvil.media.open(call('media_of', 'hi', 'text/plain')).read()", "b'hi'"),
}


@pytest.mark.parametrize("behaviour", ANSWERS)
def test_objects(ask: Ask, behaviour: str) -> None:
    asked, answer = ANSWERS[behaviour]
    assert ask(asked) == answer


def test_a_class_is_told_whether_the_other_side_is_trusted(module: Ask, uplink: Ask, client: Ask) -> None:
    there = "call('sealed', Sealed('a'))"
    assert [module(there), uplink(there), client(there)] == ["[True, True, True]"] * 2 + ["[True, False, True]"]
    back = "call('one', Sealed('a')).seen"
    assert [module(back), uplink(back), client(back)] == ["[True, True, True]"] * 2 + ["[False, True, True]"]


def test_trusted_code_makes_capabilities_and_clients_do_not(module: Ask, uplink: Ask, client: Ask) -> None:
    asked = "call('use', Capability(['shop', 5]), ['shop', 5])"
    assert module(asked) == uplink(asked) == "['shop', 5]"
    assert client(asked) == "AnvilWrappedError: Error processing object from expired session"


def test_what_a_client_holds_is_worth_nothing_to_another(asked_server: ServerProcess, client: Ask) -> None:
    scope, mac = eval(client("(lambda c: (c.scope, c._mac))(call('hand_out', ['shop']))"))
    other = AskedUplink(asked_server, CLIENT_KEY)
    try:
        assert "expired session" in other.ask(f"call('use', Capability({scope!r}, {mac!r}), ['shop'])")
    finally:
        other.close()
