"""What screens may ask of templates, and of the files of mails."""

from __future__ import annotations

from typing import Any

import anvil

from ..server_messaging import mail_file_service
from ..server_shared.actors import Actor
from ..server_shared.callables import server_callable
from . import template_service

FEATURE = "marketing_enabled"
AUDITED = "message_templates"


@server_callable(permission="campaigns.view", feature=FEATURE, transaction=True)
def list_templates(
    actor: Actor, search: str = "", category: str = "", archived: bool = False, page: int = 0
) -> dict[str, Any]:
    return template_service.list_templates(actor, search, category, archived, max(page, 0))


@server_callable(permission="campaigns.view", feature=FEATURE)
def get_template(actor: Actor, slug: str) -> dict[str, Any]:
    return {"template": template_service.get_template(actor, slug)}


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def create_template(actor: Actor, template_data: dict) -> dict[str, Any]:
    return {"slug": template_service.create_template(actor, template_data)}


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def update_template(actor: Actor, slug: str, changes: dict, expected_version: int | None = None) -> dict[str, Any]:
    return {"template": template_service.update_template(actor, slug, changes, expected_version)}


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def duplicate_template(actor: Actor, slug: str) -> dict[str, Any]:
    return {"slug": template_service.duplicate_template(actor, slug)}


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def archive_template(actor: Actor, slug: str) -> None:
    template_service.archive_template(actor, slug)


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True, audited=AUDITED)
def restore_template(actor: Actor, slug: str) -> None:
    template_service.archive_template(actor, slug, archived=False)


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True)
def add_mail_picture(actor: Actor, file: anvil.Media) -> dict[str, Any]:
    return {"picture": mail_file_service.keep_picture(actor, file)}


@server_callable(permission="campaigns.manage", feature=FEATURE, transaction=True)
def add_mail_attachment(actor: Actor, file: anvil.Media) -> dict[str, Any]:
    return {"attachment": mail_file_service.keep_attachment(actor, file)}
