"""Who gets through: hosts, origins, proxies, sizes; and what every answer carries."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator

import httpx
import pytest

from tests.server_process import ServerProcess
from tests.wire.office import Visitor

MEGABYTE = 1024 * 1024


@pytest.fixture
def through_proxy(office: ServerProcess) -> Iterator[httpx.Client]:
    """Requests that come from the address that the server was told is its proxy's."""
    with httpx.Client(base_url=office.url, transport=httpx.HTTPTransport(local_address="127.0.0.2")) as client:
        yield client


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [("9.9.9.9", "9.9.9.9"), ("6.6.6.6, 9.9.9.9", "9.9.9.9"), ("9.9.9.9, 127.0.0.2", "9.9.9.9"), (None, "127.0.0.2")],
)
def test_a_named_proxy_tells_the_clients_address(
    through_proxy: httpx.Client, forwarded: str | None, address: str
) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    answer = through_proxy.get("/_/api/echo", headers=headers).json()
    assert (answer["address"], answer["client"]) == (address, ["http", address])


@pytest.mark.parametrize("host", ["evil.test", "evil.test:80", "127.0.0.1.evil.test", "localhost.evil.test", ""])
def test_another_sites_name_for_this_server_is_refused(visitor: Visitor, host: str) -> None:
    assert visitor.http.get("/_/api/echo", headers={"Host": host}).status_code in (400, 421)
    assert visitor.http.get("/_/health", headers={"Host": "balancer.internal"}).status_code == 200


@pytest.mark.parametrize("host", ["localhost", "localhost:3030", "app.localhost", "127.0.0.1", "[::1]:80", "10.1.2.3"])
def test_this_machines_names_are_taken(visitor: Visitor, host: str) -> None:
    assert visitor.http.get("/_/api/echo", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.test", "null", "http://127.0.0.1:1", "http://evil.test/127.0.0.1"])
def test_a_foreign_page_can_call_nothing(visitor: Visitor, origin: str) -> None:
    answer = visitor.http.post("/_/server-call-http", json=visitor.message("visit"), headers={"Origin": origin})
    assert answer.status_code == 403


def test_the_page_behind_a_proxy_that_changes_the_host_is_our_own(visitor: Visitor, office: ServerProcess) -> None:
    headers = {"Origin": office.url, "Host": "127.0.0.1:9"}
    assert visitor.http.post("/_/server-call-http", json=visitor.message("visit"), headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/", "/nothing", "/_/nothing", "/_/api/echo", "/_/api/breaks", "/_/health"])
def test_every_answer_tells_browsers_what_not_to_do(visitor: Visitor, path: str) -> None:
    headers = visitor.http.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert "object-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert "referrer-policy" in headers


def test_a_request_and_its_error_have_one_id(visitor: Visitor, office: ServerProcess) -> None:
    answer = visitor.post("fail", "unexpected")
    reference = answer.json()["error"]["reference"]
    assert answer.headers["x-request-id"] == reference
    assert any(line.get("request") == reference and "unexpected" in line.get("trace", "") for line in office.logged())


def test_no_secret_reaches_the_log_or_a_page(visitor: Visitor, office: ServerProcess) -> None:
    secret, password = visitor.call("secret", "TOKEN"), "a password that nobody may read"
    visitor.error("secret", "NOTHING")
    visitor.error("secret_in_an_error")
    visitor.call("users", "signup_with_email", "log@office.test", password)
    visitor.call("caught", "users", "login_with_email", "log@office.test", password + "!")
    visitor.http.get("/_/login/token-of-a-mailed-link")
    visitor.http.get("/_/api/echo?key=key-in-a-query")
    log = office.log.read_text()
    assert "/_/login/…" in log
    assert "secret_in_an_error" in log
    for kept in (secret, password, visitor.http.cookies["anvil-session"], "token-of-a-mailed-link", "key-in-a-query"):
        assert kept not in log


def chunks(size: int) -> Iterator[bytes]:
    for _ in range(size // 65536):
        yield bytes(65536)


def test_a_body_over_the_limit_is_refused_also_in_chunks(visitor: Visitor) -> None:
    assert visitor.http.post("/_/api/echo", content=bytes(2 * MEGABYTE)).status_code == 413
    assert visitor.http.post("/_/api/echo", content=chunks(2 * MEGABYTE)).status_code == 413
    assert visitor.http.post("/_/api/echo", content=chunks(MEGABYTE)).status_code == 200


def test_more_parameters_than_any_use_needs_are_refused(visitor: Visitor) -> None:
    assert visitor.http.get("/_/api/echo?" + "a=1&" * 1500).status_code == 400
    many = "&".join(["a=1"] * 1500)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert visitor.http.post("/_/api/echo", content=many, headers=headers).status_code == 400


@pytest.mark.parametrize("head", [b"X-Own: " + b"x" * 70_000, b"\r\n".join(b"X-%d: x" % n for n in range(12_000))])
def test_a_head_over_the_limit_is_refused(office: ServerProcess, head: bytes) -> None:
    with socket.create_connection(("127.0.0.1", office.port), timeout=10) as client:
        client.sendall(b"GET /_/api/echo HTTP/1.1\r\nHost: localhost\r\n" + head + b"\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 431")


@pytest.mark.parametrize("request_line", [b"rubbish\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00\x01"])
def test_what_is_no_http_is_a_bad_request(office: ServerProcess, request_line: bytes) -> None:
    with socket.create_connection(("127.0.0.1", office.port), timeout=10) as client:
        client.sendall(request_line)
        assert client.recv(100).startswith(b"HTTP/1.1 400")


def test_an_answer_of_an_endpoint_cannot_add_a_header_line(visitor: Visitor) -> None:
    assert json.loads(visitor.http.get("/_/api/echo?a=%0d%0aSet-Cookie:x").text)["query"] == {"a": "\r\nSet-Cookie:x"}
