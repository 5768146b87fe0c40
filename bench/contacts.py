"""Starting, memory, importing 10,000 people and listing them: over the page's own wire, without a browser."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

from tests.people import FileFacts, expected_outcomes, made_files
from tests.processes import resident_mebibytes, server_process
from tests.served import OWNER, PASSWORD, ROOT, Served, new_folder, served
from tests.visitor import Visitor

from . import many_contacts
from .figures import LIMIT, Figure, median_figure, milliseconds
from .statements import count_statements

LIST_ARGUMENTS = {"filters": {}, "sort": "name", "ascending": True, "cursor": None, "page_size": 50}
SEARCH_ARGUMENTS = {**LIST_ARGUMENTS, "filters": {"search": "nkosi"}}


def figures(*, plans: bool = False) -> Iterator[Figure]:
    """Every figure of this page, each as soon as it is measured."""
    yield from many_contacts.figures(plans=plans)
    with new_folder() as folder:
        with served(folder) as first:
            pass
        yield Figure("First run with packages there, to serving", first.seconds_to_serving, "s", 60, LIMIT)
        with served(folder) as second:
            yield Figure("Second run, to serving", second.seconds_to_serving, "s", 4, LIMIT)
            server = server_process(second.launcher.pid)
            time.sleep(2)
            yield Figure("Server memory with demo data", resident_mebibytes(server), "MB", 150, LIMIT)
            yield from _with_people(second)
            yield Figure("Server memory after importing 10,000", resident_mebibytes(server), "MB", 150, LIMIT)


def _with_people(instance: Served) -> Iterator[Figure]:
    file = made_files(ROOT / ".mybizz" / "cache")[0]
    with Visitor(instance.origin) as visitor:
        visitor.sign_in(OWNER, PASSWORD)
        yield _import(visitor, file)
        yield from list_figures(visitor, instance)


def _import(visitor: Visitor, file: FileFacts) -> Figure:
    started = time.monotonic()
    done = visitor.wait_for_import(visitor.import_file(file.path))
    seconds = time.monotonic() - started
    expected = expected_outcomes([file])[0]
    counted = (done["created_count"], done["updated_count"], done["skipped_count"])
    if counted != (expected.created, expected.updated, expected.skipped):
        raise RuntimeError(f"the import counted {counted}, and {expected} is right: {json.dumps(done, default=str)}")
    return Figure(f"Import of {file.rows:,} rows", seconds, "s", 20, LIMIT)


def list_figures(visitor: Visitor, instance: Served) -> Iterator[Figure]:
    """The contact list of 10,000: round trips on loopback, so the server's own time is less."""
    for name, arguments in (("Contact list of 10,000", LIST_ARGUMENTS), ("Search in 10,000", SEARCH_ARGUMENTS)):
        taken = milliseconds(lambda arguments=arguments: visitor.must("get_all_contacts", **arguments), 30)
        yield median_figure(f"{name}, callable with its round trip", taken, "ms", 30, LIMIT)
        statements = count_statements(
            instance.folder, lambda arguments=arguments: visitor.must("get_all_contacts", **arguments)
        )
        yield Figure(f"{name}, SQL statements of the app's tables", len(statements), "", 3, LIMIT)
