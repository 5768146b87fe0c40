"""Getting one file from a provider over HTTP: no more bytes than are kept, and only from where it may come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from .inbound_file_rules import MEGABYTE, MOST_BYTES, too_large

if TYPE_CHECKING:
    import requests

TIMEOUT_SECONDS = (5, 30)
MOST_STEPS = 3
PART = MEGABYTE // 4


class FetchFailed(Exception):
    """A file did not come; its text says why. ``is_final``: trying again would change nothing."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final


def fetch(
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    auth: tuple[str, str] | None = None,
    may_lead_to: Callable[[str], bool] = lambda url: False,
) -> bytes:
    """What stands at ``url``. Raises FetchFailed.

    ``headers`` and ``auth`` (user, password) are shown to that address alone, not to those it leads to; it may lead
    only where ``may_lead_to(address)``.
    """
    import requests  # large, and few days need it: here, not at every start

    with requests.Session() as session:
        session.trust_env = False  # no password of a .netrc goes anywhere
        shown: dict[str, object] = {"headers": headers, "auth": auth}
        for _ in range(MOST_STEPS):
            with _answer(session, url, shown) as answer:
                if not answer.is_redirect:
                    return _content(answer)
                url = urljoin(url, answer.headers["Location"])
            if not may_lead_to(url):
                raise FetchFailed("The service leads to another place, which is not its own.", is_final=True)
            shown = {}
    raise FetchFailed("The service leads from place to place.", is_final=True)


def _answer(session: requests.Session, url: str, shown: Mapping[str, object]) -> requests.Response:
    from requests import RequestException

    try:
        return session.get(url, timeout=TIMEOUT_SECONDS, stream=True, allow_redirects=False, **shown)  # type: ignore[arg-type]
    except RequestException as error:
        raise FetchFailed(f"The service cannot be reached ({type(error).__name__}).") from error


def _content(answer: requests.Response) -> bytes:
    from requests import RequestException

    if answer.status_code in (404, 410):
        raise FetchFailed("The service does not have it any more.", is_final=True)
    if answer.status_code in (401, 403):
        raise FetchFailed("The service does not accept our key.")
    if answer.status_code != 200:
        raise FetchFailed(f"The service answered {answer.status_code}.")
    content = bytearray()
    try:
        for part in answer.iter_content(PART):
            content += part
            if len(content) > MOST_BYTES:
                raise FetchFailed(too_large(len(content)), is_final=True)
    except RequestException as error:
        raise FetchFailed("The line was cut.") from error
    if not content:
        raise FetchFailed("The file is empty.", is_final=True)
    return bytes(content)
