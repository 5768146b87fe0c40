"""``anvil.server.route``, cookies, ``anvil.http`` of server code, and what an app knows of its addresses."""

from __future__ import annotations

import html
import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.server_process import ServerProcess
from tests.wire.office import Visitor


def startup_of(page: str) -> dict[str, Any]:
    """What the page is told to open."""
    found = re.search(r"<script[^>]*type=\"application/json\"[^>]*>(.*?)</script>", page, re.DOTALL)
    assert found is not None
    opened: dict[str, Any] = json.loads(html.unescape(found[1]))["startup"]["response"]
    return opened


def test_a_route_at_the_root_is_the_page_of_an_app_without_a_startup_form(visitor: Visitor) -> None:
    page = visitor.http.get("/").text
    assert "<title>Home &lt;1&gt;</title>" in page
    assert f'content="{str(visitor.http.base_url).rstrip("/")}/_/theme/hello.txt"' in page
    assert startup_of(page) == {"data": {"visits": 1}, "form": None, "module": None}


def test_a_form_response_opens_a_form(visitor: Visitor) -> None:
    page = visitor.http.get("/open/Main?a=1").text
    assert startup_of(page)["form"] == {"name": "Main", "args": [7], "kwargs": {"query": {"a": "1"}}}


def test_a_page_fetches_the_files_that_it_was_opened_with(visitor: Visitor) -> None:
    page = visitor.http.get("/files/Main").text
    config = re.search(r"<script[^>]*type=\"application/json\"[^>]*>(.*?)</script>", page, re.DOTALL)
    assert config is not None
    objects = json.loads(html.unescape(config[1]))["startup"]["objects"]
    assert [described["path"] for described in objects] == [
        ["response", "data", "files", 0],
        ["response", "form", "args", 0],
    ]
    assert all((described["type"], described["name"]) == (["LazyMedia"], "letter.txt") for described in objects)
    sent_back = objects[0] | {"path": ["args", 0]}
    assert visitor.call("text_of", None, objects=[sent_back]) == "Dear visitor"


@pytest.mark.parametrize(("method", "status"), [("GET", 200), ("HEAD", 200), ("POST", 200), ("PUT", 405)])
def test_a_route_answers_the_methods_it_lists(visitor: Visitor, method: str, status: int) -> None:
    answer = visitor.http.request(method, "/plain/w%C3%B6rd")
    assert answer.status_code == status
    assert answer.text == {"HEAD": "", "PUT": "Method not supported"}.get(method, "wörd")


def test_a_route_can_send_the_browser_on(visitor: Visitor) -> None:
    assert visitor.http.get("/hop", follow_redirects=True).text == "landed"


NO_FILES = ["%00", "..%2f..%2fanvil.yaml", "x" * 300, "%ff", ".", ""]


@pytest.mark.parametrize("folder", ["/_/static/", "/_/theme/", "/_/build/"])
@pytest.mark.parametrize("name", NO_FILES)
def test_a_name_that_no_file_can_have_is_not_found(visitor: Visitor, folder: str, name: str) -> None:
    assert visitor.http.get(folder + name).status_code == 404


@pytest.mark.parametrize(("path", "status"), [("/nothing", 404), ("/_/nothing", 404), ("/_/api", 404)])
def test_an_address_that_nobody_knows_is_not_found(visitor: Visitor, path: str, status: int) -> None:
    assert visitor.http.get(path).status_code == status


def test_a_cookie_is_read_in_the_same_request_and_in_the_next(visitor: Visitor) -> None:
    assert visitor.call("cookie", "set", "a", {"b": [1, None]}) == {"b": [1, None]}
    assert visitor.call("cookie") == {"b": [1, None]}
    assert visitor.http.get("/_/api/cookie").json() == {"b": [1, None]}
    assert visitor.call("cookie", "get", "a", None, "shared") == "nothing"


def test_a_cookie_that_is_not_there_is_a_key_error(visitor: Visitor) -> None:
    assert visitor.call("cookie") == "nothing"
    assert visitor.call("cookie_error", "item", "a") == ["KeyError", "'a'"]


