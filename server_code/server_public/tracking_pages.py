"""Where the links and the picture of a mail lead: what happened is noted, and the receiver goes on at once."""

from __future__ import annotations

from base64 import b64decode

import anvil
import anvil.server

from ..server_messaging import tracking_service
from ..server_shared.errors import NotFound
from .pages import page

# The smallest picture there is: one transparent pixel.
PIXEL = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


@anvil.server.route("/email/click/:token", methods=["GET", "HEAD"])
def click_page(token: str, **_form: str) -> anvil.server.HttpResponse:
    """Lead the receiver of a mail to where its link goes."""
    try:
        url = tracking_service.follow(token, *_who())
    except NotFound as error:
        return page("gone", 404, text=error.message)
    return anvil.server.HttpResponse(302, "", {**HEADERS, "Location": url})


@anvil.server.route("/email/open/:token", methods=["GET", "HEAD"])
def open_page(token: str, **_form: str) -> anvil.server.HttpResponse:
    """The picture of a mail."""
    try:
        tracking_service.note_open(token, *_who())
    except NotFound:
        return anvil.server.HttpResponse(404, "", dict(HEADERS))
    return anvil.server.HttpResponse(200, anvil.BlobMedia("image/gif", PIXEL), dict(HEADERS))


def _who() -> tuple[str, bool]:
    """What fetches the page, and whether it is no program that people read mail with."""
    request = anvil.server.request
    agent = str(request.headers.get("user-agent") or "")
    return agent, not agent or request.method == "HEAD"
