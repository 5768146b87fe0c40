"""``python -m app_server serve | worker | migrate | launch | backup | restore | fetch | set``."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import time
from collections.abc import Callable, Sequence
from ipaddress import ip_network
from pathlib import Path

from . import flags, request_log, settings
from .errors import StartError

MOST_WORKERS = 64
MEGABYTE = 1024 * 1024


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code. What goes wrong at start is one sentence on standard error, and code 1."""
    options = _parser().parse_args(arguments)
    request_log.configure(logging.DEBUG if options.verbose else logging.INFO)
    try:
        return int(options.run(options))
    except StartError as error:
        print(error.sentence, file=sys.stderr)
        return 1


def settings_of(options: argparse.Namespace) -> settings.Settings:
    """Flags over environment over a secrets file. Raises StartError."""
    secrets = settings.read_secrets_file(options.secrets_file) if options.secrets_file else {}
    secrets |= settings.secrets_of_environment() | settings.parse_pairs("--secret", options.secret)
    return settings.Settings(
        app_dir=_app_folder(options),
        data_dir=options.data_dir,
        ip=options.ip,
        port=options.port,
        origin=options.origin,
        database=options.database,
        auto_migrate=options.auto_migrate,
        uplink_key=options.uplink_key or os.environ.get("ANVIL_UPLINK_KEY"),
        client_uplink_key=options.client_uplink_key or os.environ.get("ANVIL_CLIENT_UPLINK_KEY"),
        secrets=secrets,
        encryption_keys=settings.encryption_keys_of_environment()
        | settings.parse_pairs("--encryption-key", options.encryption_key),
        dependencies=settings.parse_pairs("--dep-id", options.dep_id),
        smtp=_smtp(options),
        body_limit_bytes=options.body_limit * 1024 * 1024,
        call_timeout_seconds=options.call_timeout,
        workers=_worker_count(options),
        proxies=_proxies(options),
        tasks_at_once=max(1, options.tasks_at_once),
        metrics_port=options.metrics_port,
        metrics_ip=options.metrics_ip,
        drain_seconds=max(0.0, options.drain),
        grace_seconds=max(0.0, options.grace),
    )


def _app_folder(options: argparse.Namespace) -> Path:
    folder: Path = options.app
    if not folder.is_dir():
        raise StartError(f"There is no folder {folder}.")
    return folder


def _proxies(options: argparse.Namespace) -> tuple[str, ...]:
    for proxy in options.proxy:
        try:
            ip_network(proxy)
        except ValueError as error:
            raise StartError(
                f"--proxy is an address such as 10.0.0.1, or a network such as 10.0.0.0/8: {error}."
            ) from error
    return tuple(options.proxy)


def _worker_count(options: argparse.Namespace) -> int:
    count: int = options.workers
    if not 1 <= count <= MOST_WORKERS:
        raise StartError(f"--workers is a number from 1 to {MOST_WORKERS}.")
    return count


def _smtp(options: argparse.Namespace) -> settings.Smtp | None:
    if options.smtp_host is None:
        return None
    if options.smtp_encryption not in flags.SMTP_PORTS:
        raise StartError(f"ANVIL_SMTP_ENCRYPTION is one of {', '.join(flags.SMTP_PORTS)}.")
    return settings.Smtp(
        options.smtp_host,
        options.smtp_port or flags.SMTP_PORTS[options.smtp_encryption],
        options.smtp_username,
        options.smtp_password,
        options.smtp_encryption,
        options.smtp_from,
    )


def _serve(options: argparse.Namespace) -> int:
    from .serving import serve

    return serve(settings_of(options))


def _work(options: argparse.Namespace) -> int:
    from .serving import work

    return work(settings_of(options))


def _migrate(options: argparse.Namespace) -> int:
    from .instance import migrate_tables

    sentences = migrate_tables(settings_of(options), yes_drop=options.yes_drop, only_plan=options.plan)
    for sentence in sentences or ["Nothing to change."]:
        print(sentence)
    return 0


