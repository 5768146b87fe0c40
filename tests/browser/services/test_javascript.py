"""``anvil.js``: JavaScript's objects in Python, Python's functions in JavaScript, and what is thrown between them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import ANSWER, Ask

PARSED = 'x = anvil.js.window.JSON.parse(\'{"a": [1, {"b": null}]}\')\n'


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("x", "proxyobject({'a': proxylist([1, proxyobject({'b': None})])})"),
        ("[x.a[0], x['a'][1].b, len(x.a), 'a' in x, x.keys(), x.get('z', 3)]", "[1, None, 2, True, ['a'], 3]"),
        ("x.z", "AttributeError: 'proxyobject' object has no attribute 'z'"),
        ("x['z']", "LookupError: z"),
        ("list(x)", "TypeError: proxyobject({'a': proxylist([1, proxyobject({'b': None})])}) is not iterable"),
        ("anvil.server.call('echo', x)", "[[{'a': [1, {'b': None}]}], {}]"),
        ("anvil.server.call('echo', anvil.js.window)", "TypeError: cannot serialize <Window proxyobject>"),
        ("isinstance(x, anvil.js.ProxyType) and isinstance(x.a, list)", "True"),
        ("anvil.js.window.Date", "<proxyclass 'Date'>"),
        ("anvil.js.window.Date(0).toISOString()", "'1970-01-01T00:00:00.000Z'"),
        ("anvil.js.new(anvil.js.window.Date, 0)", "<Date proxyobject>"),
        ("anvil.js.new(5)", "TypeError: expected a proxy object as the first argument not int"),
        ("anvil.js.window.document.createElement('p').nodeName", "'P'"),
        ("anvil.js.window.Uint8Array([1, 2])", "b'\\x01\\x02'"),
        ("anvil.js.window.JSON.stringify([None, True, {'a': (1, 2.5)}])", "'[null,true,{\"a\":[1,2.5]}]'"),
        ("anvil.js.window.Array(1, 2, 3).map(lambda n, *rest: n * 2)", "proxylist([2, 4, 6])"),
        ("anvil.js.call('Math.max', 1, 5)", "5"),
        ("anvil.js.call('added', 'a', 'b')", "'ab'"),
        ("anvil.js.call_js('later', 5)", "[5, {'deep': 5}]"),
        ("anvil.js.window.later(5)[1]", "proxyobject({'deep': 5})"),
        ("anvil.js.window.thrower()", "ExternalError: RangeError: from the page"),
        ("anvil.js.call('nope')", "NameError: Could not find global JS function 'nope'."),
        ("anvil.js.call('location.href')", "TypeError: location.href is not callable, got string"),
        ("anvil.js.get_dom_node(5)", "TypeError: get_dom_node expected an anvil Component or DOM node, (got int)"),
        ("anvil.js.get_dom_node(form).contains(anvil.js.get_dom_node(form.room))", "True"),
        ("anvil.js.await_promise(anvil.js.window.Promise.resolve({'a': 1})).a", "1"),
        ("anvil.js.await_promise(5)", "5"),
        ("anvil.js.to_media(anvil.js.window.Uint8Array([1]), 'text/x', 'n').name", "'n'"),
    ],
)
def test_an_object_of_javascript_answers_as_anvil_has_it(ask: Ask, question: str, expected: str) -> None:
    assert ask(f"{PARSED}answer = {question}") == expected


def test_a_list_of_javascript_is_the_array_itself(ask: Ask) -> None:
    question = PARSED + "x.a.append(5)\nx.a.push(6)\nx.b = (1, 2)\nanswer = [x.a.length, x.a[2:], x.b]"
    assert ask(question) == "[4, [5, 6], proxylist([1, 2])]"


def test_what_javascript_throws_is_an_external_error(ask: Ask) -> None:
    question = """
try:
    anvil.js.window.Promise.reject(anvil.js.window.TypeError('no'))
except anvil.js.ExternalError as error:
    answer = [str(error), error.original_error.message]
"""
    assert ask(question) == "['TypeError: no', 'no']"


def test_an_exception_passes_through_javascript_as_itself(ask: Ask) -> None:
    question = """
def fail(*args):
    raise KeyError('mine')
try:
    anvil.js.window.Array(1, 2).map(fail)
except KeyError as error:
    answer = ['caught', error.args]
"""
    assert ask(question) == "['caught', ('mine',)]"


def test_a_callback_may_wait_and_its_listener_can_be_taken_away(ask: Ask) -> None:
    question = """
import time
sums = []
def clicked(event):
    sums.append(anvil.server.call('add', len(sums)) if event == 'from a timer' else event.type)
node = anvil.js.get_dom_node(form.room)
node.addEventListener('click', clicked)
node.click()
anvil.js.window.setTimeout(clicked, 0, 'from a timer')
time.sleep(0.5)
node.removeEventListener('click', clicked)
node.click()
time.sleep(0.1)
answer = sums
"""
    assert ask(question) == "['click', 2]"


def test_an_object_of_python_comes_back_as_itself(ask: Ask) -> None:
    question = (
        "point = Point(1, 2)\nanvil.js.window.kept = {'point': point}\nanswer = anvil.js.window.kept.point is point"
    )
    assert ask(question) == "True"


def test_names_of_the_window_can_be_imported(ask: Ask) -> None:
    question = "from anvil.js.window import document\nfrom anvil.js import window\nanswer = window.document == document"
    assert ask(question) == "True"


def test_an_exception_of_a_callback_that_nobody_catches_is_told(ask: Ask, page: Page) -> None:
    ask("answer = anvil.js.window.setTimeout(lambda: 1 / 0, 0) > 0")
    dialog = page.get_by_role("dialog", name="Something went wrong")
    expect(dialog).to_contain_text("noted under")
    dialog.get_by_role("button", name="OK").click()
    expect(page.locator(ANSWER)).to_have_text("True")


def test_the_apps_handler_gets_what_javascript_threw(ask: Ask) -> None:
    question = """
import time
seen = []
anvil.set_default_error_handling(lambda error: seen.append(type(error).__name__))
anvil.js.window.setTimeout(lambda: 1 / 0, 0)
anvil.js.window.Promise(lambda resolve, reject: reject(anvil.js.window.Error('left alone')))
time.sleep(0.3)
anvil.set_default_error_handling(None)
answer = sorted(seen)
"""
    assert ask(question) == "['ExternalError', 'ZeroDivisionError']"


def test_the_app_starts_when_what_it_waits_for_has_come(ask: Ask) -> None:
    assert ask("kept['waited']") == "True"
