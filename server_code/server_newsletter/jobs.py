"""Work on mailing lists behind the answer."""

from __future__ import annotations

import anvil.server

from . import address_change_service, subscribers


@anvil.server.background_task
def recount_list(list_id: str) -> int:
    """Let contacts say whether they are on a list that was archived or restored."""
    return subscribers.recount_list(list_id)


@anvil.server.background_task
def send_address_link(contact_number: int, address: str) -> None:
    address_change_service.mail_link(contact_number, address)


@anvil.server.background_task
def send_address_notice(contact_number: int, old: str, address: str, change_key: str) -> None:
    address_change_service.mail_notice(contact_number, old, address, change_key)
