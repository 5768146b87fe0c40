"""How the launcher talks to the embedded server's command line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .instance import Instance
from .places import PYTHON, ROOT

Command = Sequence[str | Path]


@dataclass(frozen=True)
class Options:
    """What one run of an instance was told: a database of its own, keys given by hand."""

    instance: Instance
    database: str | None = None
    uplink_key: str | None = None
    client_uplink_key: str | None = None

    def environment(self) -> Mapping[str, str]:
        """Keys go by the environment: a process's flags can be read by everybody on the computer."""
        keys = self.instance.keys()
        return {
            "ANVIL_ENCRYPTION_KEY_APP": keys["encryption"],
            "ANVIL_UPLINK_KEY": self.uplink_key or keys["uplink"],
            "ANVIL_CLIENT_UPLINK_KEY": self.client_uplink_key or keys["client_uplink"],
            **({"ANVIL_DATABASE": self.database} if self.database else {}),
        }


def filling_commands(options: Options) -> Iterator[tuple[str, Command]]:
    """The commands that fill a new database, each with what it does; running them again does no harm."""
    if options.instance.is_demo:
        yield "closing the demo to other computers", _command(options, "set", "loopback_only", "true")
        yield "loading the demo business", launching_command(options, "load_demo_business")
    else:
        yield "preparing the empty business", launching_command(options, "prepare_instance")


def launching_command(options: Options, task: str, *arguments: object) -> Command:
    """Run one background task of the app to its end."""
    return _command(options, "launch", task, *map(json.dumps, arguments), "--auto-migrate")


def serving_command(options: Options, port: int, smtp_port: int | None) -> Command:
    """Serve the app; mails go to a local `smtp_port` when there is one."""
    mail = ["--smtp-host", "127.0.0.1", "--smtp-port", str(smtp_port)] if smtp_port else []
    return _command(options, "serve", "--port", str(port), "--auto-migrate", *mail)


def _command(options: Options, name: str, *arguments: str) -> Command:
    folders: list[str | Path] = ["--app", ROOT, "--data-dir", options.instance.folder]
    return [PYTHON, "-m", "app_server", name, *arguments, *folders]
