"""The mails of the users service: a link in a few words, which the app's manifest may replace."""

from __future__ import annotations

import html
import logging
import re
import threading
from typing import Any

from ...errors import AnvilError
from .. import email as email_service
from .accounts import Accounts

FINISH_SECONDS = 30
SUBJECTS = {
    "token_login": "{app} Login",
    "mfa_reset": "{app} Authentication Reset",
    "confirm_address": "Confirm your email address",
    "reset_password": "Reset your password",
}
TEXTS = {
    "token_login": (
        "<p>Hello,</p>\n<p>someone asked to log in to your account ({{email}}). To log in, open this link:</p>\n"
        "<p>{{login_link}}</p>\n<p>The link works for ten minutes.</p>"
    ),
    "mfa_reset": (
        "<p>Hello,</p>\n<p>someone asked to set up two-factor authentication again for your account {{email}}. "
        "To go on, open this link:</p>\n<p>{{login_link}}</p>\n<p>The link works for ten minutes.</p>"
    ),
    "confirm_address": (
        "<p>Thank you for signing up. Please open this link to confirm that the account is yours:</p>\n"
        "<p>{{confirm_link}}</p>"
    ),
    "reset_password": (
        "<p>Hello,</p>\n<p>someone asked to reset the password of your account {{email}}. To choose a new one, "
        "open this link:</p>\n<p>{{reset_link}}</p>\n<p>The link works for ten minutes.</p>"
    ),
}

log = logging.getLogger(__name__)

_sending: set[threading.Thread] = set()


def send(accounts: Accounts, kind: str, to: str, link_name: str, url: str) -> None:
    """Send one mail now; ``link_name`` is what the text calls the link, e.g. ``reset`` for ``{{reset_link}}``."""
    instance, config = accounts.call.instance, accounts.config
    own = config.email_content.get(kind) or {}
    body = fill(own.get("html") or TEXTS[kind], to, link_name, url)
    email_service.send(
        instance,
        from_name=f"{instance.app.title} Accounts",
        from_address=config.email_from_address,
        to=to,
        subject=own.get("subject") or SUBJECTS[kind].format(app=instance.app.title),
        text=as_text(body),
        html=body,
    )


def send_later(*arguments: Any) -> None:
    """Send in another thread, so that an answer takes no longer for an address that has an account."""
    thread = threading.Thread(target=_send_and_log, args=arguments, name="users-mail", daemon=True)
    _sending.add(thread)
    thread.start()


def finish_sending() -> None:
    """Wait for mails that are on their way: a process that ends would lose them."""
    for thread in list(_sending):
        thread.join(FINISH_SECONDS)


def fill(template: str, email: str, link_name: str, url: str) -> str:
    """The HTML of a mail, with ``{{email}}``, ``{{<link_name>_url}}`` and ``{{<link_name>_link}}`` filled in."""
    safe = html.escape(url)
    values = {
        "email": html.escape(email),
        f"{link_name}_url": safe,
        f"{link_name}_link": f'<a href="{safe}">{safe}</a>',
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda found: values.get(found[1], found[0]), template)


def as_text(body: str) -> str:
    """The same words without markup, a paragraph to a line."""
    lines = re.sub(r"<br\s*/?>|</p>", "\n", body.replace("\n", " "))
    text = html.unescape(re.sub(r"<[^>]*>", "", lines))
    return "\n\n".join(line.strip() for line in text.splitlines() if line.strip())


def _send_and_log(accounts: Accounts, kind: str, to: str, link_name: str, url: str) -> None:
    try:
        send(accounts, kind, to, link_name, url)
    except AnvilError as error:
        log.error("The mail %s could not be sent: %s", kind, error.message)
    finally:
        _sending.discard(threading.current_thread())
