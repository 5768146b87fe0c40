"""What a function knows of its caller, and what it keeps for it."""

from __future__ import annotations

from .conftest import Ask

CONTEXT = "call('context')"
NESTED = "call('relay', 'context')"


def test_a_server_module_is_called_by_a_server_module(module: Ask) -> None:
    here = "['server_module', ['browser', '127.0.0.1', None], ['server_module', True, None], "
    assert module(CONTEXT) == here + "['server_module', 'browser'], None]"
    assert module(NESTED) == here + "['server_module', 'server_module', 'browser'], None]"


def test_an_uplink_is_trusted(uplink: Ask) -> None:
    here = "['server_module', ['uplink', '127.0.0.1', None], "
    assert uplink(CONTEXT) == here + "['uplink', True, 8], ['uplink'], None]"
    assert uplink(NESTED) == here + "['server_module', True, None], ['server_module', 'uplink'], None]"


def test_a_client_uplink_is_not(client: Ask) -> None:
    here = "['server_module', ['client_uplink', '127.0.0.1', None], "
    assert client(CONTEXT) == here + "['client-uplink', False, 8], ['client-uplink'], None]"
    assert client(NESTED) == here + "['server_module', True, None], ['server_module', 'client-uplink'], None]"


def test_a_function_that_makes_lazy_media_is_called_by_nobody_to_trust(ask: Ask) -> None:
    made = ask("anvil.create_lazy_media('text/plain', 'media_context').get_bytes().decode()")
    assert "['lazy_media_server', False, None], ['lazy_media_server']" in made


def test_an_uplinks_connection_is_one_session(uplink: Ask, client: Ask) -> None:
    for connection in (uplink, client):
        assert connection("[call('keep', 'a', 1), call('kept', 'a')]") == "[None, 1]"
    assert uplink("call('keep', 'b', 2)") == "None"
    assert client("call('kept', 'b')") == "None"


def test_an_uplink_has_no_session_of_its_own_to_look_at(uplink: Ask) -> None:
    assert uplink("anvil.server.session") == "AttributeError: session"


def test_a_session_has_an_id_for_trusted_code(module: Ask, uplink: Ask, client: Ask) -> None:
    asked = "anvil.server.get_session_id()"
    assert module(asked) != uplink(asked)
    assert uplink(f"{asked} == {asked}") == "True"
    said = "InternalError: Permission denied. Cannot get the current session ID from client code."
    assert client(asked) == said


def test_an_uplink_has_no_cookies(uplink: Ask, client: Ask) -> None:
    asked = "anvil.server.cookies.local.get('a')"
    assert uplink(asked) == "CookieError: This connection is not from a web browser - cannot access cookies."
    assert client(asked) == "InternalError: Permission denied. Cannot read cookies from client code."


def test_everywhere_outside_of_the_page_is_the_servers_side(ask: Ask) -> None:
    assert ask("anvil.is_server_side()") == "True"
