"""What people send by WhatsApp and MMS: kept by Twilio, given to whoever has the account's token.

Facts: twilio.com/docs/messaging/api/media-resource; “Validating requests”: media asks for Basic authentication, and
leads to a signed address of Twilio's own store.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ..server_shared.keys import secret
from . import inbound_file_service
from .file_fetch_service import FetchFailed, fetch

PROVIDER = "twilio"
_ACCOUNT = re.compile(r"/2010-04-01/Accounts/(AC[0-9a-fA-F]{32})/Messages/[A-Za-z0-9]+/Media/[A-Za-z0-9]+/?$")
STORES = (".twilio.com", ".twiliocdn.com", ".amazonaws.com")


def fetch_media(url: str) -> bytes:
    """The file at the address that Twilio told with a message. Raises FetchFailed."""
    account = _ACCOUNT.search(urlsplit(url).path)
    token = secret("twilio_auth_token")
    if account is None or not _is_twilio(url):
        raise FetchFailed("This is no address of Twilio.", is_final=True)
    if not token:
        raise FetchFailed("The secret twilio_auth_token is missing.")
    return fetch(url, auth=(account[1], token), may_lead_to=_is_store)


def _is_twilio(url: str) -> bool:
    return _is_below(url, (".twilio.com",))


def _is_store(url: str) -> bool:
    return _is_below(url, STORES)


def _is_below(url: str, hosts: tuple[str, ...]) -> bool:
    """Whether an address is of one of ``hosts``, by https, or of what stands in for Twilio (secret ``twilio_url``)."""
    parts, own = urlsplit(url), urlsplit(secret("twilio_url"))
    if own.hostname and (parts.scheme, parts.netloc) == (own.scheme, own.netloc):
        return True
    return parts.scheme == "https" and f".{parts.hostname or ''}".endswith(hosts) and parts.port in (None, 443)


inbound_file_service.fetch_with(PROVIDER, fetch_media)