def test_cookies_are_deleted_and_cleared(visitor: Visitor) -> None:
    for name in "abc":
        visitor.call("cookie", "set", name, name)
    assert visitor.call("cookie", "delete", "a") == "nothing"
    assert visitor.call("cookie", "delete", "never there") == "nothing"
    assert visitor.call("cookie", "get", "b") == "b"
    assert visitor.call("cookie", "clear", "b") == "nothing"
    assert visitor.call("cookie", "get", "c") == "nothing"


def test_a_cookie_expires(visitor: Visitor) -> None:
    assert visitor.call("cookie", "set", "a", 1, "local", 0) == "nothing"
    assert visitor.call("cookie", "set", "a", 1, "local", 0.5) == 1


def test_cookies_keep_dates_but_neither_files_nor_much(visitor: Visitor) -> None:
    assert visitor.call("keep_date_in_cookie") == "2026-01-31"
    assert visitor.error("keep_file_in_cookie")["message"] == "Cannot store Media in cookies."
    assert visitor.call("cookie_error", "set", "a", "x" * 5000) == ["CookieError", "Cookie too big"]
    assert visitor.call("cookie_error", "set", "a", "x" * 2500) is None


def test_a_cookie_of_somebody_elses_making_is_none(visitor: Visitor) -> None:
    visitor.call("cookie", "set", "a", 1)
    [sealed] = visitor.http.cookies.jar
    visitor.http.cookies.clear()
    for value in ("forged", str(sealed.value)[:-4] + "AAAA", ""):
        assert visitor.http.get("/_/api/cookie", headers={"Cookie": f"anvil-local={value}"}).text == "nothing"


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("anvil.private.get_cookie", "Permission denied. Cannot read cookies from client code."),
        ("anvil.private.set_cookie", "Permission denied. Cannot set cookies from client code."),
        ("anvil.private.list_sessions", "Permission denied. Cannot list sessions from client code."),
        ("anvil.private.get_session_id", "Permission denied. Cannot get the current session ID from client code."),
    ],
)
def test_pages_are_refused_in_the_stock_servers_words(visitor: Visitor, command: str, words: str) -> None:
    error = visitor.error(command, *(["local", "a"] if "cookie" in command else []))
    assert (error["type"], error["message"]) == ("anvil.server.InternalError", words)


