"""Transactions: what they keep, what they undo, what they say."""

from __future__ import annotations

import threading

import pytest

from .conftest import EMPTY_ALL, Ask

ANSWERS = {
    "an exception undoes everything": (
        (
            "@in_transaction\ndef add():\n    app_tables.people.add_row(name='x')\n    raise ValueError('no')\n"
            "[error_of(add), len(app_tables.people.search())]"
        ),
        "['ValueError: no', 0]",
    ),
    "abort undoes everything": (
        (
            "with tables.Transaction() as transaction:\n    app_tables.people.add_row(name='x')\n"
            "    seen = len(app_tables.people.search())\n    transaction.abort()\n"
            "[seen, len(app_tables.people.search())]"
        ),
        "[1, 0]",
    ),
    "a row goes on showing what was undone": (
        (
            "row = app_tables.people.add_row(name='a')\n"
            "with tables.Transaction() as transaction:\n    row['name'] = 'b'\n    transaction.abort()\n"
            "[row['name'], fresh(row)['name']]"
        ),
        "['b', 'a']",
    ),
    "transactions do not nest": (
        "@in_transaction\ndef inner():\n    pass\n@in_transaction\ndef outer():\n    inner()\nouter()",
        "TableError: You already have a transaction open here",
    ),
    "a refused value does not end it": (
        (
            "@in_transaction\ndef add():\n    app_tables.people.add_row(name='a')\n"
            "    said = error_of(lambda: app_tables.people.add_row(name=5))\n    app_tables.people.add_row(name='b')\n"
            "    return said\n[add(), names(app_tables.people.search())]"
        ),
        "[\"TableError: Column 'name' is a string - cannot set it to a number\", ['a', 'b']]",
    ),
    "an error of the database does": (
        (
            "@in_transaction\ndef add():\n    app_tables.people.add_row(name='a')\n"
            "    error_of(lambda: app_tables.people.search(name=q.full_text_match('a b', raw=True)))\n"
            "    app_tables.people.add_row(name='b')\n[error_of(add), len(app_tables.people.search())]"
        ),
        (
            "['TableError: Internal database error: ERROR: current transaction is aborted, commands ignored until "
            "end of transaction block', 0]"
        ),
    ),
    "a conflict is tried again": (
        (
            "tried = []\n@in_transaction(relaxed=True)\ndef conflict():\n    tried.append(1)\n    if len(tried) < 3:\n"
            "        raise tables.TransactionConflict({'type': 'anvil.tables.TransactionConflict', 'message': ''})\n"
            "conflict()\nlen(tried)"
        ),
        "3",
    ),
    "there is none to end": (
        "anvil.server.call('anvil.private.tables.close_transaction', False)",
        "AnvilWrappedError: No transaction currently running",
    ),
}


@pytest.mark.parametrize("behaviour", ANSWERS)
def test_answers(ask: Ask, behaviour: str) -> None:
    asked, answer = ANSWERS[behaviour]
    assert ask(asked) == answer


COUNT_UP = """
row = app_tables.people.get(name='counter')
@in_transaction
def add_one():
    counter = app_tables.people.get(name='counter')
    counter['age'] = counter['age'] + 1
for _ in range(10):
    add_one()
None
"""


def test_two_that_count_at_once_lose_no_count(module: Ask, uplink: Ask) -> None:
    module(EMPTY_ALL)
    module("app_tables.people.add_row(name='counter', age=0)")
    said: list[str] = []
    threads = [threading.Thread(target=lambda ask=ask: said.append(ask(COUNT_UP))) for ask in (module, uplink)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert said == ["None", "None"]
    assert module("app_tables.people.get(name='counter')['age']") == "20"
