"""`./mybizz worker`, `backup` and `restore`: looking after a business that is there."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from . import server
from .children import Children
from .environment import become, prepare_python, prepared_alone
from .instance import Instance, choose
from .problems import Problem
from .progress import Steps


def add_worker_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `./mybizz worker`; others go to the server's own command, such as --metrics-port N."""
    _add_instance_arguments(parser)


def add_backup_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `./mybizz backup` and `./mybizz restore`."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--yes", action="store_true", help="replace what is there")
    _add_instance_arguments(parser)


def work(chosen: argparse.Namespace) -> int:
    """Run background tasks only, beside the server of the same database, until Ctrl-C; the exit status."""
    options = _options(chosen)
    _prepare()
    os.environ.update(options.environment())
    become("app_server", *map(str, server.arguments(options, "worker", *_of_running(options.instance), *chosen.rest)))


def backup(chosen: argparse.Namespace) -> int:
    """Save a business into a file, whether it is served or not."""
    return _copy(chosen, "backup", "saving the business")


def restore(chosen: argparse.Namespace) -> int:
    """Put a business back to what a file holds; it must not be served meanwhile."""
    options = _options(chosen)
    _require_stopped(options.instance)
    options.instance.begin(demo=options.instance.is_demo or False)
    code = _copy(chosen, "restore", "restoring the business")
    options.instance.finish()  # nothing is left to be filled in at the first start
    return code


def _copy(chosen: argparse.Namespace, command: str, doing: str) -> int:
    options = _options(chosen)
    _prepare()
    flags = [str(chosen.file.absolute()), *(["--yes"] if chosen.yes else [])]
    log = options.instance.folder / "logs" / f"{command}.log"
    with Children() as children:
        children.run(doing, server.command(options, command, *flags), log, print, options.environment())
    return 0


def _add_instance_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--instance", default="main", metavar="NAME", help="which business (main)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="where its data is (.mybizz/instances/NAME)")
    parser.add_argument("--database", metavar="URL", help="its PostgreSQL, when it is not the embedded one")


def _options(chosen: argparse.Namespace) -> server.Options:
    instance = choose(chosen.instance, chosen.data)
    instance.folder.mkdir(parents=True, exist_ok=True)
    simulator_port = _running(instance).get("simulator_port", 0)
    return server.Options(instance, chosen.database, simulator_port=simulator_port)


def _prepare() -> None:
    with Children() as children, prepared_alone():
        prepare_python(Steps(1), children)


def _of_running(instance: Instance) -> list[str]:
    """The address of the server on this computer, and where its mails go, if there is one."""
    facts = _running(instance)
    return ["--port", str(facts["port"]), *server.mail_flags(facts["smtp_port"])] if facts else []


def _running(instance: Instance) -> dict[str, int]:
    try:
        return instance.running()
    except Problem:
        return {}


def _require_stopped(instance: Instance) -> None:
    try:
        port = instance.running()["port"]
    except Problem:
        return
    raise Problem(f"Instance {instance.name} is served at http://127.0.0.1:{port}: stop it first.")
