"""Requests and answers of the app's endpoints."""

import io
import math
from datetime import UTC, date, datetime

import anvil.server
import anvil_downlink_worker  # noqa: F401 (brings Anvil's library)
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from app_server.services.http_client import with_query
from app_server.services.http_endpoints.incoming import BadParameters, arguments_of, as_dict
from app_server.services.http_endpoints.outgoing import CannotSend, require_jsonable, response_of


def request(query=b"", **headers):
    lines = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "POST", "path": "/x", "query_string": query, "headers": lines,
                    "server": ("shop.test", 80), "scheme": "http", "client": ("10.0.0.1", 5)})  # fmt: skip


def test_what_comes_twice_is_a_list():
    assert as_dict([("a", "1"), ("b", ""), ("a", "2"), ("a", "3")]) == {"a": ["1", "2", "3"], "b": ""}


def test_the_body_is_media_with_its_type_and_name():
    sent = request(content_type="text/csv", content_disposition='attachment; filename="a.csv"')
    media = arguments_of(sent, "/x", io.BytesIO(b"1;2"))["body"]
    assert (media.content_type, media.name, media.get_bytes()) == ("text/csv", "a.csv", b"1;2")
    assert arguments_of(request(), "/x", io.BytesIO())["body"] is None


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "Application/X-WWW-Form-Urlencoded; charset=UTF-8"]
)
def test_a_form_is_read_whatever_else_its_type_says(content_type):
    assert arguments_of(request(content_type=content_type), "/x", io.BytesIO(b"a=1&b=%C3%BC"))["form_params"] == {
        "a": "1",
        "b": "ü",
    }


def test_a_multipart_form_is_left_to_the_app():
    assert (
        arguments_of(request(content_type="multipart/form-data; boundary=x"), "/x", io.BytesIO(b"--x--"))["form_params"]
        == {}
    )


@pytest.mark.parametrize(
    ("authorization", "credentials"),
    [
        ("Basic dTpwOnE=", ("u", "p:q")),
        ("basic dTo=", ("u", "")),
        ("Basic dQ==", (None, None)),
        ("Bearer x", (None, None)),
        ("", (None, None)),
        ("Basic x", (None, None)),
        ("Basic /w==", (None, None)),
        ("Basic \xff", (None, None)),
    ],
)
def test_basic_credentials(authorization, credentials):
    arguments = arguments_of(request(authorization=authorization), "/x", io.BytesIO())
    assert (arguments["username"], arguments["password"]) == credentials


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        (b"", {}),
        (b"flag", {}),
        (b"a=", {"a": ""}),
        (b"a=1&flag", {"a": "1", "flag": ""}),
        (b"a=%C3%BC+x", {"a": "ü x"}),
    ],
)
def test_text_without_an_equals_sign_names_no_parameter(query, parameters):
    assert arguments_of(request(query), "/x", io.BytesIO())["query_params"] == parameters


def test_more_parameters_than_any_use_needs_are_refused():
    with pytest.raises(BadParameters):
        arguments_of(request(b"&".join([b"a=1"] * 1001)), "/x", io.BytesIO())


def test_the_servers_own_cookies_stay_with_the_server():
    sent = request(cookie="a=1; anvil-session=s; b=2; anvil-remember-me=t")
    assert arguments_of(sent, "/x", io.BytesIO())["headers"]["cookie"] == "a=1; b=2"


@pytest.mark.parametrize("value", [{"a": [1, 2.5, None, True, "x"]}, [], "x", 0])
def test_json_values_can_be_sent(value):
    require_jsonable(value)


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ({"a": date(2026, 1, 31)}, 'a Date object over HTTP as response["a"].'),
        ([0, datetime(2026, 1, 31, tzinfo=UTC)], "a DateTime object over HTTP as response[1]."),
        ([[anvil.BlobMedia("text/plain", b"")]], "as response[0][0]."),
    ],
)
def test_what_json_has_no_form_for_is_named_with_its_place(value, where):
    with pytest.raises(CannotSend) as refused:
        require_jsonable(value)
    assert where in str(refused.value)


@pytest.mark.parametrize("value", [{1}, {1: 2}, b"x", object()])
def test_what_no_server_function_may_return_is_a_serialization_error(value):
    with pytest.raises(anvil.server.SerializationError):
        response_of({"status": 200, "body": value})


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_json_lacks_cannot_be_sent(number):
    with pytest.raises(CannotSend, match="cannot be transmitted"):
        response_of({"status": 200, "body": {"deep": [number]}})


def test_a_large_number_is_whole():
    assert response_of({"status": 200, "body": [10**30, "u"]}).body == f'[{10**30},"u"]'.encode()


def test_headers_that_describe_the_body_replace_ours_and_others_are_added():
    headers = [
        ("content-type", "text/html"),
        ("X-A", "1"),
        ("X-A", "2"),
        ("set-cookie", "anvil-session=x"),
        ("set-cookie", "a=1"),
    ]
    response = response_of({"status": 202, "body": "<p>", "headers": headers})
    assert response.status_code == 202
    assert response.headers.getlist("content-type") == ["text/html"]
    assert response.headers.getlist("x-a") == ["1", "2"]
    assert response.headers.getlist("set-cookie") == ["a=1"]


@pytest.mark.parametrize(
    ("url", "query", "whole"),
    [
        ("http://a.test/b", "x=1", "http://a.test/b?x=1"),
        ("http://a.test/b#c", "x=%20", "http://a.test/b?x=%20#c"),
        ("http://a.test/b?y=2", "x=1", "http://a.test/b?y=2"),
        ("http://a.test/b", "", "http://a.test/b"),
    ],
)
def test_a_query_is_added_to_an_address_that_has_none(url, query, whole):
    assert with_query(url, query) == whole


@given(
    st.binary(max_size=200),
    st.dictionaries(st.sampled_from(["authorization", "cookie", "content_type", "content_disposition", "x_own"]),
                    st.text(max_size=80)),
    st.binary(max_size=200),
)  # fmt: skip
def test_whatever_a_client_sends_the_function_gets_its_arguments(query, headers, body):
    arguments = arguments_of(request(query, **headers), "/x", io.BytesIO(body))
    assert arguments["method"] == "POST"
    assert isinstance(arguments["query_params"], dict)
