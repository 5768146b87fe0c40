"""`./mybizz run`: from a fresh clone to a served instance, and back to nothing running."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from . import ports, server
from .children import Children
from .environment import build_browser_files, prepare_python, prepared_alone
from .instance import Instance, choose
from .leftovers import no_database_left
from .places import PYTHON
from .problems import Problem
from .progress import Steps

DEMO_SIGN_INS = ("owner@demo.test", "manager@demo.test", "admin@demo.test", "staff@demo.test", "customer@demo.test")
DEMO_PASSWORD = "demo-mybizz"  # noqa: S105 (public on purpose: a demo listens on loopback only)
READY_SECONDS = 120.0
STEPS = 4


@dataclass(frozen=True)
class Outside:
    """The simulator of the outside world: where it takes mails, and where it is other services and shows messages."""

    smtp_port: int
    port: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `./mybizz run`."""
    parser.add_argument("--port", type=int, default=3030, metavar="N", help="where to serve (3030)")
    parser.add_argument("--instance", metavar="NAME", help="which business (demo, or main with --no-demo)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="where its data is (.mybizz/instances/NAME)")
    parser.add_argument("--database", metavar="URL", help="a PostgreSQL of your own instead of the embedded one")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="serving processes, one per core (1)")
    parser.add_argument("--no-demo", action="store_true", help="an empty business instead of the demo")
    parser.add_argument("--stock", action="store_true", help="on Anvil's own App Server instead, where it can be had")
    parser.add_argument("--m3", type=Path, metavar="DIR", help="with --stock: the folder of the Material 3 theme")
    parser.add_argument("--uplink-key", metavar="K", help="the key of trusted uplinks (one is made otherwise)")
    parser.add_argument("--client-uplink-key", metavar="K", help="the key of uplinks with a browser's rights")


def add_owner_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `./mybizz owner`."""
    parser.add_argument("email")
    parser.add_argument("name")
    parser.add_argument("--instance", default="main", metavar="NAME", help="which business (main)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="where its data is")
    parser.add_argument("--database", metavar="URL", help="its PostgreSQL, when it is not the embedded one")


def run(chosen: argparse.Namespace) -> int:
    """Serve until Ctrl-C or SIGTERM; the exit status."""
    began = time.monotonic()
    instance = choose(chosen.instance or ("main" if chosen.no_demo else "demo"), chosen.data)
    ports.require_free(chosen.port)
    outside = Outside(smtp_port=ports.free_port(chosen.port + 2), port=ports.free_port(chosen.port + 1))
    with (
        instance.claimed(chosen.port, outside.smtp_port, outside.port),
        no_database_left(instance.folder),
        Children() as children,
    ):
        instance.begin(demo=not chosen.no_demo)
        steps = Steps(STEPS)
        with prepared_alone():
            prepare_python(steps, children)
            build_browser_files(steps, children)
        keys = (chosen.uplink_key, chosen.client_uplink_key)
        options = server.Options(instance, chosen.database, *keys, chosen.workers, outside.port)
        _fill(steps, children, options)
        with steps.step("Server"):
            _start_simulator(children, instance, outside, chosen.port)
            command = server.serving_command(options, chosen.port, outside.smtp_port)
            process = start_server(children, command, instance, chosen.port, options.environment())
            if instance.is_demo:
                _start_sending(children, options, chosen.port)
        greeting = _greeting(instance, chosen.port, outside, time.monotonic() - began)
        return watch(process, instance, greeting)


def add_owner(chosen: argparse.Namespace) -> int:
    """Make the first owner of a running business, who gets a mail with a link to choose a password."""
    instance = choose(chosen.instance, chosen.data)
    running = instance.running()
    where = {"port": running["port"], "smtp_port": running["smtp_port"]}
    options = server.Options(instance, chosen.database)
    command = server.launching_command(options, "create_owner", chosen.email, chosen.name, **where)
    with Children() as children:
        children.run(
            "making the owner", command, instance.folder / "logs" / "owner.log", environment=options.environment()
        )
    print(f"{chosen.email} is an owner now; the mail with the link is where `./mybizz run` says.")
    return 0


def _fill(steps: Steps, children: Children, options: server.Options) -> None:
    """Fill a new instance's database; what is there already is left alone."""
    text = "Demo business" if options.instance.is_demo else "Empty business"
    if options.instance.is_prepared:
        steps.skip(text)
        return
    with steps.step(text) as report:
        log = options.instance.folder / "logs" / "prepare.log"
        for doing, command in server.filling_commands(options):
            children.run(doing, command, log, report, options.environment())
        options.instance.finish()


def start_server(
    children: Children,
    command: server.Command,
    instance: Instance,
    port: int,
    environment: Mapping[str, str] | None = None,
) -> subprocess.Popen[str]:
    """Start a server and wait until it answers; Problem with its last words when it does not."""
    instance.log.unlink(missing_ok=True)
    process = children.start(command, instance.log, environment)
    if not ports.wait_until_healthy(f"http://{ports.LOOPBACK}:{port}/_/health", process, READY_SECONDS):
        raise Problem(f"The server did not start: {last_line(instance.log)} (Details in {instance.log}.)")
    return process


def _start_simulator(children: Children, instance: Instance, outside: Outside, app_port: int) -> None:
    """What a demo sends goes to the simulator, which calls back; of any other business it takes the mails only."""
    listening = ["--smtp-port", str(outside.smtp_port), "--port", str(outside.port)]
    calling = ["--app", f"http://{ports.LOOPBACK}:{app_port}"] if instance.is_demo else []
    children.start(
        [PYTHON, "-m", "simulator", "--folder", instance.folder / "outside", *listening, *calling],
        instance.folder / "logs" / "simulator.log",
    )


def _start_sending(children: Children, options: server.Options, port: int) -> None:
    """What the server leaves to a program outside: WhatsApp and SMS."""
    command: server.Command = [PYTHON, "-m", "uplink.twilio_worker", "--url", f"ws://{ports.LOOPBACK}:{port}/_/uplink"]
    children.start(command, options.instance.folder / "logs" / "twilio.log", options.worker_environment())


def _greeting(instance: Instance, port: int, outside: Outside, seconds: float) -> str:
    lines = [
        f"Serving after {seconds:.1f} s; Ctrl-C stops it.",
        f"Messages that it sends are at http://{ports.LOOPBACK}:{outside.port}",
        f"Mybizz is at http://{ports.LOOPBACK}:{port}",
    ]
    if instance.is_demo:
        lines += [f"Sign in with the password {DEMO_PASSWORD} as", *(f"  {name}" for name in DEMO_SIGN_INS)]
    else:
        lines.append(f"Make its first owner: ./mybizz owner EMAIL NAME --instance {instance.name}")
    return "".join(f"{line}\n" for line in lines)


def watch(process: subprocess.Popen[str], instance: Instance, greeting: str) -> int:
    """Say the greeting, then wait for the server, which ends by itself only when something went wrong."""
    try:
        sys.stdout.write(greeting)
        sys.stdout.flush()
        process.wait()
    except KeyboardInterrupt:
        print("Stopping …", flush=True)
        return 0
    raise Problem(
        f"The server ended by itself ({last_line(instance.log)}): run this again, the data is kept; "
        f"details in {instance.log}."
    )


def last_line(log: Path) -> str:
    """The last words of a process, by its log."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1] if lines else "it printed nothing"
