"""Public addresses where providers post: ``/_/api/webhooks/…``. What is not theirs leaves nothing behind."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Callable
from functools import wraps

import anvil.server

from ..server_shared.errors import Forbidden, Invalid, MybizzError, NotSignedIn
from ..server_shared.keys import secret

log = logging.getLogger("mybizz.webhooks")

STATUSES = {NotSignedIn: 401, Forbidden: 403, Invalid: 400}
# The paths that anybody may post to; each checks by itself who posts.
addresses: set[str] = set()


def intake(path: str) -> Callable[[Callable[[bytes], None]], Callable[..., anvil.server.HttpResponse]]:
    """Answer ``POST /_/api<path>``: 204 once ``function(body)`` has stored what there is, 4xx for what is not wanted.

    Any other fault is a 500, and the provider sends again.
    """

    def expose(function: Callable[[bytes], None]) -> Callable[..., anvil.server.HttpResponse]:
        @wraps(function)
        def answer(**_parameters: str) -> anvil.server.HttpResponse:
            body = anvil.server.request.body
            try:
                function(body.get_bytes() if body is not None else b"")
            except MybizzError as error:
                return anvil.server.HttpResponse(STATUSES.get(type(error), 400), error.message)
            except Exception:  # the outer edge: a provider learns only that it must send again
                log.exception("A report to %s could not be stored", path)
                return anvil.server.HttpResponse(500, "Please send this again.")
            return anvil.server.HttpResponse(204)

        addresses.add(path)
        return anvil.server.http_endpoint(path, methods=["POST"])(answer)

    return expose


def check_bearer(name: str) -> None:
    """Refuse whoever does not send the token of the secret ``name``. Raises NotSignedIn."""
    expected = secret(name)
    given = anvil.server.request.headers.get("authorization") or ""
    if not expected or not hmac.compare_digest(given.encode(), f"Bearer {expected}".encode()):
        raise NotSignedIn("The token is missing or wrong.")
