"""A business opened in this process and asked as its owner's browser asks it: the server's own time, without a line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app_server.instance import Instance, open_instance
from app_server.memory import spare_what_stays
from app_server.rpc import dispatch
from app_server.rpc.call import Call
from app_server.services.background_tasks import task_state
from app_server.settings import Settings
from tests.served import OWNER, PASSWORD, ROOT

SECRETS = {"encryption_key": "b" * 43 + "="}


class Asked:
    """The instance, asked as the owner's browser asks it."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._session = instance.sessions.new()

    def ask(self, name: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What a callable answers. Raises RuntimeError when it refuses."""
        call = Call(self.instance, self._session, "browser", trusted=False)
        answer = self.instance.threads.submit(dispatch.serve, call, name, args, kwargs).result()
        if not answer["success"]:
            raise RuntimeError(f"{name} answered {answer}")
        return dict(answer)

    def run(self, task: str, *args: Any) -> None:
        """Run a background task to its end."""
        call = Call(self.instance, self.instance.sessions.new(), "background_task", trusted=True, task_id="bench")

        def run() -> None:
            task_state.begin(lambda state: None)
            dispatch.serve(call, f"task:{task}", args, {})

        self.instance.threads.submit(run).result()

    def inside(self, work: Callable[[], Any]) -> Any:
        """What a function gives that is called as the app's own code calls."""
        call = Call(self.instance, self.instance.sessions.new(), "server_module", trusted=True)

        def run() -> Any:
            with dispatch.serving(call):
                return work()

        return self.instance.threads.submit(run).result()


def prepare(folder: Path) -> None:
    """Make the business's database."""
    command = ["-m", "app_server", "launch", "prepare_instance", "--app", ROOT, "--data-dir", folder, "--auto-migrate"]
    subprocess.run([sys.executable, *command], cwd=ROOT, check=True, capture_output=True)


@contextmanager
def opened(folder: Path, secrets: Mapping[str, str] = SECRETS) -> Iterator[Asked]:
    """The business in ``folder`` with its owner signed in, and bookings and marketing switched on."""
    instance = open_instance(Settings(app_dir=ROOT, data_dir=folder, auto_migrate=True, secrets=dict(secrets)))
    try:
        asked = Asked(instance)
        asked.inside(_add_owner)
        asked.ask("sign_in", OWNER, PASSWORD)
        asked.ask("set_features", {"bookings_enabled": True, "marketing_enabled": True})
        spare_what_stays()  # as every serving process does
        yield asked
    finally:
        instance.close()


def _add_owner() -> None:
    """Make the sign-in of the demo's owner in a business that is not the demo, once."""
    from anvil.tables import app_tables

    if app_tables.users.get(email=OWNER) is None:
        sys.modules["master_template.server_auth.accounts"].add_sign_in(OWNER, "Thandi Nkosi", "owner", PASSWORD)
