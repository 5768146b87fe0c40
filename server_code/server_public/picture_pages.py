"""The pictures of mails: open to everybody who has the link."""

from __future__ import annotations

import anvil.server

from ..server_messaging import mail_file_service
from ..server_shared.errors import NotFound

# What stands behind a link never changes.
HEADERS = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}


@anvil.server.route("/pictures/:key", methods=["GET", "HEAD"])
def picture(key: str, **_query: str) -> anvil.server.HttpResponse:
    """A picture of a mail."""
    try:
        return anvil.server.HttpResponse(200, mail_file_service.find_picture(key), dict(HEADERS))
    except NotFound as error:
        return anvil.server.HttpResponse(404, error.message)
