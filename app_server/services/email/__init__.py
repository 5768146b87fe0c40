"""Mail that the app sends: ``anvil.email.send``."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ...errors import AnvilError, misuse
from ...rpc.registry import private
from .delivery import deliver
from .message import build_message

if TYPE_CHECKING:
    from ...instance import Instance
    from ...rpc.call import Call

SOURCE = "/runtime/services/anvil/email.yml"

log = logging.getLogger(__name__)


def start(instance: Instance) -> None:
    """Say so when the app waits for mail that will not come."""
    if instance.executor.find("email:handle_message") is not None:
        log.warning(
            "%s has a function for incoming mail (anvil.email.handle_message): this server receives none",
            instance.app.name,
        )


@private("email.send.v2")
def send_with_report(call: Call, **message: Any) -> Any:
    """Send one mail; the answer is an ``anvil.email.SendReport``."""
    from anvil.email import SendReport  # Anvil's library exists once the executor has started

    _require_permission(call)
    report = SendReport.__new__(SendReport)
    report.message_id = send(call.instance, **message)
    return report


@private("email.send")
def send_without_report(call: Call, **message: Any) -> None:
    """The same for uplinks too old to receive a report."""
    _require_permission(call)
    send(call.instance, **message)


def send(instance: Instance, **message: Any) -> str:
    """Send one mail now, with the arguments of ``anvil.email.send``; returns its Message-ID.

    Raises ``anvil.email.SendFailure``.
    """
    smtp = instance.settings.smtp
    mail = build_message(smtp.sender if smtp else None, _domain(instance), **message)
    deliver(smtp, mail)
    return str(mail["Message-ID"])


def _domain(instance: Instance) -> str:
    """The domain of senders who name none: that of the operator's own sender, else the app's."""
    smtp = instance.settings.smtp
    _, at, domain = ((smtp.sender if smtp else None) or "").rstrip("> ").rpartition("@")
    return domain if at else urlsplit(instance.origin).hostname or "localhost"


def _require_permission(call: Call) -> None:
    if not call.trusted:
        raise misuse(
            "Permission denied. Cannot send email from client code. "
            "Call anvil.email.send() from a server module instead!"
        )
    if call.instance.app.service(SOURCE) is None:
        raise AnvilError(
            "anvil.server.ServiceNotAdded", "Add the Email service to your app before calling this function"
        )
