"""Client code is held to the stock server's browser Python."""

from __future__ import annotations

import pytest

from launcher.lint.client_python import check_client_python
from tests.unit.lint.conftest import MakeSource

REFUSED = {
    "if (n := 3): pass": "3.7",
    "def f(a, /): pass": "3.7",
    "match 1:\n    case 1: pass": "3.7",
    "import dataclasses": "not in the browser's Python",
    "import enum": "not in the browser's Python",
    "from decimal import Decimal": "not in the browser's Python",
    "from collections.abc import Iterable": "collections.abc",
    "import psycopg": "nowhere in the browser",
    "async def f(): pass": "async is not",
    "x = 1\nprint(f'{x=}')": "Python",
    "x = 1\nprint(f'{x = !r:>9}')": "Python",
    "def f(*names):\n    for name in names:\n        yield name": "f() yields",
    "'abc'.removeprefix('a')": "removeprefix() is not",
    "'abc'.casefold()": "casefold() is not",
    "def f():\n    n = 1\n    def g():\n        nonlocal n\n        n = 2": "nonlocal is not",
    "try:\n    pass\nexcept OSError:\n    pass": "OSError is not",
    "'{:,.{}f}'.format(1, 2)": "filling in",
    "'For {{{{{}}}}}'.format(1)": "filling in",
    "import time\ntime.monotonic()": "time.monotonic is not",
    "from string import Template": "string.Template is not",
    "from m3.components import DatePicker": "not in Anvil's theme",
    "from m3._Components.DatePicker import DatePicker": "not in Anvil's theme",
}
ALLOWED = [
    "import json, re, datetime",
    "from collections import OrderedDict",
    "from anvil import alert\nimport anvil.server\nfrom m3.components import Button",
    "from m3._Components.TextInput.TextBox import TextBox",
    "from ..shared import server_calls",
    "from ._anvil_designer import LoginFormTemplate",
    "name = 'x'\ntext = f'{name!r}'",
    "n = 3\ntext = f'{n == 3} {n:>5} {n!r}' + f'n={n}'",
    "def f(*names):\n    def g():\n        yield 1\n    return list(g())",
    "text = 'Hello {{first_name|there}}' + '{:,.2f} {} {name}'.format(1, 2, name=3)",
    "import copy, textwrap, time\ntime.sleep(1)",
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_the_browser_does_not_know_is_found(source: MakeSource, text: str) -> None:
    (finding, *_) = check_client_python([source("client_code/auth/LoginForm/__init__.py", text)])
    assert REFUSED[text] in finding.text


@pytest.mark.parametrize("text", ALLOWED)
def test_what_the_browser_knows_passes(source: MakeSource, text: str) -> None:
    assert list(check_client_python([source("client_code/auth/LoginForm/__init__.py", text)])) == []
