"""Unsubscribing and choosing what one gets, by the link in a message: no sign-in, no cookie.

Looking changes nothing, since mail programs and scanners look at every link; only a POST does (RFC 8058).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anvil.server

from ..server_messaging import subscription_service
from ..server_shared.errors import MybizzError, NotFound
from .pages import page


@anvil.server.route("/email/unsubscribe/:token", methods=["GET", "HEAD", "POST"])
def unsubscribe_page(token: str, **_form: str) -> anvil.server.HttpResponse:
    """Ask whether to unsubscribe; a POST does it."""

    def answer() -> anvil.server.HttpResponse:
        if anvil.server.request.method != "POST":
            return page("unsubscribe", **subscription_service.look_at(token))
        return page("unsubscribed", **subscription_service.unsubscribe(token, _evidence()))

    return _kindly(answer)


@anvil.server.route("/email/preferences/:token", methods=["GET", "HEAD", "POST"])
def preferences_page(token: str, **_form: str) -> anvil.server.HttpResponse:
    """What a person may be sent, to choose from; a POST saves it."""

    def answer() -> anvil.server.HttpResponse:
        is_post = anvil.server.request.method == "POST"
        if is_post:
            chosen = frozenset(anvil.server.request.form_params)
            subscription_service.choose(token, chosen, _evidence())
        return page("preferences", saved=is_post, groups=subscription_service.preferences(token))

    return _kindly(answer)


def _kindly(answer: Callable[[], anvil.server.HttpResponse]) -> anvil.server.HttpResponse:
    try:
        return answer()
    except NotFound as error:
        return page("gone", 404, text=error.message)
    except MybizzError as error:
        return page("gone", 400, text=error.message)


def _evidence() -> dict[str, Any]:
    """What shows later that the person did this."""
    request = anvil.server.request
    return {"ip": request.remote_address, "agent": str(request.headers.get("user-agent") or "")[:300]}
