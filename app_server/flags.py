"""The flags of the server's commands; several may also stand in the environment."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

# Kinds of encryption, as the stock server names them, and the port of each.
SMTP_PORTS = {"none": 25, "starttls": 587, "ssl": 465}


def shared_flags() -> argparse.ArgumentParser:
    """A parser with the flags that every command takes."""
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
