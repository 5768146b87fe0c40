"""The app's own addresses, through the real web app."""

import base64
import html
import json
import re
import socket
from collections import defaultdict

import pytest
from starlette.testclient import TestClient

from app_server import page
from app_server.web import make_web_app


@pytest.fixture(scope="module")
def web(instance):
    patch = pytest.MonkeyPatch()
    patch.setattr(page, "read_build", lambda: defaultdict(lambda: "built.js"))
    with TestClient(make_web_app(instance), base_url="http://127.0.0.1:42300", follow_redirects=False) as client:
        yield client
    patch.undo()


@pytest.fixture(autouse=True)
def _fresh_browser(web):
    web.cookies.clear()


def test_path_and_query_become_arguments_and_a_dict_becomes_json(web):
    answer = web.get("/_/api/hello/Zo%C3%AB%20B?a=1&b=&a=2")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {"hello": "Zoë B", "query": {"a": ["1", "2"], "b": ""}}


def test_the_request_is_there_for_the_function(web):
    answer = web.post("/_/api/echo?q=1", data={"f": "ü", "q": "form"}, headers={"Cookie": "mine=1; anvil-session=x"})
    assert answer.json() == {
        "values": {"f": "ü", "q": "1"},
        "method": "POST",
        "path": "/echo",
        "form": {"f": "ü", "q": "form"},
        "query": {"q": "1"},
        "cookie": "mine=1",
        "type": "application/x-www-form-urlencoded",
        "body": "f=%C3%BC&q=form",
        "address": "testclient",
        "context": "http",
        "caller": "http",
        "trusted": False,
    }


def test_json_is_written_in_ascii_with_escaped_slashes_as_on_the_stock_server(web):
    assert web.get("/_/api/returns/letters").content == rb'{"\u00fc\/":"\ud83d\ude00"}'
    assert web.get("/_/api/returns/huge").content == rb'{"\u00fc":1180591620717411303424}'


def test_a_json_body_is_decoded(web):
    assert web.post("/_/api/json", json={"a": [1, None]}).json() == {"a": [1, None]}


@pytest.mark.parametrize(
    ("what", "status", "kind", "body"),
    [
        ("text", 200, "text/plain; charset=utf-8", "plain ü".encode()),
        ("number", 200, "application/json", b"5"),
        ("none", 200, "application/json", b"null"),
        ("list", 200, "application/json", b'[1,{"a":true}]'),
        ("media", 200, "image/png", b"\x89PNG"),
        ("response", 201, "text/x-own", b"made"),
    ],
)
def test_what_a_function_returns_decides_the_answer(web, what, status, kind, body):
    answer = web.get(f"/_/api/returns/{what}")
    assert (answer.status_code, answer.headers["content-type"], answer.content) == (status, kind, body)


def test_headers_of_the_function_are_sent(web):
    assert web.get("/_/api/returns/response").headers["x-one"] == "1"
    assert web.get("/_/api/returns/media").headers["content-disposition"] == 'inline; filename="a%20_b_.png"'


def test_cookies_are_set_but_never_the_servers_own(web):
    cookies = web.get("/_/api/cookies").headers.get_list("set-cookie")
    assert cookies[:2] == ["a=1", "b=2"]
    assert [cookie.split("=")[0] for cookie in cookies] == ["a", "b", "anvil-local"]


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("GET", "/_/api/nothing", 404, "No matching API endpoint"),
        ("GET", "/nothing", 404, ""),
        ("GET", "/_/nothing", 404, ""),
        ("DELETE", "/_/api/echo", 405, "Method not supported"),
        ("OPTIONS", "/_/api/echo", 405, "Method not supported"),
        ("GET", "/_/api/breaks", 500, "An exception was raised"),
        ("GET", "/_/api/lost", 500, "An exception was raised"),
        ("GET", "/_/api/returns/object", 500, "An exception was raised"),
        ("GET", "/_/api/returns/page", 500, "cannot be returned"),
        ("GET", "/_/api/returns/nan", 500, "This response cannot be transmitted over HTTP."),
    ],
)
def test_errors_have_the_stock_servers_codes_and_tell_nothing(web, method, path, status, words):
    answer = web.request(method, path)
    assert answer.status_code == status
    assert words in answer.text
    assert "secret detail" not in answer.text


def test_an_allow_header_names_the_methods(web):
    assert web.delete("/_/api/echo").headers["allow"] == "GET, POST, PUT"


def test_basic_auth_is_asked_for_and_decoded(web):
    refused = web.get("/_/api/basic")
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Basic")
    assert web.get("/_/api/basic", auth=("ann", "p:ü")).json() == ["ann", "p:ü"]
    assert web.get("/_/api/basic", headers={"Authorization": "Basic !!!"}).status_code == 401
    assert web.get("/_/api/basic", headers={"Authorization": "Bearer x"}).status_code == 401