class Echo(BaseHTTPRequestHandler):
    """Says what it was asked."""

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        seen = {"method": self.command, "path": self.path, "body": body, "type": self.headers.get("Content-Type")}
        seen |= {"own": self.headers.get("X-Own"), "authorization": self.headers.get("Authorization")}
        self.send_response(302 if self.path == "/302" else int(self.path[1:]) if self.path[1:].isdigit() else 200)
        self.send_header("Location", "/landed")
        self.send_header("Content-Type", "application/x-echo")
        self.end_headers()
        self.wfile.write((json.dumps(seen) if self.path != "/text" else "text").encode())

    do_POST = do_PUT = do_GET

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def echo() -> Iterator[str]:
    """The address of another server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("options", "seen"),
    [
        ({}, {"method": "GET", "path": "/x", "body": "", "type": None}),
        ({"data": "a=1"}, {"path": "/x?a=1", "body": ""}),
        ({"data": {"ü": 1}}, {"path": "/x?%C3%BC=1", "type": FORM}),
        ({"method": "post", "data": {"a": "ü b"}}, {"method": "POST", "body": "a=%C3%BC+b", "type": FORM}),
        ({"method": "PUT", "data": "raw"}, {"method": "PUT", "body": "raw"}),
        ({"method": "POST", "data": {"a": [1]}, "json": True}, {"body": '{"a": [1]}', "type": "application/json"}),
        ({"headers": {"X-Own": "1"}}, {"own": "1"}),
        ({"username": "u", "password": "p"}, {"authorization": "Basic dTpw"}),
    ],
)
def test_server_code_asks_other_servers(
    visitor: Visitor, echo: str, options: dict[str, Any], seen: dict[str, Any]
) -> None:
    content = json.loads(visitor.call("fetch", f"{echo}/x", kwargs=options)[1]) if not options.get("json") else None
    answered = content or visitor.call("fetch", f"{echo}/x", kwargs=options)
    assert seen.items() <= answered.items()


def test_an_answer_is_media_or_what_its_json_says(visitor: Visitor, echo: str) -> None:
    assert visitor.call("fetch", f"{echo}/text") == ["application/x-echo", "text"]
    assert visitor.call("fetch", f"{echo}/x", kwargs={"json": True})["path"] == "/x"
    failed = visitor.call("fetch", f"{echo}/text", kwargs={"json": True})
    assert failed == ["HttpErrorStatus", "Invalid JSON in response", 200, "text"]


@pytest.mark.parametrize("status", [400, 404, 500])
def test_a_status_of_failure_is_raised_with_the_answer(visitor: Visitor, echo: str, status: int) -> None:
    kind, words, seen, content = visitor.call("fetch", f"{echo}/{status}")
    assert (kind, words, seen) == ("HttpErrorStatus", f"HTTP error {status}", status)
    assert json.loads(content)["path"] == f"/{status}"


def test_a_redirect_is_followed(visitor: Visitor, echo: str) -> None:
    assert visitor.call("fetch", f"{echo}/302", kwargs={"json": True})["path"] == "/landed"


def test_a_server_that_does_not_answer_is_a_failed_request(visitor: Visitor) -> None:
    assert visitor.error("fetch", "http://127.0.0.1:9/")["type"] == "anvil.http.HttpRequestFailed"
    assert visitor.error("fetch", "no address")["type"] == "anvil.http.HttpRequestFailed"


def test_a_list_is_no_body(visitor: Visitor, echo: str) -> None:
    error = visitor.error("fetch", f"{echo}/x", kwargs={"method": "POST", "data": [1]})
    assert error["message"] == "Cannot use a list as the body of an HTTP request"


def test_a_page_cannot_have_the_server_ask_for_it(visitor: Visitor, echo: str) -> None:
    error = visitor.error("anvil.private.http.request", kwargs={"url": echo})
    assert (error["type"], error["message"]) == (
        "anvil.server.PermissionDenied",
        "Cannot call this function from client code",
    )


@pytest.mark.parametrize(
    ("text", "encoded"), [("a b/ü+~", "a%20b%2F%C3%BC%2B~"), ("", ""), ("az-_.~09", "az-_.~09"), ("&=%", "%26%3D%25")]
)
def test_text_is_encoded_for_addresses_and_back(visitor: Visitor, text: str, encoded: str) -> None:
    assert visitor.call("url_encoded", text) == encoded
    assert visitor.call("url_decoded", encoded) == text


@pytest.mark.parametrize(("text", "decoded"), [("a+b", "a+b"), ("50%", "50%"), ("%C3", "\ufffd")])
def test_what_is_not_encoded_stays_as_it_is(visitor: Visitor, text: str, decoded: str) -> None:
    assert visitor.call("url_decoded", text) == decoded


def test_text_that_cannot_be_decoded_is_named(visitor: Visitor) -> None:
    error = visitor.error("url_decoded", "%zz")
    assert (error["type"], error["message"]) == (
        "anvil.http.UrlEncodingError",
        "This is not a valid URL-encoded string",
    )


def test_an_app_knows_its_addresses(visitor: Visitor, office: ServerProcess) -> None:
    assert visitor.call("origins") == [office.url, office.url, f"{office.url}/_/api"]


def test_the_app_can_be_installed_and_found_online(visitor: Visitor, office: ServerProcess) -> None:
    manifest = visitor.http.get("/_/manifest.json").json()
    assert (manifest["name"], manifest["start_url"], manifest["display"]) == ("Office", f"{office.url}/", "standalone")
    assert visitor.http.get(manifest["icons"][0]["src"]).status_code == 200
    assert visitor.http.get("/_/check-app-online").status_code == 200


def test_an_app_knows_itself(visitor: Visitor) -> None:
    assert visitor.call("about_the_app")[0] == "office_app"
