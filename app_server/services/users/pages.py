"""Where mailed links lead: the session is marked and the browser sent on to the app."""

from __future__ import annotations

import asyncio
import html
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from ...errors import AnvilError
from ...instance import Instance
from ...rpc import browser, dispatch
from ...rpc.call import Call
from ..session_tokens import COOKIE
from .resetting import login_with_token
from .signing_up import confirm_email

NOT_KEPT = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>
<style>body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 4rem auto; padding: 0 1rem }}</style>
</head><body><h1>{title}</h1><p>{text}</p><p><a href="/">Go on to {app}</a></p></body></html>
"""


async def follow_link(request: Request) -> Response:
    """``/_/login/<token>`` and ``/_/reset_password/<token>``: go on to the app when the link is good."""
    token = request.path_params["token"]
    return await _answer(request, lambda call: _send_on(call, token))


async def follow_confirmation(request: Request) -> Response:
    """``/_/email-confirm/<email>/<key>``."""
    email, key = request.path_params["email"], request.path_params["key"]
    return await _answer(request, lambda call: _confirm(call, email, key))


ROUTES = [
    Route("/_/login/{token}", follow_link),
    Route("/_/reset_password/{token}", follow_link),
    Route("/_/email-confirm/{email}/{key}", follow_confirmation),
]


def _send_on(call: Call, token: str) -> Response:
    try:
        followed = login_with_token(call, token)
    except AnvilError as error:
        return _page(call, "This link does not work", error.message, 403)
    if followed:
        return RedirectResponse("/", 303, NOT_KEPT)
    text = "It is older than ten minutes, or it was used before. Please ask for a new one."
    return _page(call, "This link does not work", text, 404)


def _confirm(call: Call, email: str, key: str) -> Response:
    if confirm_email(call, email, key):
        return _page(call, "Thank you", f"The address {html.escape(email)} is confirmed.")
    return _page(call, "This link does not work", "Please check that it is whole, as it stands in the email.", 404)


def _page(call: Call, title: str, text: str, status: int = 200) -> Response:
    app = html.escape(call.instance.app.title)
    headers = NOT_KEPT | {"Content-Security-Policy": PAGE_POLICY}
    return HTMLResponse(PAGE.format(title=title, text=text, app=app), status, headers)


async def _answer(request: Request, act: Callable[[Call], Response]) -> Response:
    """Act in the browser's session, in a thread, and give the browser its cookies."""
    if request.method == "HEAD":
        return Response(headers=NOT_KEPT)  # a mail program looks whether there is a page; that must not use the link up
    instance: Instance = request.app.state.instance

    def run() -> Response:
        call = browser.call_of(request, instance)
        call.session = instance.sessions.load(request.cookies.get(COOKIE))
        with dispatch.serving(call):
            response = act(call)
        session_cookie = instance.sessions.cookie(call.session, secure=instance.origin.startswith("https:"))
        for cookie in (*call.response_cookies, session_cookie):
            if cookie is not None:
                response.headers.append("Set-Cookie", cookie)
        return response

    return await asyncio.get_running_loop().run_in_executor(instance.threads, run)
