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
    """What one run of an instance was told: a database of its own, keys given by hand, how many processes serve.

    ``simulator_port`` is where a demo's messages go instead of the services of the outside world.
    """

    instance: Instance
    database: str | None = None
    uplink_key: str | None = None
    client_uplink_key: str | None = None
    workers: int = 1
    simulator_port: int = 0

    def environment(self) -> Mapping[str, str]:
        """Keys go by the environment: a process's flags can be read by everybody on the computer."""
        keys = self.instance.keys()
        return {
            "ANVIL_ENCRYPTION_KEY_APP": keys["encryption"],
            **{f"ANVIL_SECRET_{name}": value for name, value in self._secrets().items()},
            "ANVIL_UPLINK_KEY": self.uplink_key or keys["uplink"],
            "ANVIL_CLIENT_UPLINK_KEY": self.client_uplink_key or keys["client_uplink"],
            **({"ANVIL_DATABASE": self.database} if self.database else {}),
        }

    def worker_environment(self) -> Mapping[str, str]:
        """What the worker for WhatsApp and SMS is told: the uplink's key, and Twilio's, simulated."""
        simulated = simulator_secrets(self.simulator_port)
        twilio = {name.upper(): simulated[name] for name in ("twilio_account_sid", "twilio_auth_token", "twilio_url")}
        return {"MYBIZZ_UPLINK_KEY": self.uplink_key or self.instance.keys()["uplink"], **twilio}

    def _secrets(self) -> Mapping[str, str]:
        is_simulated = self.instance.is_demo and self.simulator_port
        return {**self.instance.secrets(), **(simulator_secrets(self.simulator_port) if is_simulated else {})}


def simulator_secrets(port: int) -> Mapping[str, str]:
    """The keys and addresses by which the app reaches the simulated services instead of the real ones."""
    accounts = json.loads((ROOT / "simulator" / "accounts.json").read_text())
    return {name: text.replace("{url}", f"http://127.0.0.1:{port}") for name, text in accounts["app_secrets"].items()}


def filling_commands(options: Options) -> Iterator[tuple[str, Command]]:
    """The commands that fill a new database, each with what it does; running them again does no harm."""
    if options.instance.is_demo:
        yield "closing the demo to other computers", command(options, "set", "loopback_only", "true")
        yield "loading the demo business", launching_command(options, "load_demo_business")
    else:
        yield "preparing the empty business", launching_command(options, "prepare_instance")


def launching_command(
    options: Options, task: str, *arguments: object, port: int = 3030, smtp_port: int | None = None
) -> Command:
    """Run one background task of the app to its end; its links and mails are those of the server at these ports."""
    values = map(json.dumps, arguments)
    return command(options, "launch", task, *values, "--auto-migrate", "--port", str(port), *mail_flags(smtp_port))


def serving_command(options: Options, port: int, smtp_port: int) -> Command:
    """Serve the app; its mails go to the local `smtp_port`."""
    flags = ["--port", str(port), "--auto-migrate", "--workers", str(options.workers)]
    return command(options, "serve", *flags, *mail_flags(smtp_port))


def mail_flags(smtp_port: int | None) -> list[str]:
    """The flags that send mails, the server's and those of campaigns, to a local port; none when there is none."""
    if not smtp_port:
        return []
    own_mail = f"smtp_url=smtp://127.0.0.1:{smtp_port}"
    return ["--smtp-host", "127.0.0.1", "--smtp-port", str(smtp_port), "--secret", own_mail]


def command(options: Options, name: str, *flags: str) -> Command:
    """One command of the server's own command line, on an instance."""
    return [PYTHON, "-m", "app_server", *arguments(options, name, *flags)]


def arguments(options: Options, name: str, *flags: str) -> Command:
    """The same without the program."""
    return [name, *flags, "--app", ROOT, "--data-dir", options.instance.folder]
