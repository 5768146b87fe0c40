"""Mail about signing in, sent behind the answer."""

from __future__ import annotations

import anvil.server

from . import invitations, service


@anvil.server.background_task
def send_password_reset(email: str) -> None:
    service.send_password_reset(email)


@anvil.server.background_task
def send_invitation(email: str) -> None:
    invitations.mail_invitation(email)
