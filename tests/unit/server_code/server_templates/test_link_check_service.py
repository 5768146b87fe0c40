"""Links of a mail are asked for, within limits, and never within our own network."""

import anvil.server
import pytest
from urllib3.exceptions import ProtocolError, ReadTimeoutError
from urllib3.util import parse_url

from server_code.server_templates import link_check_service
from tests.integration.app.messaging.http_stub import http_stub

ADDRESSES = {"good.test": "93.184.215.14", "both.test": "10.0.0.7", "inside.test": "127.0.0.1", "v6.test": "::1"}
PAGES = {
    "https://good.test/": (200, ""),
    "https://good.test/gone": (404, ""),
    "https://good.test/members": (403, ""),
    "https://good.test/moved": (301, "/"),
    "https://good.test/round": (302, "/round"),
    "https://good.test/inward": (302, "http://inside.test/admin"),
    "https://good.test/slow": ReadTimeoutError(None, None, "slow"),
    "https://good.test/cut": ProtocolError("cut"),
}


@pytest.fixture(autouse=True)
def _network(monkeypatch):
    def ask(url, address):
        assert address == ADDRESSES[url.host]
        if isinstance(PAGES[url.url], Exception):
            raise PAGES[url.url]
        return PAGES[url.url]

    def resolve(host, port):
        if host not in ADDRESSES:
            raise OSError("nobody knows it")
        addresses = [ADDRESSES[host]] + (["93.184.215.14"] if host == "both.test" else [])
        return [(0, 0, 0, "", (address, 0)) for address in addresses]

    monkeypatch.setattr(link_check_service, "ask", ask)
    monkeypatch.setattr(link_check_service.socket, "getaddrinfo", resolve)
    monkeypatch.setattr(anvil.server, "get_app_origin", lambda: "http://app.test")


@pytest.mark.parametrize("url", ["https://good.test/", "https://good.test/moved", "https://good.test/members"])
def test_a_link_that_leads_somewhere_is_left_alone(url):
    assert link_check_service.broken_links([url, url]) == []


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://good.test/gone", "answers 404"),
        ("https://good.test/round", "leads on and on"),
        ("https://good.test/slow", "does not answer within 5 seconds"),
        ("https://good.test/cut", "cannot be reached"),
        ("https://unknown.test/", "cannot be reached"),
        ("http://inside.test/", "is not on the open web"),
        ("http://both.test/", "is not on the open web"),
        ("http://v6.test/", "is not on the open web"),
        ("https://good.test/inward", "is not on the open web"),
    ],
)
def test_a_link_that_leads_nowhere_is_told_of_with_the_reason(url, why):
    assert link_check_service.broken_links([url]) == [{"url": url, "why": why}]


def test_links_with_tokens_cannot_be_asked_for():
    assert link_check_service.broken_links(["https://good.test/{{email}}"]) == []


def test_the_address_that_was_looked_at_is_the_one_that_is_asked(monkeypatch):
    monkeypatch.undo()
    with http_stub() as site:
        site.always(302, b"", Location="/on")
        port = site.url.rpartition(":")[2]
        link = parse_url(f"http://nobody-knows-this.test:{port}/a?b=c")
        assert link_check_service.ask(link, "127.0.0.1") == (302, "/on")
        [asked] = site.asked
    assert (asked.path, asked.headers["Host"]) == ("/a?b=c", f"nobody-knows-this.test:{port}")
