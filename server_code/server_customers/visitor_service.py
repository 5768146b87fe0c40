"""The contact of somebody who filled in a public form. Needs a transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anvil.tables import app_tables

from ..server_shared.actors import Actor
from ..server_shared.config import get_config
from . import custom_field_rules, rules
from .contact_service import add_lead
from .custom_field_service import custom_fields
from .queries import find_contact_row

FIELDS = ("first_name", "last_name", "email", "phone", "company")


def meet_visitor(actor: Actor, given: Mapping[str, Any], source: str) -> tuple[Any, bool]:
    """The contact with the e-mail address of ``given``, or else its telephone number, and whether it is a new one.

    ``given`` may have ``FIELDS`` and ``custom``, the business's own fields. Of a contact that is known nothing is
    changed: nobody has shown yet that they are that person. Raises Invalid.
    """
    fields = clean_visitor(given)
    email, phone = fields.get("email"), fields.get("phone")
    known = find_contact_row(email) if email else None
    if not email and phone:
        known = next(iter(app_tables.contacts.search(phone=phone, archived_at=None)), None)
    return (known, False) if known is not None else (add_lead(actor, fields, source), True)


def clean_visitor(given: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a contact that ``given`` has, cleaned. Raises Invalid naming all that is wrong."""
    country = get_config()["default_country"]
    named = {name: given[name] for name in FIELDS if given.get(name)}
    own = custom_field_rules.clean_values(given.get("custom") or {}, custom_fields(), country)
    fields = {**rules.clean_fields(named, country), **own}
    rules.require_identity(fields)
    return fields
