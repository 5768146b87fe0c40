"""What a person chooses to get, by the link in a message: no sign-in, no cookie, no script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anvil.server
from anvil.server import HttpResponse
from anvil.tables import in_transaction

from ..server_messaging.link_service import PREFERENCES
from ..server_newsletter import address_change_service, list_service, preference_service
from ..server_newsletter.subscription_service import link_facts
from ..server_shared.actors import SYSTEM
from ..server_shared.errors import Invalid
from .bot_traps import count_try
from .pages import page
from .subscription_pages import METHODS, evidence, is_post, kindly

SAVED = "Saved. It holds from now on."
STOPPED = "Done. We send you nothing more but receipts and answers."
TO_CONFIRM = "We mailed you a link: please confirm {} with it."
LINK_SENT = "We sent a link to {}. Open it, and we write there from then on."


@anvil.server.route("/email/preferences/:token", methods=METHODS)
def preferences_page(token: str, **_form: str) -> HttpResponse:
    """What a person may be sent, to choose from; a POST saves it."""

    def answer() -> HttpResponse:
        if not is_post():
            return _page(token)
        try:
            return _page(token, note=_act(token, anvil.server.request.form_params))
        except Invalid as error:
            return _page(token, 400, problem=error.message)

    return kindly(answer)


def _act(token: str, form: Mapping[str, Any]) -> str:
    """Do what a form asks for; what to say of it. Raises NotFound, Invalid."""
    contact, *_ = link_facts(PREFERENCES, token)
    action = form.get("action") or "save"
    if action == "stop":
        in_transaction(preference_service.stop_everything)(SYSTEM, contact, evidence())
        return STOPPED
    if action == "address":
        count_try(f"address {int(contact['contact_number'])}")
        return LINK_SENT.format(address_change_service.ask_for_address(contact, form.get("new_address")))
    waiting = in_transaction(_save)(token, _chosen(form))
    list_service.send_soon()
    return " ".join([SAVED, *([TO_CONFIRM.format(", ".join(waiting))] if waiting else [])])


def _save(token: str, chosen: Mapping[str, Any]) -> list[str]:
    contact, *_ = link_facts(PREFERENCES, token)
    return preference_service.save_preferences(SYSTEM, contact, chosen, evidence())


def _chosen(form: Mapping[str, Any]) -> dict[str, Any]:
    """What is ticked: ``list:ML-1``, ``topic:ML-1:News``, ``email:surveys``; and what is chosen of two menus."""
    topics: dict[str, list[str]] = {}
    lists, consents = set(), set()
    for name in form:
        kind, _, rest = name.partition(":")
        if kind == "topic":
            list_id, _, topic = rest.partition(":")
            topics.setdefault(list_id, []).append(topic)
        elif kind == "list":
            lists.add(rest)
        else:
            consents.add(name)
    menus = {name: form.get(name) or "" for name in ("frequency", "language")}
    return {"lists": lists, "topics": topics, "consents": consents, **menus}


def _page(token: str, status: int = 200, *, note: str = "", problem: str = "") -> HttpResponse:
    contact, *_ = link_facts(PREFERENCES, token)
    found = preference_service.preferences_of(contact)
    return page(
        "preferences",
        status,
        note=note,
        problem=problem,
        lists=found["lists"],
        groups=found["groups"],
        frequency=found["frequency"],
        chosen_language=found["language"],
        often=preference_service.OFTEN,
        languages=preference_service.LANGUAGES,
    )
