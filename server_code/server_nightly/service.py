"""Starting each nightly task once for each local date, however many servers look."""

from __future__ import annotations

import anvil.server
import anvil.tables as tables
from anvil.tables import app_tables

from ..server_shared.clock import utc_now
from ..server_shared.config import business_zone
from .rules import due_tasks


@tables.in_transaction
def start_due_tasks() -> list[str]:
    """Launch what is due by the business's clocks and note the date; the names.

    Of two that look at once, the transaction lets one through. On the embedded server the launch is part of it.
    """
    now, zone = utc_now(), business_zone()
    rows = {row["task_name"]: row for row in app_tables.nightly_runs.search()}
    due = due_tasks(now, zone, {name: row["local_date"] for name, row in rows.items()})
    for name in due:
        ran = {"local_date": now.astimezone(zone).date(), "started_at": now}
        if name in rows:
            rows[name].update(**ran)
        else:
            app_tables.nightly_runs.add_row(task_name=name, **ran)
        anvil.server.launch_background_task(name)
    return due
