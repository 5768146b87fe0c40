"""Functions that an uplink offers, called from a server module and from other uplinks."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.server_process import SERVER_KEY, ServerProcess

from ..asked import AskedUplink
from .conftest import Ask

OFFERED = """
def offer():
    import anvil, anvil.server

    @anvil.server.callable
    def far_one(value):
        return value

    @anvil.server.callable
    def far_make(text):
        return eval(text)

    @anvil.server.callable
    def far_run(text):
        exec(text)

    @anvil.server.callable
    def far_relay(name, *args):
        return anvil.server.call(name, *args)

    @anvil.server.callable
    def far_again(times):
        return times if times == 0 else anvil.server.call("far_again", times - 1)

    @anvil.server.callable
    def far_context():
        seen = anvil.server.context
        caller = seen.remote_caller
        return [seen.type, seen.client.type, caller.type, caller.is_trusted, [frame.type for frame in seen.call_stack]]

    @anvil.server.callable
    def far_use(capability, pattern):
        return anvil.server.unwrap_capability(capability, pattern)

    @anvil.server.callable
    def far_update(capability, update):
        capability.send_update(update)

    @anvil.server.callable
    def far_describe(media):
        return [media.content_type, media.name, media.length, media.get_bytes().decode()]

    @anvil.server.callable("far:scoped")
    def scoped():
        return "scoped"

offer()
"""

ANSWERS = {
    "values cross to it and back": (
        r"[call('far_one', v) for v in (None, 2**64, 1e16, (1, 2), {'a': 1}, 'lone \ud800')]",
        r"[None, 18446744073709551616, 1e+16, [1, 2], {'a': 1}, 'lone \ud800']",
    ),
    "portable objects cross": ("call('far_one', Point(1, [2]))", "Point(1, [2])"),
    "media cross": (
        "call('far_describe', anvil.BlobMedia('text/plain', b'abc', 'a.txt'))",
        "['text/plain', 'a.txt', 3, 'abc']",
    ),
    "lazy media are fetched there": (
        "call('far_describe', call('lazy', 'letter', 'Ada'))",
        "['text/plain', 'letter', 8, 'Dear Ada']",
    ),
    "it makes lazy media's bytes": (
        "call('lazy', 'far_make', 'anvil.BlobMedia(\"a/b\", b\"c\")').get_bytes()",
        "b'c'",
    ),
    "a capability is used there": ("call('far_use', call('hand_out', ['shop', 5]), ['shop', 5])", "['shop', 5]"),
    "a narrowed one comes back narrowed": ("call('far_one', call('hand_out', ['a']).narrow([1])).scope", "['a', 1]"),
    "a capability's update comes back": (
        (
            "c = call('hand_out', ['shop'])\nseen = []\nc.set_update_handler(seen.append)\n"
            "call('far_update', c, {'sold': 1})\nseen"
        ),
        "[{'sold': 1}]",
    ),
    "what it calls meanwhile is answered": ("call('far_relay', 'one', 5)", "5"),
    "it calls itself through the server": ("call('far_again', 7)", "0"),
    "its error is caught": (
        "wrapped(lambda: call('far_run', 'raise ValueError(\"no\")'))[:3]",
        "['AnvilWrappedError', 'no', 'ValueError']",
    ),
    "a missing key is a KeyError": ("wrapped(lambda: call('far_run', '{}[\"k\"]'))[:2]", "['KeyError', '\"\\'k\\'\"']"),
    "a registered error passes through it": (
        "wrapped(lambda: call('far_relay', 'sold_out'))[:3]",
        "['SoldOut', 'None left', 'shop.SoldOut']",
    ),
    "an exit there is an error here": (
        "wrapped(lambda: call('far_run', 'raise SystemExit(3)'))[:3]",
        "['AnvilWrappedError', '3', 'SystemExit']",
    ),
    "what it cannot return is its error": (
        "call('far_make', '[b\"x\"]')",
        (
            "SerializationError: Cannot serialize return value from function. "
            "Cannot serialize <class 'bytes'> object at msg['response'][0]"
        ),
    ),
    "ten may call one another": (
        "wrapped(lambda: call('far_again', 11))[:2]",
        "['AnvilWrappedError', 'Too many nested anvil.server.call()s']",
    ),
    "it reads no secrets": (
        "call('far_relay', 'anvil.private.secrets.get_secret', 'x')",
        "AnvilWrappedError: Uplink code cannot access secrets for this app.",
    ),
}


@pytest.fixture(scope="module", autouse=True)
def offering(asked_server: ServerProcess, uplink: Ask) -> Iterator[Ask]:
    """Another uplink, whose functions all of these tests call."""
    offering = AskedUplink(asked_server, SERVER_KEY)
    assert offering.ask(OFFERED + "1") == "1"
    end = time.monotonic() + 5
    while "No server function" in uplink("call('far:scoped')"):
        assert time.monotonic() < end
    yield offering.ask
    offering.close()


@pytest.mark.parametrize("behaviour", ANSWERS)
def test_functions_of_uplinks(ask: Ask, behaviour: str) -> None:
    asked, answer = ANSWERS[behaviour]
    assert ask(asked) == answer


def test_it_knows_who_called(module: Ask, uplink: Ask, client: Ask) -> None:
    asked = "call('far_context')"
    assert module(asked) == "['uplink', 'browser', 'server_module', True, ['server_module', 'browser']]"
    assert uplink(asked) == "['uplink', 'uplink', 'uplink', True, ['uplink']]"
    assert client(asked) == "['uplink', 'client_uplink', 'client-uplink', False, ['client-uplink']]"


def test_what_it_calls_trusts_it_whoever_called_it(client: Ask) -> None:
    caller, stack = "['uplink', True, 8]", "['uplink', 'client-uplink']"
    here = f"['server_module', ['client_uplink', '127.0.0.1', None], {caller}, {stack}, None]"
    assert client("call('far_relay', 'context')") == here


def test_its_functions_of_other_kinds_are_not_for_clients(uplink: Ask, client: Ask) -> None:
    assert uplink("call('far:scoped')") == "'scoped'"
    assert client("call('far:scoped')").startswith("PermissionDenied: Cannot call scoped server function")
