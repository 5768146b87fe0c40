"""``anvil.server.http_endpoint``: what a function is given, and what becomes of its answer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wire.office import Visitor

FAILED = "An exception was raised. Check the application logs for details."
NOT_JSON = (
    "Cannot send a {} object over HTTP as response{}.\nYou must return either Media, a string, or a JSON-compatible "
    "object (lists/dicts/strings/numbers/bools/None).\n"
)
HTML = "text/html; charset=utf-8"
TEXT = "text/plain; charset=utf-8"


def echo(visitor: Visitor, method: str = "GET", query: str = "", **request: Any) -> dict[str, Any]:
    answer: dict[str, Any] = visitor.http.request(method, f"/_/api/echo{query}", **request).json()
    return answer


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_the_request_names_its_method(visitor: Visitor, method: str) -> None:
    assert echo(visitor, method)["method"] == method


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("", {}),
        ("?a=1", {"a": "1"}),
        ("?a=1&a=2&b=", {"a": ["1", "2"], "b": ""}),
        ("?a=x+y%20z%C3%BC", {"a": "x y zü"}),
        ("?flag", {}),
    ],
)
def test_query_parameters_are_arguments(visitor: Visitor, query: str, values: dict[str, Any]) -> None:
    answer = echo(visitor, query=query)
    assert answer["query"] == answer["arguments"] == values


def test_a_form_is_decoded_and_the_query_wins_over_it(visitor: Visitor) -> None:
    answer = echo(visitor, "POST", "?both=query", data={"both": "form", "ü": ["1", "2"]})
    assert answer["form"] == {"both": "form", "ü": ["1", "2"]}
    assert answer["arguments"] == {"both": "query", "ü": ["1", "2"]}
    assert answer["body"] == "both=form&%C3%BC=1&%C3%BC=2"


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8"])
def test_a_json_body_is_decoded(visitor: Visitor, content_type: str) -> None:
    answer = echo(visitor, "POST", content='{"ü": [1, null]}'.encode(), headers={"Content-Type": content_type})
    assert (answer["json"], answer["form"], answer["body type"]) == ({"ü": [1, None]}, {}, content_type)


def test_another_body_is_media_with_its_type_and_name(visitor: Visitor) -> None:
    headers = {"Content-Type": "text/csv", "Content-Disposition": 'attachment; filename="a b.csv"'}
    answer = echo(visitor, "PUT", content=b"1;2", headers=headers)
    assert (answer["body"], answer["body type"], answer["body name"]) == ("1;2", "text/csv", "a b.csv")
    assert answer["json"] is None


def test_a_request_without_a_body_has_none(visitor: Visitor) -> None:
    assert echo(visitor)["body"] is None


def test_the_request_knows_where_it_came_from(visitor: Visitor) -> None:
    answer = echo(visitor, headers={"Origin": str(visitor.http.base_url)})
    assert answer["origin"].startswith("http://127.0.0.1")
    assert (answer["address"], answer["client"]) == ("127.0.0.1", ["http", "127.0.0.1"])


def test_a_client_cannot_choose_its_address(visitor: Visitor) -> None:
    headers = {"X-Forwarded-For": "9.9.9.9", "Forwarded": "for=9.9.9.9", "X-Real-IP": "9.9.9.9"}
    assert echo(visitor, headers=headers)["address"] == "127.0.0.1"


@pytest.mark.parametrize(
    ("path", "arguments"),
    [
        ("/items/tea/5", ["tea", "5", {}]),
        ("/items/gr%C3%BCn%20tea/5?x=1", ["grün tea", "5", {"x": "1"}]),
        ("/items//5", ["", "5", {}]),
        ("/items/tea/5?kind=query", ["tea", "5", {}]),
    ],
)
def test_parts_of_the_path_are_arguments_and_win(visitor: Visitor, path: str, arguments: list[Any]) -> None:
    assert visitor.http.get(f"/_/api{path}").json() == arguments


def test_the_first_endpoint_that_fits_wins(visitor: Visitor) -> None:
    assert visitor.http.get("/_/api/files/list").text == "list"
    assert visitor.http.get("/_/api/files/other").text == "other"


@pytest.mark.parametrize("path", ["/nothing", "/items/tea", "/items/tea/5/6", "/echo/", "/", "/Echo"])
def test_a_path_that_fits_no_endpoint_is_not_found(visitor: Visitor, path: str) -> None:
    answer = visitor.http.get(f"/_/api{path}")
    assert (answer.status_code, answer.text) == (404, "No matching API endpoint")


@pytest.mark.parametrize(
    ("name", "content_type", "body"),
    [
        ("text", TEXT, "grün"),
        ("empty", TEXT, ""),
        ("number", "application/json", "5"),
        ("float", "application/json", "2.5"),
        ("true", "application/json", "true"),
        ("none", "application/json", "null"),
        ("list", "application/json", '[1,"a",null]'),
        ("tuple", "application/json", "[1,2]"),
        ("dict", "application/json", '{"\\u00fc":{"b":[1.5]}}'),
        ("large", "application/json", str(2**70)),
        ("html", "text/html", "<b>x</b>"),
        ("untyped", None, "x"),
        ("own type", "text/html", "<p>"),
    ],
)
def test_what_is_returned_decides_the_answer(visitor: Visitor, name: str, content_type: str | None, body: str) -> None:
    answer = visitor.http.get(f"/_/api/values/{name}")
    assert (answer.status_code, answer.headers.get("content-type"), answer.text) == (200, content_type, body)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *((name, FAILED) for name in ("bytes", "set", "keys", "object")),
        ("date", NOT_JSON.format("Date", '["when"]')),
        ("time", NOT_JSON.format("DateTime", "[0]")),
    ],
)
def test_what_cannot_be_returned_is_an_error_of_the_server(visitor: Visitor, name: str, text: str) -> None:
    answer = visitor.http.get(f"/_/api/values/{name}")
    assert (answer.status_code, answer.headers["content-type"], answer.text) == (500, "text/plain", text)


def test_a_row_cannot_be_returned(visitor: Visitor) -> None:
    assert visitor.http.get("/_/api/row").text == NOT_JSON.format("SerializedPythonObject", '["row"]')


def test_a_form_cannot_be_opened_by_an_endpoint(visitor: Visitor) -> None:
    assert visitor.http.get("/_/api/values/form").status_code == 500


@pytest.mark.parametrize(
    ("name", "status", "headers"),
    [
        ("made", 201, {"x-one": "1", "location": "/made", "content-type": TEXT}),
        ("moved", 302, {"location": "/elsewhere"}),
        ("json", 418, {"content-type": "application/json"}),
        ("nothing", 204, {}),
    ],
)
def test_an_http_response_has_its_own_status_and_headers(
    visitor: Visitor, name: str, status: int, headers: dict[str, str]
) -> None:
    answer = visitor.http.get(f"/_/api/values/{name}")
    assert answer.status_code == status
    assert headers.items() <= dict(answer.headers).items()


@pytest.mark.parametrize("name", ["no status", "status of none", "two headers", "no header"])
def test_an_answer_that_is_no_http_is_an_error_of_the_server(visitor: Visitor, name: str) -> None:
    answer = visitor.http.get(f"/_/api/values/{name}")
    assert answer.status_code == 500
    assert "set-cookie" not in answer.headers


def test_what_belongs_to_the_connection_stays_the_servers(visitor: Visitor) -> None:
    for name, status, text in (("nothing said", 204, ""), ("own length", 200, "four"), ("text", 200, "grün")):
        answer = visitor.http.get(f"/_/api/values/{name}")  # all on one connection
        assert (answer.status_code, answer.text) == (status, text)


def test_a_header_that_comes_twice_is_one_with_both_values(visitor: Visitor) -> None:
    twice = [("Access-Control-Request-Headers", "x-a"), ("Access-Control-Request-Headers", "x-b")]
    answer = visitor.http.options("/_/api/shared", headers=twice)
    assert answer.headers["access-control-allow-headers"] == "content-type, x-a, x-b"


def test_media_brings_its_name(visitor: Visitor) -> None:
    named = visitor.http.get("/_/api/values/html").headers["content-disposition"]
    assert named == 'inline; filename="%C3%A4%20b.html"'


@pytest.mark.parametrize("path", ["/breaks", "/lost"])
def test_an_exception_is_told_without_its_words(visitor: Visitor, path: str) -> None:
    answer = visitor.http.get(f"/_/api{path}")
    assert (answer.status_code, answer.text) == (500, FAILED)


def test_a_method_that_is_not_listed_is_refused_with_those_that_are(visitor: Visitor) -> None:
    answer = visitor.http.delete("/_/api/visits")
    assert (answer.status_code, answer.text, answer.headers["allow"]) == (405, "Method not supported", "GET, POST")
    assert visitor.http.head("/_/api/visits").status_code == 405
    assert visitor.http.options("/_/api/visits").status_code == 405
    head = visitor.http.head("/_/api/echo")
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize(
    ("authorization", "status"), [(None, 401), ("Bearer x", 401), ("Basic !!!", 401), ("Basic dQ==", 401)]
)
def test_credentials_are_asked_for(visitor: Visitor, authorization: str | None, status: int) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    answer = visitor.http.get("/_/api/credentials", headers=headers)
    assert (answer.status_code, answer.text) == (status, "Unauthorized")
    assert answer.headers["www-authenticate"] == 'Basic realm="Anvil App API"'


def test_credentials_are_decoded(visitor: Visitor) -> None:
    assert visitor.http.get("/_/api/credentials", auth=("Zoë", "a:b")).json() == ["Zoë", "a:b"]


def test_users_are_authenticated_by_password_or_session(visitor: Visitor, stranger: Visitor) -> None:
    email = visitor.sign_up()
    assert visitor.http.get("/_/api/members").json() == [email, email]
    assert stranger.http.get("/_/api/members").status_code == 401
    assert stranger.http.get("/_/api/members", auth=(email, "wrong")).status_code == 401
    assert stranger.http.get("/_/api/members", auth=(email, "right horse")).json() == [email, email]


def test_other_sites_may_call_what_is_shared(visitor: Visitor) -> None:
    answer = visitor.http.get("/_/api/shared", headers={"Origin": "https://other.test"})
    assert (answer.text, answer.headers["access-control-allow-origin"]) == ("shared", "*")
    asked = visitor.http.options("/_/api/shared", headers={"Access-Control-Request-Headers": "X-Own, Content-Type"})
    assert (asked.status_code, asked.headers["access-control-allow-headers"]) == (200, "content-type, x-own")
    partners = visitor.http.get("/_/api/partners").headers
    assert (partners["access-control-allow-origin"], partners["x-one"]) == ("https://partner.test", "1")
    assert "access-control-allow-origin" not in visitor.http.get("/_/api/echo").headers


def test_an_endpoint_shares_the_pages_session_and_begins_none(visitor: Visitor, stranger: Visitor) -> None:
    assert visitor.call("visit") == 1
    assert visitor.http.get("/_/api/visits").json() == 2
    assert visitor.call("visit") == 3
    assert [stranger.http.get("/_/api/visits").json() for _ in range(2)] == [1, 1]
    assert not stranger.http.cookies


def test_a_foreign_page_has_the_session_only_where_the_endpoint_says_so(visitor: Visitor) -> None:
    foreign = {"Origin": "https://other.test"}
    visitor.call("visit")
    assert visitor.http.get("/_/api/visits", headers=foreign).json() == 1
    assert visitor.http.get("/_/api/visits/anywhere", headers=foreign).json() == 2
    assert visitor.call("visit") == 3


def test_the_request_is_there_for_endpoints_only(visitor: Visitor) -> None:
    error = visitor.error("request_outside_of_an_endpoint")
    assert error["message"] == "anvil.server.request is only available in http_endpoint calls."
