"""An instance on this machine: one business, with its folder, keys and the lock of whoever runs it."""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .places import INSTANCES
from .problems import Problem

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
KEY_BYTES = 32
RUNNING = "running.json"


@dataclass(frozen=True)
class Instance:
    """One instance and the folder that holds its database, keys, mails and logs."""

    name: str
    folder: Path

    @property
    def log(self) -> Path:
        """What the server of this instance prints."""
        return self.folder / "logs" / "server.log"

    @property
    def is_prepared(self) -> bool:
        """Whether the database was filled for the first time, to the end."""
        return bool(self._facts().get("prepared"))

    @property
    def is_demo(self) -> bool | None:
        """Whether it was made with demo data; None before it was made."""
        return self._facts().get("demo")

    def begin(self, demo: bool) -> None:
        """Make the folder, and fix whether the instance is a demo."""
        if self.is_demo is None:
            self._write_facts(demo=demo)
        elif demo is False and self.is_demo:
            raise Problem(
                f"Instance {self.name} was made with demo data, and that stays: "
                "choose another name with --instance NAME."
            )

    def finish(self) -> None:
        """Remember that the first filling of the database came to its end."""
        self._write_facts(prepared=True)

    @contextmanager
    def claimed(self, port: int, smtp_port: int, simulator_port: int = 0) -> Iterator[None]:
        """Keep the instance for this process, and say where it serves; Problem when another process has it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / RUNNING).open("a+") as running:
            try:
                fcntl.flock(running, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Problem(
                    f"Instance {self.name} is running already, at http://127.0.0.1:{self.running()['port']}: "
                    "use that one, or choose another with --instance NAME --port N."
                ) from error
            running.truncate(0)
            ports = {"port": port, "smtp_port": smtp_port, "simulator_port": simulator_port}
            running.write(json.dumps({"pid": os.getpid(), **ports}))
            running.flush()
            yield
            running.truncate(0)

    def running(self) -> dict[str, int]:
        """The `pid`, `port`, `smtp_port` and `simulator_port` of whoever runs it; Problem when nobody does."""
        try:
            facts: dict[str, int] = json.loads((self.folder / RUNNING).read_text())
            os.kill(facts["pid"], 0)
        except (FileNotFoundError, ValueError, ProcessLookupError) as error:
            raise Problem(f"Instance {self.name} is not running: start it with `./mybizz run` first.") from error
        return facts

    def keys(self) -> dict[str, str]:
        """The instance's own keys (`encryption`, `uplink`, `client_uplink`), made at the first asking, mode 600."""
        path = self.folder / "keys.json"
        if not path.exists():
            made = {
                "encryption": secrets.token_urlsafe(KEY_BYTES),
                "uplink": f"server_{secrets.token_urlsafe(KEY_BYTES)}",
                "client_uplink": f"client_{secrets.token_urlsafe(KEY_BYTES)}",
            }
            half = path.with_name(f"{path.name}.{os.getpid()}")
            with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
                json.dump(made, file)
            try:
                path.hardlink_to(half)
            except FileExistsError:
                pass  # another command made them at the same moment
            finally:
                half.unlink()
        return json.loads(path.read_text())

    def secrets(self) -> dict[str, str]:
        """The secrets that the app needs of its own: `encryption_key`, a Fernet key made of the instance's key."""
        digest = hashlib.sha256(f"encryption_key\n{self.keys()['encryption']}".encode()).digest()
        return {"encryption_key": base64.urlsafe_b64encode(digest).decode()}

    def _facts(self) -> dict[str, Any]:
        try:
            return json.loads((self.folder / "instance.json").read_text())
        except FileNotFoundError:
            return {}

    def _write_facts(self, **facts: Any) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        merged = {"name": self.name, **self._facts(), **facts}
        half = self.folder / "instance.json.new"
        half.write_text(json.dumps(merged, indent=2) + "\n")
        half.replace(self.folder / "instance.json")


def choose(name: str, folder: Path | None) -> Instance:
    """The instance called `name`, in `folder` or at its usual place; Problem for a name that cannot be a folder."""
    if not NAME.fullmatch(name):
        raise Problem(f"An instance's name has small letters, digits and hyphens, at most 40: {name!r} does not fit.")
    return Instance(name, (folder or INSTANCES / name).resolve())
