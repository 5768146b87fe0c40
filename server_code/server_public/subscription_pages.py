"""Unsubscribing and confirming, by the link in a message: no sign-in, no cookie.

Looking changes nothing, since mail programs and scanners look at every link; only a POST does (RFC 8058).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anvil.server
from anvil.server import HttpResponse
from anvil.tables import in_transaction

from ..server_newsletter import address_change_service, list_service, subscription_service
from ..server_shared.errors import MybizzError, NotFound
from .pages import page

METHODS = ["GET", "HEAD", "POST"]


@anvil.server.route("/email/unsubscribe/:token", methods=METHODS)
def unsubscribe_page(token: str, **_form: str) -> HttpResponse:
    """Ask whether to unsubscribe; a POST does it."""

    def answer() -> HttpResponse:
        if not is_post():
            return page("unsubscribe", **subscription_service.look_at(token))
        return page("unsubscribed", **subscription_service.unsubscribe(token, evidence()))

    return kindly(answer)


@anvil.server.route("/email/confirm/:token", methods=METHODS)
def confirm_page(token: str, **_form: str) -> HttpResponse:
    """Ask whether to subscribe; a POST does it, once."""

    def answer() -> HttpResponse:
        if not is_post():
            found = list_service.look_at_confirmation(token)
            return page("confirmed" if found["is_used"] else "confirm", **found)
        found = in_transaction(list_service.confirm)(token, evidence())
        if found["is_used"]:
            return page("gone", 410, text=f"This link was used already: you are subscribed to {found['name']}.")
        list_service.send_soon()
        return page("confirmed", **found)

    return kindly(answer)


@anvil.server.route("/email/address/:token", methods=METHODS)
def address_page(token: str, **_form: str) -> HttpResponse:
    """Ask whether to write to a new address; a POST does it."""
    return _address_answer("new_address", token, address_change_service.look_at, address_change_service.change_address)


@anvil.server.route("/email/address-back/:token", methods=METHODS)
def address_back_page(token: str, **_form: str) -> HttpResponse:
    """Ask whether a change of address is to be taken back; a POST does it, once."""
    return _address_answer("address_back", token, address_change_service.look_back, address_change_service.take_back)


def _address_answer(name: str, token: str, look: Callable[[str], str], do: Callable[[str], str]) -> HttpResponse:
    return kindly(lambda: page(name, address=(do if is_post() else look)(token), is_done=is_post()))


def is_post() -> bool:
    """Whether the request is to change something."""
    return bool(anvil.server.request.method == "POST")


def kindly(answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer, or a page that says why there is none."""
    try:
        return answer()
    except NotFound as error:
        return page("gone", 404, text=error.message)
    except MybizzError as error:
        return page("gone", 429 if error.code == "too_many" else 400, text=error.message)


def evidence() -> dict[str, Any]:
    """What shows later that the person did this."""
    request = anvil.server.request
    return {"ip": request.remote_address, "agent": str(request.headers.get("user-agent") or "")[:300]}
