"""What a caller is told when a function is not there, does not take its arguments, or raises."""

from __future__ import annotations

import pytest

from .conftest import Ask

SEVERAL = "Did you pass keyword arguments as positional arguments, or vice versa?"

# The class that is caught, its text, and the type that the server named.
RAISED = {
    "call('nope')": (
        "NoServerFunctionError",
        'No server function matching "nope" has been registered',
        "anvil.server.NoServerFunctionError",
    ),
    "call('anvil.private.nope')": (
        "NoServerFunctionError",
        'No server function matching "anvil.private.nope" has been registered',
        "anvil.server.NoServerFunctionError",
    ),
    "call('unnamed')": (
        "NoServerFunctionError",
        'No server function matching "unnamed" has been registered',
        "anvil.server.NoServerFunctionError",
    ),
    "call('one')": ("AnvilWrappedError", "one() missing 1 required positional argument: 'value'", "TypeError"),
    "call('one', 1, 2)": ("AnvilWrappedError", "one() takes 1 positional argument but 2 were given", "TypeError"),
    "call('one', other=1)": ("AnvilWrappedError", "one() got an unexpected keyword argument 'other'", "TypeError"),
    "call('anvil.private.echo', 1, 2)": (
        "AnvilWrappedError",
        f"Wrong number of arguments (2) passed to anvil.private.echo(). {SEVERAL}",
        "TypeError",
    ),
    "call('run', 'raise ValueError(\"no\")')": ("AnvilWrappedError", "no", "ValueError"),
    "call('run', 'raise ValueError')": ("AnvilWrappedError", "", "ValueError"),
    "call('run', 'raise ValueError(1, 2)')": ("AnvilWrappedError", "(1, 2)", "ValueError"),
    "call('run', '1 / 0')": ("AnvilWrappedError", "division by zero", "ZeroDivisionError"),
    "call('run', '{}[\"k\"]')": ("KeyError", "\"'k'\"", None),
    "call('run', 'raise IndexError(5)')": ("AnvilWrappedError", "5", "IndexError"),
    "call('run', 'x = (')": ("AnvilWrappedError", "'(' was never closed (<string>, line 1)", "SyntaxError"),
    "call('run', 'raise SystemExit(3)')": ("AnvilWrappedError", "3", "SystemExit"),
    "call('leave')": ("AnvilWrappedError", "bye", "SystemExit"),
    "call('run', 'raise BaseException(\"b\")')": ("AnvilWrappedError", "b", "BaseException"),
    "call('run', 'assert 1 == 2')": ("AnvilWrappedError", "", "AssertionError"),
    "call('run', 'import nothing_here')": (
        "AnvilWrappedError",
        "No module named 'nothing_here'",
        "ModuleNotFoundError",
    ),
    "call('run', 'raise OSError(2, \"gone\", \"f.txt\")')": (
        "AnvilWrappedError",
        "[Errno 2] gone: 'f.txt'",
        "FileNotFoundError",
    ),
    "call('')": ("Exception", "Expected one of fn_name or live_object", None),
    "call('run', 'raise KeyboardInterrupt')": ("AnvilWrappedError", "", "KeyboardInterrupt"),
    "call('run', 'raise TimeoutError(\"late\")')": ("AnvilWrappedError", "late", "TimeoutError"),
    "call('run', 'raise anvil.server.TimeoutError(\"late\")')": ("TimeoutError", "late", None),
    "call('run', 'raise anvil.server.PermissionDenied(\"no\")')": ("PermissionDenied", "no", None),
    "call('run', 'raise anvil.server.AnvilWrappedError(\"w\")')": ("AnvilWrappedError", "w", None),
    "call('sold_out')": ("SoldOut", "None left", "shop.SoldOut"),
    "call('untyped')": ("AnvilWrappedError", "What?", None),
    "call('refused')": ("AnvilWrappedError", "Not you", "anvil.server.Refused"),
    "call('relay', 'sold_out')": ("SoldOut", "None left", "shop.SoldOut"),
    "call('relay', 'refused')": ("AnvilWrappedError", "Not you", "anvil.server.Refused"),
    "call('relay', 'run', '{}[\"k\"]')": ("KeyError", "\"'k'\"", None),
    "call('relay', 'run', 'raise ValueError(\"v\")')": ("AnvilWrappedError", "v", "ValueError"),
    "call('one', Fussy())": ("AnvilWrappedError", "not today", "ValueError"),
    "call('again', 11)": (
        "AnvilWrappedError",
        "Too many nested anvil.server.call()s",
        "anvil.server.StackOverflow",
    ),
    "call('run', 'anvil.server.session[\"x\"] = object()')": (
        "SerializationError",
        (
            "Tried to store illegal value in a anvil.server.session. "
            "Cannot serialize <class 'object'> object at msg['session']['x']"
        ),
        None,
    ),
    'call(\'run\', \'anvil.server.session["x"] = anvil.BlobMedia("a", b"b")\')': (
        "AnvilWrappedError",
        "Cannot save DataMedia objects in anvil.server.session",
        "Exception",
    ),
}


@pytest.mark.parametrize("asked", RAISED)
def test_what_is_caught(ask: Ask, asked: str) -> None:
    assert ask(f"wrapped(lambda: {asked})[:3]") == repr(list(RAISED[asked]))


def test_the_servers_own_functions_pass_over_keywords_that_they_do_not_know(ask: Ask) -> None:
    assert ask("call('anvil.private.echo', 1, x=2)") == "1"


def test_a_function_is_called_by_a_text(ask: Ask) -> None:
    assert ask("call(5)") == "TypeError: first argument to anvil.server.call() must be as str, got 'int'"


def test_a_name_may_be_another_or_a_pattern(ask: Ask) -> None:
    assert ask("[call('named otherwise'), call('pattern_12')]") == "['unnamed', 'patterned']"
    assert "No server function" in ask("call('pattern_')")


@pytest.mark.parametrize("name", ["task:count", "http:/x", "route:/x"])
def test_functions_of_other_kinds_are_not_for_clients(client: Ask, uplink: Ask, name: str) -> None:
    refusal = f'PermissionDenied: Cannot call scoped server function "{name}" from client code'
    assert client(f"call({name!r})") == refusal
    assert uplink(f"call({name!r})").startswith("NoServerFunctionError")


def test_trusted_code_sees_where_the_app_failed_and_nothing_of_the_server(uplink: Ask, client: Ask) -> None:
    asked = "try: call('untyped')\nexcept Exception as error: trace = error.error_obj['trace']\ntrace"
    [[file, line]] = eval(uplink(asked))
    assert (file, line > 0) == ("calls_app/functions.py", True)
    assert client(asked) == "[]"


def test_an_uplinks_call_that_takes_too_long_is_given_up(uplink: Ask) -> None:
    assert uplink("call('slow', 4)") == "TimeoutError: Server code took too long"
    assert uplink("call('slow', 0)") == "'done'"


def test_ten_functions_may_call_one_another(uplink: Ask) -> None:
    assert uplink("call('again', 9)") == "0"
    assert uplink("call('again', 10)").startswith("AnvilWrappedError: Too many nested")
