"""Subscribing at a list's own page, by anybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anvil.tables import in_transaction

from ..server_customers.visitor_service import clean_visitor, meet_visitor
from ..server_shared.actors import SYSTEM
from ..server_shared.errors import Invalid
from . import list_service
from .list_keeping import list_record

SOURCE = "Newsletter"


def look_at(slug: str) -> dict[str, Any]:
    """The list that anybody may subscribe to at this address. Raises NotFound."""
    return list_record(list_service.find_public_list(slug))


def sign_up(slug: str, typed: Mapping[str, Any], evidence: Mapping[str, Any]) -> dict[str, Any]:
    """Subscribe ``email`` (with ``first_name, topics``) to a list by its ``agreed`` words: ``name, must_confirm``.

    The answer is the same for everybody, so that it tells nobody who is on the list. Raises NotFound, Invalid.
    """
    answer = in_transaction(_sign_up)(slug, typed, evidence)
    list_service.send_soon()
    return answer


def _sign_up(slug: str, typed: Mapping[str, Any], evidence: Mapping[str, Any]) -> dict[str, Any]:
    mailing_list = list_service.find_public_list(slug)
    given = {name: typed.get(name) for name in ("email", "first_name")}
    check_sign_up(given, agreed=typed.get("agreed") is True)
    contact, _ = meet_visitor(SYSTEM, given, SOURCE)
    choices = {"topics": typed.get("topics") or []}
    list_service.subscribe(contact, mailing_list, "website", choices=choices, evidence=evidence)
    return {"name": mailing_list["name"], "must_confirm": bool(mailing_list["double_opt_in"])}


def check_sign_up(given: Mapping[str, Any], *, agreed: bool) -> None:
    """Raise Invalid unless there is a sound e-mail address, and the words were agreed to."""
    wrong = {} if given.get("email") else {"email": "Please type your e-mail address."}
    try:
        clean_visitor({**given, "first_name": given.get("first_name") or "?"})
    except Invalid as error:
        wrong.update(error.fields)
    if not agreed:
        wrong["agreed"] = "Please tick the box, or you get nothing."
    if wrong:
        raise Invalid(fields=wrong)
