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

from . import request_log, settings
from .errors import StartError

# Kinds of encryption, as the stock server names them, and the port of each.
SMTP_PORTS = {"none": 25, "starttls": 587, "ssl": 465}
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
    if options.smtp_encryption not in SMTP_PORTS:
        raise StartError(f"ANVIL_SMTP_ENCRYPTION is one of {', '.join(SMTP_PORTS)}.")
    return settings.Smtp(
        options.smtp_host,
        options.smtp_port or SMTP_PORTS[options.smtp_encryption],
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
    shared = _shared_flags()
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


def _shared_flags() -> argparse.ArgumentParser:
    flags = argparse.ArgumentParser(add_help=False)
    flags.add_argument("--app", type=Path, default=Path(), help="the app's folder (default: this one)")
    flags.add_argument("--data-dir", type=Path, default=Path(".anvil-data"), help="where the embedded database is kept")
    database = "a PostgreSQL database instead of the embedded one (or the environment's ANVIL_DATABASE)"
    flags.add_argument("--database", metavar="URL", default=os.environ.get("ANVIL_DATABASE"), help=database)
    flags.add_argument(
        "--auto-migrate", action="store_true", help="at start, apply what the app's files add to the tables"
    )
    flags.add_argument("--dep-id", action="append", default=[], metavar="ID=NAME", help="the folder of a dependency")
    flags.add_argument("--verbose", action="store_true", help="log more")
    web = flags.add_argument_group("web")
    web.add_argument("--ip", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    web.add_argument("--port", type=int, default=3030, help="default: %(default)s")
    web.add_argument("--origin", help="the address people type, when it is another: https://example.com")
    proxy = "the address (or network) of a proxy in front, whose X-Forwarded-For and -Proto are believed"
    web.add_argument("--proxy", action="append", default=[], metavar="ADDRESS", help=proxy)
    web.add_argument("--body-limit", type=int, default=64, metavar="MB", help="largest request (default: %(default)s)")
    timeout = "how long a page waits for a call (default: %(default)s)"
    web.add_argument("--call-timeout", type=float, default=30.0, metavar="SECONDS", help=timeout)
    keys = flags.add_argument_group("keys")
    keys.add_argument("--uplink-key", help="the key of trusted uplinks")
    keys.add_argument("--client-uplink-key", help="the key of uplinks that may do what a browser may")
    keys.add_argument("--secret", action="append", default=[], metavar="NAME=VALUE")
    keys.add_argument("--encryption-key", action="append", default=[], metavar="NAME=VALUE")
    keys.add_argument("--secrets-file", type=Path, help="a file of NAME=VALUE lines")
    _add_operation_flags(flags)
    _add_mail_flags(flags)
    return flags


def _add_operation_flags(flags: argparse.ArgumentParser) -> None:
    operation = flags.add_argument_group("operation")
    operation.add_argument(
        "--workers", type=int, default=1, metavar="N", help="serving processes (default: %(default)s)"
    )
    at_once = "background tasks that one process runs at once (default: %(default)s)"
    operation.add_argument("--tasks-at-once", type=int, default=32, metavar="N", help=at_once)
    operation.add_argument("--metrics-port", type=int, metavar="N", help="answer /_/metrics there, for Prometheus")
    operation.add_argument("--metrics-ip", default="127.0.0.1", help="on this address (default: %(default)s)")
    drain = "after a stop signal, go on so long while /_/ready says no (default: %(default)s)"
    grace = "then wait so long for calls that are running (default: %(default)s)"
    operation.add_argument("--grace", type=float, default=10.0, metavar="SECONDS", help=grace)
    operation.add_argument("--drain", type=float, default=0.0, metavar="SECONDS", help=drain)


def _add_mail_flags(flags: argparse.ArgumentParser) -> None:
    environment = os.environ.get
    mail = flags.add_argument_group("mail", "each may also stand in the environment, as ANVIL_SMTP_HOST and so on")
    mail.add_argument("--smtp-host", default=environment("ANVIL_SMTP_HOST"))
    mail.add_argument("--smtp-port", default=environment("ANVIL_SMTP_PORT"), type=int, help="default: 25, 587 or 465")
    mail.add_argument(
        "--smtp-encryption", choices=list(SMTP_PORTS), default=environment("ANVIL_SMTP_ENCRYPTION", "none")
    )
    mail.add_argument("--smtp-username", default=environment("ANVIL_SMTP_USERNAME"))
    mail.add_argument("--smtp-password", default=environment("ANVIL_SMTP_PASSWORD"))
    sender = "who mails come from when the app does not say"
    mail.add_argument("--smtp-from", default=environment("ANVIL_SMTP_FROM"), help=sender)