def test_users_are_authenticated_by_their_password(web, server):
    server.as_browser("anvil.private.users.signup_with_email", "api@shop.test", "right horse")
    assert web.get("/_/api/member", auth=("api@shop.test", "right horse")).text == "api@shop.test"
    assert web.get("/_/api/member", auth=("api@shop.test", "wrong")).status_code == 401
    assert web.get("/_/api/member").status_code == 401


def test_other_sites_may_call_what_is_shared_and_share_no_session(web):
    answer = web.get("/_/api/shared", headers={"Origin": "https://other.test"})
    assert answer.headers["access-control-allow-origin"] == "*"
    asked = web.options("/_/api/shared", headers={"Access-Control-Request-Headers": "X-Own"})
    assert (asked.status_code, asked.headers["access-control-allow-headers"]) == (200, "content-type, x-own")
    assert "access-control-allow-origin" not in web.get("/_/api/echo").headers


def test_an_endpoint_uses_the_browsers_session_and_begins_none(web, instance):
    assert [web.get("/_/api/visits").json() for _ in range(2)] == [1, 1]
    session = instance.sessions.new()
    session.changed()
    instance.sessions.save(session)
    cookie = instance.sessions.cookie(session, secure=False).split(";")[0]
    own = {"Cookie": cookie}
    assert [web.get("/_/api/visits", headers=own).json() for _ in range(3)] == [1, 2, 3]
    assert web.get("/_/api/visits", headers={**own, "Origin": "https://evil.test"}).json() == 1
    # Somebody followed a link on another site.
    assert web.get("/_/api/visits", headers={**own, "Sec-Fetch-Site": "cross-site"}).json() == 4


def test_a_body_over_the_limit_is_refused(web, instance, monkeypatch):
    monkeypatch.setattr(type(instance.settings), "body_limit_bytes", 1000, raising=False)
    assert web.post("/_/api/echo", content=b"x" * 1001).status_code == 413


def test_a_route_answers_at_the_root(web):
    answer = web.get("/shop/tea%20pot")
    assert (answer.headers["content-type"], answer.text) == ("text/html; charset=utf-8", "<h1>tea pot</h1>")
    assert web.head("/shop/x").status_code == 200
    assert web.post("/shop/x").status_code == 405


def test_a_route_may_begin_a_session(web, email):
    web.get(f"/enter/{email}")
    message = {"id": "1", "type": "CALL", "command": "who_am_i", "args": [], "kwargs": {}, "objects": []}
    assert web.post("/_/server-call-http", json=message).json()["response"] == email


def test_a_route_can_open_a_form_with_data(web):
    answer = web.get("/open/Main")
    assert answer.headers["content-type"].startswith("text/html")
    assert "<title>Opened &lt;b&gt;</title>" in answer.text
    assert '<meta property="og:image" content="/x.png">' in answer.text
    config = re.search(r"<script[^>]*type=\"application/json\"[^>]*>(.*?)</script>", answer.text, re.DOTALL)[1]
    response = json.loads(html.unescape(config))["startup"]["response"]
    assert response["data"] == {"n": 1}
    assert response["form"] == {"name": "Main", "args": [7], "kwargs": {"b": 8}}


def test_server_code_asks_other_servers(server, web, http_server):
    assert server.as_browser("fetch", f"{http_server}/get", data={"a": "ü"}) == "GET /get?a=%C3%BC "
    assert server.as_browser("fetch", f"{http_server}/x", method="POST", data={"a": 1}) == "POST /x a=1"
    assert server.as_browser("fetch", f"{http_server}/x", method="POST", data={"a": 1}, json=True) == {"got": {"a": 1}}
    assert server.as_browser("fetch", f"{http_server}/404") == {"status": 404, "content": "GET /404 "}
    basic = base64.b64encode(b"u:p").decode()
    assert server.as_browser("fetch", f"{http_server}/auth", username="u", password="p") == f"GET /auth Basic {basic}"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://127.0.0.1:9/", "Connection refused"),
        ("nowhere", "host is null: nowhere"),
        ("http://[bad/", "Invalid IPv6 URL"),
        ("ftp://127.0.0.1/", "ftp is not supported"),
    ],
)
def test_a_request_without_an_answer_has_failed_in_the_stock_servers_words(server, url, why):
    with pytest.raises(Exception, match=re.escape(why)) as failed:
        server.as_browser("fetch", url)
    assert type(failed.value).__name__ == "HttpRequestFailed"


def test_a_server_that_does_not_answer_in_time_has_failed(server):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(Exception, match=r"^idle timeout: 200ms$"):
            server.as_browser("fetch", url, timeout=0.2)


def test_text_is_encoded_for_urls_and_back(server):
    assert server.as_browser("url_round_trip", "a b/ü+~") == ["a%20b%2F%C3%BC%2B~", "a b/ü+~"]
