"""Data tables, through Anvil's own library in the server's process, beside what the stock server does.

The column that orders has an index in ``database.yaml``; those searched by value get theirs by being searched.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from app_server.instance import open_instance
from app_server.memory import spare_what_stays
from app_server.rpc import dispatch
from app_server.rpc.call import Call
from app_server.settings import Settings
from tests.served import new_folder

from .figures import STOCK, Figure, median_figure, milliseconds

ROWS = 10_000
# The better end of what was measured on the stock server; rows per second are given as milliseconds per row.
STOCK_MILLISECONDS = {
    "add_row, one by one in a transaction": 1000 / 642,
    "add_row, one by one": 1000 / 515,
    "add_rows, 1,000 in one call": 1_000_000 / 3300,
    "equality search, 50 of 10,000, 8 columns": 9.5,
    "len(search()) over 10,000": 16,
    "order_by with an index, first 50 of 10,000": 39,
    "iterate all 10,000 rows": 1700,
    "get(column=value)": 1.4,
    "update, one by one": 1000 / 597,
    "update, one by one in a transaction": 1000 / 866,
    "batch_update, 1,000 rows": 1_000_000 / 5100,
}
AT_LEAST = {
    "add_rows, 1,000 in one call": 1,
    "equality search, 50 of 10,000, 8 columns": 4,
    "len(search()) over 10,000": 8,
    "order_by with an index, first 50 of 10,000": 15,
    "iterate all 10,000 rows": 5,
}
AT_LEAST_ANYTHING = 3
SHORT_MILLISECONDS = 5

# What is measured, how often, and how many rows one run counts for.
Measurement = tuple[str, Callable[[], object], int, int]

COLUMNS = {
    "key": "string", "group": "string", "name": "string", "text": "string",
    "amount": "number", "done": "bool", "at": "datetime", "more": "simpleObject",
}  # fmt: skip


def figures() -> Iterator[Figure]:
    """Every figure of this page, each as soon as it is measured."""
    with new_folder() as folder:
        app_dir = _app_folder(folder.parent / "app")
        instance = open_instance(Settings(app_dir=app_dir, data_dir=folder, auto_migrate=True))
        try:
            call = Call(instance, instance.sessions.new(), "server_module", trusted=True)
            spare_what_stays()
            with dispatch.serving(call):
                yield from _measured()
        finally:
            instance.close()
            shutil.rmtree(app_dir)


def _measured() -> Iterator[Figure]:
    from anvil.tables import app_tables

    table = app_tables.things
    yield from _timed(_additions(table))
    table.delete_all_rows()
    for start in range(0, ROWS, 1000):
        table.add_rows([_row(number) for number in range(start, start + 1000)])
    yield from _timed(_reads(table))
    yield from _timed(_updates(list(table.search()[:1000])))


def _timed(measurements: list[Measurement]) -> Iterator[Figure]:
    for name, action, times, per in measurements:
        stock = STOCK_MILLISECONDS[name]
        unit, scale = ("ms", 1) if stock > SHORT_MILLISECONDS else ("µs", 1000)
        taken = [value * scale / per for value in milliseconds(action, times)]
        yield median_figure(name, taken, unit, stock * scale, STOCK, at_least=AT_LEAST.get(name, AT_LEAST_ANYTHING))


def _row(number: int) -> dict[str, Any]:
    return {
        "key": f"key-{number}",
        "group": f"group-{number % (ROWS // 50)}",
        "name": f"Nomvula van der Merwe {number}",
        "text": "Called about the order; sends the papers on Friday. " * 3,
        "amount": number / 4,
        "done": number % 2 == 0,
        "at": datetime(2026, 1, 1, 12, number % 60, tzinfo=UTC),
        "more": {"colour": "green", "sizes": [1, 2, 3]},
    }


def _additions(table: Any) -> list[Measurement]:
    from anvil.tables import in_transaction

    def one_by_one() -> None:
        for number in range(100):
            table.add_row(**_row(number))

    def many() -> None:
        table.add_rows([_row(number) for number in range(1000)])

    return [
        ("add_row, one by one in a transaction", in_transaction(one_by_one), 7, 100),
        ("add_row, one by one", one_by_one, 7, 100),
        ("add_rows, 1,000 in one call", many, 7, 1),
    ]


def _reads(table: Any) -> list[Measurement]:
    from anvil.tables import order_by

    return [
        (
            "equality search, 50 of 10,000, 8 columns",
            lambda: [dict(row) for row in table.search(group="group-7")],
            30,
            1,
        ),
        ("len(search()) over 10,000", lambda: len(table.search()), 30, 1),
        (
            "order_by with an index, first 50 of 10,000",
            lambda: list(table.search(order_by("name", ascending=False))[:50]),
            30,
            1,
        ),
        ("iterate all 10,000 rows", lambda: [row["name"] for row in table.search()], 5, 1),
        ("get(column=value)", lambda: table.get(key="key-5000"), 50, 1),
    ]


def _updates(rows: list[Any]) -> list[Measurement]:
    from anvil.tables import batch_update, in_transaction

    def one_by_one() -> None:
        for row in rows[:100]:
            row.update(amount=time.monotonic(), done=True)

    def batch() -> None:
        with batch_update:
            for row in rows:
                row.update(amount=time.monotonic(), done=True)

    return [
        ("update, one by one", one_by_one, 7, 100),
        ("update, one by one in a transaction", in_transaction(one_by_one), 7, 100),
        ("batch_update, 1,000 rows", batch, 7, 1),
    ]


def _app_folder(folder: Path) -> Path:
    """An app that has one table of eight columns and nothing else."""
    columns = [{"name": name, "type": type_} for name, type_ in COLUMNS.items()]
    manifest = {
        "name": "measured",
        "package_name": "measured",
        "services": [{"source": "/runtime/services/tables.yml", "client_config": {"enable_v2": True}}],
        "db_schema": {"things": {"title": "Things", "client": "none", "server": "full", "columns": columns}},
    }
    folder.mkdir()
    (folder / "anvil.yaml").write_text(yaml.safe_dump(manifest))
    indexes = [{"name": "things_by_name", "columns": ["name"]}]
    (folder / "database.yaml").write_text(yaml.safe_dump({"things": {"indexes": indexes}}))
    return folder
