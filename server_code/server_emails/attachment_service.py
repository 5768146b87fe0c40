"""Files of the mails that people write, as Brevo's inbound parsing keeps them.

Facts: developers.brevo.com, “Inbound parse webhooks” (``DownloadToken``) and “Retrieve inbound attachment”
(``GET /v3/inbound/attachments/{downloadToken}``).
"""

from __future__ import annotations

from urllib.parse import quote

from ..server_messaging import inbound_file_service
from ..server_messaging.file_fetch_service import FetchFailed, fetch
from ..server_shared.keys import secret
from .brevo_integration import BREVO, KEY, PROVIDER


def fetch_attachment(token: str) -> bytes:
    """The file of a download token. Raises FetchFailed."""
    key = secret(KEY)
    if not key:
        raise FetchFailed("Brevo's key is missing. It is a secret, brevo_api_key.")
    url = f"{secret('brevo_url') or BREVO}/v3/inbound/attachments/{quote(token, safe='')}"
    return fetch(url, headers={"api-key": key})


inbound_file_service.fetch_with(PROVIDER, fetch_attachment)
