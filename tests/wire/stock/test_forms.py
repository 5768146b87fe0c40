"""Forms of the stock server's page: how answers are framed, what is only kept, and what is refused."""

from __future__ import annotations

import json
import os
import re
from typing import Any

import pytest

from tests.server_process import ServerProcess

from .stock_page import StockPage, chunks_of, parts_of, reply_of


def test_an_answer_is_one_part_and_no_boundary_ends_it(form: StockPage) -> None:
    message = form.message("say_hello", "Ada")
    [(head, text)] = parts_of(form.post(message))
    assert head == b"Content-Type: application/json\r\n\r\n"
    assert json.loads(text) == {"id": message["id"], "response": "Hello, Ada!", "objects": []}


def test_several_media_in_one_call(form: StockPage) -> None:
    files = [os.urandom(70_000) for _ in range(12)]
    message = form.message("echo", [None] * len(files))
    chunks: dict[str, Any] = {}
    for number, content in enumerate(files):
        described = {"path": ["args", 0, number], "type": ["DataMedia"], "id": f"f{number}", "name": None}
        message["objects"].append({**described, "mime-type": "text/plain"})
        chunks |= chunks_of(message["id"], f"f{number}", number, content)
    reply = reply_of(form.post(message, dict(reversed(chunks.items()))))
    assert [reply.media[item["id"]] for item in reply.objects] == files


def test_a_program_that_reads_its_token_from_the_page_is_in_its_cookies_session(form: StockPage) -> None:
    token = re.search(r'window\.anvilSessionToken = "([^"]+)";', form.http.get("/").text)
    assert token is not None
    for command, args in (("remember", [7]), ("recall", [])):
        parts = {"json-data": (None, json.dumps(form.message(command, *args)))}
        reply = reply_of(form.http.post(f"/_/server-call-http?_anvil_session={token[1]}", files=parts))
    assert reply.message["response"] == 7


def test_the_session_cannot_be_named_in_the_address(form: StockPage, thief: StockPage) -> None:
    form.call("remember", "mine")
    cookie = form.http.cookies["anvil-session"]
    parts = {"json-data": (None, json.dumps(thief.message("recall")))}
    answer = thief.http.post(f"/_/server-call-http?_anvil_session={cookie}", files=parts)
    assert reply_of(answer).message["response"] == 1


@pytest.mark.parametrize("kind", ["print", "warning", "error"])
def test_what_the_page_reports_is_kept_in_the_log(form: StockPage, server: ServerProcess, kind: str) -> None:
    response = form.post({"type": "LOG", kind: f"stock says {kind}"})
    assert list(parts_of(response)) == []
    assert any(f"stock says {kind}" in line["message"] for line in server.logged())


def test_too_long_a_report_is_refused(form: StockPage) -> None:
    assert form.post({"type": "LOG", "print": "x" * 20_000}).status_code == 413


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_pages_of_other_origins_are_refused(form: StockPage, headers: dict[str, str]) -> None:
    assert form.post(form.message("remember", 2), **headers).status_code == 403


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", "null", '{"id": "1"}', '{"type": "CALL"}', '{"type": "EVENT", "id": "1"}']
)
def test_what_is_no_message_is_a_400(form: StockPage, text: str) -> None:
    response = form.post(text)
    assert response.status_code == 400
    assert "Traceback" not in response.text


@pytest.mark.parametrize(
    "spoil",
    [
        {"chunk-json-0-0": None},
        {"chunk-json-0-0": (None, "{")},
        {"chunk-json-0-0": (None, "[]")},
        {"chunk-json-0-0": (None, '{"mediaId": 5}')},
        {"chunk-json-0-1": None, "chunk-data-0-1": None},
        {"chunk-json-0-0": None, "chunk-data-0-0": None, "chunk-json-0-1": None, "chunk-data-0-1": None},
    ],
)
def test_media_that_did_not_come_whole_are_a_400(form: StockPage, spoil: dict[str, Any]) -> None:
    message = form.message("double", None)
    message["objects"] = [{"path": ["args", 0], "type": ["DataMedia"], "id": "f", "name": None, "mime-type": "x/y"}]
    chunks = chunks_of(message["id"], "f", 0, bytes(70_000)) | spoil
    response = form.post(message, {name: part for name, part in chunks.items() if part is not None})
    assert response.status_code == 400
    assert "Traceback" not in response.text


def test_too_large_a_call_is_refused(form: StockPage) -> None:
    message = form.message("double", None)
    assert form.post(message, chunks_of(message["id"], "f", 0, bytes(3 * 1024 * 1024))).status_code == 413


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=a"])
def test_what_is_no_form_is_told_in_json(form: StockPage, kind: str) -> None:
    response = form.http.post("/_/server-call-http", content=b"x", headers={"Content-Type": kind})
    assert response.status_code == 400
    assert response.json()["error"]["message"].startswith("The form cannot be read: ")
