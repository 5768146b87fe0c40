"""A server process for the tests to kill: ``worker_process.py DATA_DIR COMMAND …``.

``launch NAME SECONDS`` and ``begin TASK_ID`` wait in the middle of a task; ``close NAME SECONDS`` stops in good order
there; ``watch TASK_ID`` says how the task ended; ``stop`` does nothing.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from app_server.instance import open_instance
from tests.integration.services.conftest import settings_for


def main(data_dir, command, *rest):
    instance = open_instance(settings_for(Path(data_dir)))
    instance.start()
    tasks = instance.tasks
    if command == "stop":
        instance.close()
        return
    if command in ("launch", "close"):
        task_id = tasks.launch(rest[0], (float(rest[1]),))
        while task_id not in tasks.running:
            time.sleep(0.01)
        print(task_id, flush=True)
        if command == "close":
            instance.close()
            return
        time.sleep(60)
    started = time.monotonic()
    while tasks.running or not tasks.records.find(rest[0]).status:
        if command == "begin" and tasks.running:
            print("running", flush=True)
            time.sleep(60)
        assert time.monotonic() - started < 30
        time.sleep(0.02)
    record = tasks.records.find(rest[0])
    print(record.status, record.attempts, (record.error or {}).get("message"), flush=True)
    instance.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
