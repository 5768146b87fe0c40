"""10,000 contacts, 100,000 events and 100 segments: brought in by the genuine uplink, then listed, counted and kept.

What is measured in this process is the server's own time, without a line to it. `--plans` prints how the database went
about each statement.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from tests.people import made_files
from tests.people.hotel import CHOSEN, EMPTY, write_hotel_file
from tests.served import ROOT, new_folder
from tests.server_process import SERVER_KEY, ServerProcess

from .asked import Asked, opened, prepare
from .figures import LIMIT, Figure, median_figure, milliseconds, seconds_figure
from .plans import StatementLog, tell_plans
from .spent import cpu_seconds

PEOPLE = 4_000
EVENTS = 100_000
SEGMENTS = 100
ROWS_PER_SECOND = 1_500
FOLDER_OF_PEOPLE = ROOT / ".mybizz" / "cache"
IMPORTED = """
    SELECT kind, rows_done::int, extract(epoch FROM finished_at - created_at)::float8 FROM data.bulk_imports
    ORDER BY bulk_number
"""
ADD_EVENTS = """
    INSERT INTO data.contact_events (contact, event_type, event_date, event_data, user_visible, author)
    SELECT ids[1 + number %% cardinality(ids)], 'note', now() - number * interval '7 minutes',
        '{"note": "Rang."}', true, 'Bench'
    FROM (SELECT array_agg(_id) AS ids FROM data.contacts) AS everybody, generate_series(1, %s) AS number