def _launch(options: argparse.Namespace) -> int:
    from .launching import launch

    try:
        values = [json.loads(text) for text in options.arguments]
    except json.JSONDecodeError as error:
        raise StartError(f"The task's arguments are JSON, text in quotes: {error}.") from error
    return launch(settings_of(options), options.task, values)


def _backup(options: argparse.Namespace) -> int:
    from .backups.saving import save

    facts = save(settings_of(options), options.file, _megabytes("saved"), overwrite=options.yes)
    print(f"{options.file}: a backup of {facts.app}, {facts.dump_bytes / MEGABYTE:,.1f} MB, made at {facts.made_at}")
    return 0


def _restore(options: argparse.Namespace) -> int:
    from .backups.restoring import restore

    facts = restore(settings_of(options), options.file, _megabytes("read"), overwrite=options.yes)
    print(f"{facts.app} is as it was at {facts.made_at}")
    return 0


def _fetch(options: argparse.Namespace) -> int:
    from .dependencies import fetch

    pinned = fetch(_app_folder(options), options.dep_id_to_fetch, options.source, options.name, replace=options.yes)
    print(f"{pinned.name} {pinned.tag} is there, at commit {pinned.commit}")
    return 0


def _megabytes(done: str) -> Callable[[int], None]:
    """Prints how far it is, about once a second."""
    last = time.monotonic()

    def report(size: int) -> None:
        nonlocal last
        if time.monotonic() >= last + 1:
            last = time.monotonic()
            print(f"{size / MEGABYTE:,.0f} MB {done}", flush=True)

    return report


def _set(options: argparse.Namespace) -> int:
    from .database import open_database
    from .services import instance_settings

    allowed = instance_settings.SETTABLE.get(options.name)
    if allowed is None or options.value not in allowed:
        choices = ", ".join(f"{name} ({' or '.join(values)})" for name, values in instance_settings.SETTABLE.items())
        raise StartError(f"What can be set: {choices}.")
    database = open_database(options.database, options.data_dir)
    try:
        database.apply_schema(instance_settings.SCHEMA_SQL)
        instance_settings.put(database, options.name, options.value)
    finally:
        database.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app_server", description="Serve an Anvil app.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = flags.shared_flags()
    serve = commands.add_parser("serve", parents=[shared], help="serve the app until Ctrl-C")
    serve.set_defaults(run=_serve)
    worker = commands.add_parser("worker", parents=[shared], help="run background tasks only, beside a server")
    worker.set_defaults(run=_work)
    migrate = commands.add_parser("migrate", parents=[shared], help="bring the tables to what anvil.yaml says")
    migrate.add_argument("--plan", action="store_true", help="only say what would be done")
    migrate.add_argument("--yes-drop", action="store_true", help="also do what loses data, such as dropping a column")
    migrate.set_defaults(run=_migrate)
    launch = commands.add_parser("launch", parents=[shared], help="run one background task to its end")
    launch.add_argument("task", help="the task's name")
    launch.add_argument("arguments", nargs="*", help="its arguments, as JSON")
    launch.set_defaults(run=_launch)
    for name, run, text in (
        ("backup", _backup, "save the database, files included, into one file"),
        ("restore", _restore, "put the database back to what a backup holds"),
    ):
        command = commands.add_parser(name, parents=[shared], help=text)
        command.add_argument("file", type=Path)
        command.add_argument("--yes", action="store_true", help="replace what is there")
        command.set_defaults(run=run)
    fetch = commands.add_parser("fetch", parents=[shared], help="copy a dependency of the app from a tag, and pin it")
    fetch.add_argument("dep_id_to_fetch", metavar="ID", help="its id in anvil.yaml")
    fetch.add_argument("source", metavar="REPOSITORY@TAG")
    fetch.add_argument("--name", help="its folder beside the app (default: its package's name)")
    fetch.add_argument("--yes", action="store_true", help="replace what is there")
    fetch.set_defaults(run=_fetch)
    change = commands.add_parser("set", parents=[shared], help="change a setting of the instance")
    change.add_argument("name")
    change.add_argument("value")
    change.set_defaults(run=_set)
    return parser
