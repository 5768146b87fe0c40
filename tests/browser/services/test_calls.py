"""``anvil.server`` in the page: what goes to the server, what comes back, what is raised."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import Ask


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("anvil.server.call('echo', 1, a=2)", "[[1], {'a': 2}]"),
        ("anvil.server.call_s('add', 2, b=4)", "6"),
        ("anvil.server.call(5)", "TypeError: first argument to anvil.server.call() must be as str, got 'int'"),
        ("anvil.server.call('give', 'whole float')", "5"),
        ("anvil.server.call('give', 'tuple')", "[1, [2, 3]]"),
        ("anvil.server.call('give', 'inf')", "inf"),
        ("anvil.server.call('give', 'naive').utcoffset()", "datetime.timedelta(0)"),
        ("anvil.server.call('give', 'point').y[0].x", "2"),
        ("anvil.server.call('give', 'class') is Point", "True"),
        ("anvil.server.call('give', 'point').doubled().x", "2"),
        ("Point.named('x')", "'x of Point'"),
    ],
)
def test_a_call_gives_what_the_server_returned(ask: Ask, question: str, expected: str) -> None:
    assert ask(question) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("5.0", "'int: 5'"),
        ("2.5", "'float: 2.5'"),
        ("(1, 2)", "'list: [1, 2]'"),
        ("2**70", "'int: 1180591620717411303424'"),
        ("float('nan')", "'float: nan'"),
        ("b'x'", "SerializationError: Cannot pass bytes object to a server function: arguments [0]"),
        ("{'a': [{1}]}", 'SerializationError: Cannot pass set object to a server function: arguments [0]["a"][0]'),
        (
            "{1: 2}",
            (
                "TypeError: Cannot use 'int' objects as the key in a dict when sending to a server-side module; "
                'only string keys are allowed (arguments ["args"][0])'
            ),
        ),
        ("form", "SerializationError: Cannot pass Console object to a server function: arguments [0]"),
    ],
)
def test_an_argument_reaches_the_server_or_is_refused(ask: Ask, value: str, expected: str) -> None:
    assert ask(f"anvil.server.call('described', {value})") == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("ValueError", "['AnvilWrappedError', \"AnvilWrappedError(ValueError('no good'))\", 'no good']"),
        ("KeyError", "['AnvilWrappedError', 'AnvilWrappedError(KeyError(\"\\'no good\\'\"))', \"'no good'\"]"),
        ("OutOfStock", "['OutOfStock', \"OutOfStock('no good')\", 'no good']"),
    ],
)
def test_an_exception_of_the_server_comes_wrapped_unless_registered(ask: Ask, kind: str, expected: str) -> None:
    question = f"""
try:
    anvil.server.call('fail', '{kind}', 'no good')
except Exception as error:
    answer = [type(error).__name__, repr(error), str(error)]
"""
    assert ask(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("anvil.server.launch_background_task('x')", "RuntimeError: Cannot launch Background Tasks from client code."),
        ("anvil.server.get_background_task('x')", "RuntimeError: Cannot call this function from client code"),
        ("anvil.server.connect('key')", "AttributeError: connect"),
        (
            "[anvil.app.id, anvil.app.branch, anvil.app.environment.name]",
            "['services_app', 'master', 'Default environment']",
        ),
        ("anvil.app.get_server_config()", "RuntimeError: get_server_config is not available in the client"),
        ("anvil.app.get_client_config('nope')", "ValueError: Package 'nope' is not part of this app."),
        ("anvil.app.get_asset('nope')", "ValueError: Asset not found: nope"),
        ("setattr(anvil.app, 'x', 1)", "AttributeError: This object is read-only"),
        (
            "anvil.server.Capability(['x'])",
            "RuntimeError: Cannot create new Capability objects in Form code.",
        ),
        ("anvil.server.SessionExpiredError('x')", "SessionExpiredError('Session expired')"),
        ("[anvil.server.context.type, anvil.server.context.client.ip]", "['browser', None]"),
        ("anvil.server.get_api_origin() == anvil.server.get_app_origin() + '/_/api'", "True"),
        ("anvil.server.is_app_online()", "True"),
        ("isinstance(anvil.server.NoServerFunctionError('x'), anvil.server.AnvilWrappedError)", "False"),
        (
            "anvil.server.loading_indicator(5)",
            "TypeError: get_dom_node expected an anvil Component or DOM node, (got int)",
        ),
    ],
)
def test_what_only_servers_do_is_refused_in_the_page(ask: Ask, question: str, expected: str) -> None:
    assert ask(question) == expected


def test_a_new_session_has_forgotten_what_the_old_one_held(ask: Ask) -> None:
    ask("anvil.server.call('remember', 'colour', 'blue')")
    assert ask("anvil.server.call('recall', 'colour')") == "'blue'"
    assert ask("anvil.server.reset_session()") == "None"
    assert ask("anvil.server.call('recall', 'colour')") == "None"


def test_a_covered_component_is_busy_until_the_block_ends(ask: Ask) -> None:
    question = """
with anvil.server.loading_indicator(form.room, min_height=50):
    dom = anvil.js.get_dom_node(form.room)
    inside = [dom.getAttribute('aria-busy'), dom.style.minHeight, len(dom.children)]
answer = [inside, dom.getAttribute('aria-busy'), len(dom.children)]
"""
    assert ask(question) == "[['true', '50px', 1], None, 0]"


def test_rows_of_the_server_are_read_along_their_links_and_written(ask: Ask) -> None:
    question = """
anvil.server.call('fill_things', 3)
rows = anvil.server.call('things')
first = rows[0]
first['price'] = 10
answer = [len(rows), first['maker']['name'], app_tables.things.get(price=10)['name']]
"""
    assert ask(question) == "[3, 'Ada', 'thing 0']"


def test_a_page_whose_session_has_ended_is_told_until_it_begins_another(ask: Ask, page: Page) -> None:
    ask("anvil.server.call('remember', 'colour', 'blue')")
    page.context.clear_cookies()
    assert ask("anvil.server.call('add', 1)") == "SessionExpiredError: Session expired"
    page.get_by_role("button", name="Break").click()
    expect(page.get_by_role("dialog", name="Session Expired")).to_contain_text("Your session has timed out")
    page.keyboard.press("Escape")
    assert ask("anvil.server.reset_session()") == "None"
    assert ask("anvil.server.call('add', 1)") == "2"
