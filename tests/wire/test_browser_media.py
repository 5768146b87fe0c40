"""Media, rows and searches between a page and the server, and what another session can do with them."""

from __future__ import annotations

import json

import httpx

from tests.server_process import ServerProcess

from .conftest import BrowserSession, parts_of, with_file


def test_a_row_that_a_page_was_given_can_be_handed_back(browser: BrowserSession, server: ServerProcess) -> None:
    browser.call("add_contact", "Handed out")
    answer = browser.post("contact", "Handed out").json()
    back = {
        "args": [answer["response"], "Renamed"],
        "objects": [
            {**item, "path": ["args", 0, *item["path"][1:]]}
            for item in answer["objects"]
            if item["path"][0] != "vt_global"
        ]
        + [item for item in answer["objects"] if item["path"][0] == "vt_global"],
        "vt_global": answer.get("vt_global", {}),
    }
    assert browser.call("rename", **back) == "Renamed"
    assert "Renamed" in browser.call("names")
    thief = BrowserSession(server.url)
    assert thief.error("rename", **back)["type"] == "anvil.server.InvalidObjectError"


def test_rows_searches_and_media_go_into_tasks_and_come_back(browser: BrowserSession) -> None:
    browser.call("add_contact", "In a task")
    assert browser.call("describe_in_background", "In a task") == [
        "In a task",
        ["In a task"],
        "note",
        "In a task",
        "In a task",
    ]


def test_media_come_and_go(browser: BrowserSession) -> None:
    content = bytes(range(256)) * 1000
    response = with_file(browser, "double", content)
    parts = parts_of(response)
    [described] = json.loads(parts["json-data"])["objects"]
    assert (described["mime-type"], described["name"], described["path"]) == ("text/plain", "a.txt", ["response"])
    assert parts[described["id"]] == content * 2


def test_media_of_a_table_are_fetched_and_downloaded(browser: BrowserSession, server: ServerProcess) -> None:
    content = b"\x89PNG" + bytes(600_000)
    assert "error" not in with_file(browser, "add_contact", content, "With photo").json()
    answer = browser.post("photo_of", "With photo").json()
    [lazy] = answer["objects"]
    assert (lazy["type"], lazy["length"], lazy["name"]) == (["LazyMedia"], len(content), "a.txt")
    spec = {key: value for key, value in lazy.items() if key != "path"}
    fetched = parts_of(browser.post("anvil.private.fetch_lazy_media", spec))
    assert fetched["m0"] == content
    url = browser.call("anvil.private.get_lazy_media_url", None, True, objects=[{**lazy, "path": ["args", 0]}])
    downloaded = httpx.get(url)
    assert downloaded.content == content
    assert downloaded.headers["content-disposition"] == "attachment; filename*=UTF-8''a.txt"
    assert httpx.get(url.replace("/lm/5b", "/lm/5c")).status_code == 404


def test_lazy_media_of_one_session_are_worth_nothing_in_another(browser: BrowserSession, server: ServerProcess) -> None:
    with_file(browser, "add_contact", b"secret photo", "Private photo")
    [lazy] = browser.post("photo_of", "Private photo").json()["objects"]
    thief = BrowserSession(server.url)
    thief.call("remember", 1)
    spec = {key: value for key, value in lazy.items() if key != "path"}
    assert thief.error("anvil.private.fetch_lazy_media", spec)["type"] == "anvil.server.InvalidObjectError"
    assert (
        thief.error("anvil.private.fetch_lazy_media", {**spec, "key": "local"})["type"]
        == "anvil.server.InvalidObjectError"
    )
    assert (
        thief.error("echo", None, objects=[{**lazy, "path": ["args", 0]}])["type"] == "anvil.server.InvalidObjectError"
    )


def test_media_that_a_function_makes_when_asked(browser: BrowserSession) -> None:
    [lazy] = browser.post("lazy_greeting", "Ada").json()["objects"]
    spec = {key: value for key, value in lazy.items() if key != "path"}
    assert parts_of(browser.post("anvil.private.fetch_lazy_media", spec))["m0"] == b"Dear Ada"
    url = browser.call("anvil.private.get_lazy_media_url", None, False, objects=[{**lazy, "path": ["args", 0]}])
    assert httpx.get(url).content == b"Dear Ada"
