"""Values cross as Anvil documents it, and what cannot is refused with the place where it stands."""

from __future__ import annotations

import pytest

from .conftest import Ask

ARGUMENTS = "SerializationError: Cannot serialize arguments to function. "
RESULT = "SerializationError: Cannot serialize return value from function. "
ZONE = "datetime.timezone(datetime.timedelta("

ANSWERS = {
    "None and truth values stay": ("[call('one', v) for v in (None, True, False)]", "[None, True, False]"),
    "whole numbers of any size stay whole": (
        "[call('one', v) for v in (0, -1, 2**31 - 1, 2**31, -2**31, 2**53 + 1, 2**64, -10**30)]",
        (
            "[0, -1, 2147483647, 2147483648, -2147483648, 9007199254740993, 18446744073709551616, "
            "-1000000000000000000000000000000]"
        ),
    ),
    "floats stay floats": (
        "[call('kind', v) for v in (5.0, -0.0, 1e16, 1e-7, 1e300)]",
        "['float 5.0', 'float -0.0', 'float 1e+16', 'float 1e-07', 'float 1e+300']",
    ),
    "infinities and not-a-number cross": (
        "[call('one', float(v)) for v in ('inf', '-inf', 'nan')]",
        "[inf, -inf, nan]",
    ),
    "text of every script crosses": (
        r"[call('one', v) for v in ('', 'ü😀', 'nul \x00', '\u2028')]",
        r"['', 'ü😀', 'nul \x00', '\u2028']",
    ),
    "half of a surrogate pair crosses": (r"call('one', 'lone \ud800')", r"'lone \ud800'"),
    "five megabytes of text cross": ("len(call('one', 'x' * 5_000_000))", "5000000"),
    "tuples arrive as lists": ("call('kind', (1, (2, 3)))", "'list [1, [2, 3]]'"),
    "named tuples arrive as lists": (
        "import collections\ncall('kind', collections.namedtuple('P', 'x y')(1, 2))",
        "'list [1, 2]'",
    ),
    "dicts keep their keys": (
        "call('one', {'': 1, 'x/y': 2, ':k': 3, 'ü': {'b': [None, {}]}})",
        "{'': 1, 'x/y': 2, ':k': 3, 'ü': {'b': [None, {}]}}",
    ),
    "subclasses of plain types arrive plain": (
        (
            "import collections, enum\n"
            "sent = (collections.OrderedDict(a=1), enum.IntEnum('E', 'a').a, enum.StrEnum('S', 'b').b)\n"
            "[call('kind', v) for v in sent]"
        ),
        """["dict {'a': 1}", 'int 1', "str 'b'"]""",
    ),
    "what was sent is a copy": (
        "sent = {'list': [1]}\ngot = call('one', sent)\ngot['list'].append(2)\nsent",
        "{'list': [1]}",
    ),
    "three hundred levels of lists cross": (
        "x = 0\nfor _ in range(300): x = [x]\ncall('one', x) == x",
        "True",
    ),
    "six hundred levels of lists cross": (
        "x = 0\nfor _ in range(600): x = [x]\ncall('one', x) == x",
        "True",
    ),
    "endless nesting is an error": ("x = []\nx.append(x)\nerror_of(lambda: call('one', x))[:14]", "'RecursionError'"),
    "dates cross": ("call('one', datetime.date(2024, 2, 29))", "datetime.date(2024, 2, 29)"),
    "datetimes keep their offset": (
        f"call('one', datetime.datetime(2024, 1, 31, 12, 1, 2, 345678, tzinfo={ZONE}hours=5, minutes=30))))",
        "datetime.datetime(2024, 1, 31, 12, 1, 2, 345678, tzinfo=<anvil.tz.tzoffset (5.5 hour offset)>)",
    ),
    "naive datetimes get the zone of where they were sent": (
        "call('one', datetime.datetime(2024, 1, 31, 12)).tzinfo is not None",
        "True",
    ),
    "seconds of an offset are cut off": (
        f"call('one', datetime.datetime(1900, 1, 1, tzinfo={ZONE}seconds=21208)))).utcoffset()",
        "datetime.timedelta(seconds=21180)",
    ),
    "odd negative offsets go wrong as in Anvil's library": (
        f"call('kind', datetime.datetime(2024, 1, 31, tzinfo={ZONE}hours=-4, minutes=-45))))",
        "'datetime datetime.datetime(2024, 1, 31, 0, 0, tzinfo=<anvil.tz.tzoffset (-4.25 hour offset)>)'",
    ),
    "the first year crosses": (
        "call('one', datetime.datetime(1, 1, 1, tzinfo=datetime.timezone.utc)).isoformat()",
        "'0001-01-01T00:00:00+00:00'",
    ),
    "bytes are refused": ("call('one', b'x')", ARGUMENTS + "Cannot serialize <class 'bytes'> object at msg['args'][0]"),
    "sets are refused where they are": (
        "call('echo', 1, a=[{'k': {1}}])",
        ARGUMENTS + "Cannot serialize <class 'set'> object at msg['kwargs']['a'][0]['k']",
    ),
    "keys that are not text are refused": (
        "call('one', {1: 2})",
        ARGUMENTS + "Cannot serialize dictionaries with keys that aren't strings at msg['args'][0][1]",
    ),
    "keys of several kinds cannot be sorted": (
        "call('one', {'a': 1, 2: 3})",
        "TypeError: '<' not supported between instances of 'int' and 'str'",
    ),
    "times are refused": (
        "call('one', datetime.time(1))",
        ARGUMENTS + "Cannot serialize <class 'datetime.time'> object at msg['args'][0]",
    ),
    "spans of time are refused": (
        "call('one', datetime.timedelta(1))",
        ARGUMENTS + "Cannot serialize <class 'datetime.timedelta'> object at msg['args'][0]",
    ),
    "a function that returns bytes fails": (
        "call('make', '[b\"x\"]')",
        RESULT + "Cannot serialize <class 'bytes'> object at msg['response'][0]",
    ),
    "a function that returns a generator fails": (
        "call('make', '(i for i in ())')",
        RESULT + "Cannot serialize <class 'generator'> object at msg['response']",
    ),
    "a function that returns other keys than text fails": (
        "call('make', '{\"a\": {5: 1}}')",
        RESULT + "Cannot serialize dictionaries with keys that aren't strings at msg['response']['a'][5]",
    ),
    "a function that returns keys of several kinds fails": (
        "wrapped(lambda: call('make', '{\"a\": 1, 2: 3}'))[:3]",
        "['AnvilWrappedError', \"'<' not supported between instances of 'int' and 'str'\", 'TypeError']",
    ),
    "an object of a class that is not portable is refused": (
        "call('make_unregistered')",
        RESULT + "Cannot serialize <class 'calls_app.things.Unregistered'> object at msg['response']",
    ),
}


@pytest.mark.parametrize("behaviour", ANSWERS)
def test_values(ask: Ask, behaviour: str) -> None:
    asked, answer = ANSWERS[behaviour]
    assert ask(asked) == answer