"""


def figures(*, plans: bool = False) -> Iterator[Figure]:
    """Every figure of this page, each as soon as it is measured."""
    with new_folder() as folder:
        yield from _imports(folder)
        with _opened(folder) as asked:
            yield from _lists(asked, plans)
            yield from _work(asked, plans)


def _imports(folder: Path) -> Iterator[Figure]:
    """What the uplink brings in, in rows a second from the first to the last, told as the microseconds of a row."""
    files = folder.parent / "files"
    files.mkdir()
    people, hotel = files / "people.csv", write_hotel_file(files / "hotel.csv")
    source = next(file.path for file in made_files(FOLDER_OF_PEOPLE) if file.path.name == "google.csv")
    with source.open(encoding="utf-8-sig", newline="") as whole, people.open("w", encoding="utf-8", newline="") as part:
        csv.writer(part).writerows(islice(csv.reader(whole), PEOPLE + 1))
    chosen = [f"--map={column}={field}" for column, field in CHOSEN.items()] + [f"--empty={text}" for text in EMPTY]
    prepare(folder)
    server = ServerProcess(folder, "--auto-migrate", app=ROOT)
    try:
        spent = {
            kind: _import(server, kind, file, told)
            for kind, file, told in (("contacts", people, []), ("bookings", hotel, chosen))
        }
    finally:
        server.stop()
    for kind, rows, taken in _imported(folder):
        elapsed, computed = spent[kind]
        note = f"{rows / taken:,.0f} rows/s, {rows / elapsed:,.0f} with its start; {rows / computed:,.0f} a CPU second"
        yield Figure(f"Uplink import of {kind}, a row", taken / rows * 1e6, "µs", 1e6 / ROWS_PER_SECOND, LIMIT, note)


def _import(server: ServerProcess, kind: str, file: Path, told: Sequence[str]) -> tuple[float, float]:
    """Import a file; the seconds it took with the start of the program, and what the server computed for it."""
    command = [sys.executable, "-m", "uplink.bulk_import", kind, str(file), *told]
    command += ["--url", server.url.replace("http", "ws", 1) + "/_/uplink"]
    environment = {**os.environ, "MYBIZZ_UPLINK_KEY": SERVER_KEY}
    began, spent = time.monotonic(), cpu_seconds(server)
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    return time.monotonic() - began, cpu_seconds(server) - spent


def _imported(folder: Path) -> list[tuple[str, int, float]]:
    """Of each import: its kind, its rows, and the seconds from when it was begun until it was done."""
    with opened(folder) as asked, asked.instance.database.connection() as connection:
        return connection.execute(IMPORTED).fetchall()


@contextmanager
def _opened(folder: Path) -> Iterator[Asked]:
    with opened(folder) as asked:
        with asked.instance.database.connection() as connection:
            connection.execute(ADD_EVENTS, (EVENTS,))
            connection.execute("ANALYZE")
        yield asked


def _lists(asked: Asked, plans: bool) -> Iterator[Figure]:
    page_200 = _cursor_of_page(asked, 200)
    lists: dict[str, dict[str, Any]] = {
        "page 1": {},
        "page 200": {"cursor": page_200},
        "filtered by stage": {"filters": {"lifecycle_stage": "lost"}},
        "searched": {"filters": {"search": "smith"}},
        "by what they spent": {"sort": "total_spent", "ascending": False},
    }
    for name, arguments in lists.items():
        given = {"sort": "name", "ascending": True, **arguments}
        yield from _asked_often(asked, f"Contact list, {name}", 30, plans, "get_all_contacts", **given)
    contact_id = asked.ask("get_all_contacts", sort="total_spent", ascending=False)["contacts"][0]["contact_id"]
    with StatementLog() as log:
        asked.ask("get_contact_page", contact_id)
    yield from _asked_often(asked, "Contact page", 25, plans, "get_contact_page", contact_id)
    yield Figure("Contact page, statements", len(log.on_tables()), "", 6, LIMIT)
    yield from _asked_often(asked, "Dashboard", 100, plans, "get_dashboard")
    yield from _asked_often(asked, "Charts of the dashboard, kept", 30, plans, "get_dashboard_charts")


def _work(asked: Asked, plans: bool) -> Iterator[Figure]:
    for number in range(SEGMENTS):
        rule = {"field": "total_spent", "op": "gte", "value": 10 * number}
        name = f"Spent {10 * number}"
        segment = asked.ask("create_segment", {"name": name, "rules": {"operator": "AND", "conditions": [rule]}})
    yield from _asked_often(asked, "Segment count", 50, plans, "get_segment_count", segment["segment_id"])
    with asked.instance.database.connection() as connection:
        connection.execute("UPDATE data.contacts SET segments = NULL, lifecycle_stage = 'new'")
    yield seconds_figure(
        f"{SEGMENTS} segments refreshed, all of their people", 3, lambda: asked.run("update_segment_counts")
    )
    yield seconds_figure(f"{SEGMENTS} segments refreshed, nothing new", 3, lambda: asked.run("update_segment_counts"))
    yield seconds_figure("Lifecycle job, everybody moves", 3, lambda: asked.run("update_lifecycle_stages"))
    yield seconds_figure("Lifecycle job, nobody moves", 3, lambda: asked.run("update_lifecycle_stages"))
    yield seconds_figure("Duplicate finder", 5, lambda: asked.ask("find_duplicates"))
    yield seconds_figure("Export of all", 5, lambda: asked.ask("export_contacts"))


def _asked_often(
    asked: Asked, label: str, limit: float, plans: bool, name: str, *args: Any, **kwargs: Any
) -> Iterator[Figure]:
    yield median_figure(label, milliseconds(lambda: asked.ask(name, *args, **kwargs), 15), "ms", limit, LIMIT)
    if plans:
        with StatementLog() as log:
            asked.ask(name, *args, **kwargs)
        tell_plans(label, log, asked.instance)


def _cursor_of_page(asked: Asked, number: int) -> str:
    """The cursor of a page of the list by name, reached as a person reaches it."""
    cursor = None
    for _ in range(number - 1):
        answer = asked.ask("get_all_contacts", sort="name", ascending=True, cursor=cursor)
        cursor = answer["next_cursor"] or cursor
    return str(cursor)
