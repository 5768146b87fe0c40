"""Requests that pages of other sites send: in a session of their own, unless the endpoint says otherwise."""

from __future__ import annotations

import copy
from typing import Any

from anvil import _threaded_server
from starlette.requests import Request

from ...origins import is_own_origin
from ...rpc.call import Call
from ...rpc.registry import private
from ..session_tokens import COOKIE


def is_cross_site(request: Request) -> bool:
    """Whether another origin's page sent this. A link that somebody follows has no Origin, and opens their session."""
    return not is_own_origin(request, request.headers.get("origin"))


@private("switch_session!", trusted_only=True)
def switch_session(call: Call) -> dict[str, Any] | None:
    """``cross_site_session=True``: go on in the session whose cookie came with the request; answer what it holds."""
    if call.withheld_cookies:
        session = call.instance.sessions.load(call.withheld_cookies.get(COOKIE))
        for part in (call, call.root or call):
            part.session = session
        call.cookies.update(call.withheld_cookies)
        call.withheld_cookies.clear()
        _threaded_server.call_info.__dict__["app_session"] = session
    return copy.deepcopy(call.session.data)  # the library decodes in place
