"""Media of tens of megabytes go through the server without ever being in its memory as a whole."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server_process import SERVER_KEY, ServerProcess

from .conftest import FILE, BrowserSession, GenuineUplink

MEGABYTES = 40
# What the same steps take with a file of one megabyte, and some air; one copy of the file would be over it.
GROWTH_MEGABYTES = 25


@pytest.fixture(scope="module")
def roomy_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    running = ServerProcess(tmp_path_factory.mktemp("large") / "data", "--body-limit", "100")
    yield running
    running.stop()


def peak_megabytes(server: ServerProcess) -> int:
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) // 1024


def upload(browser: BrowserSession, name: str, content: bytes) -> None:
    message = browser.message("add_contact", name, None, objects=[{**FILE, "path": ["args", 1]}])
    files = {"m0": ("blob", content, "application/octet-stream")}
    answer = browser.http.post("/_/server-call-http", data={"json-data": json.dumps(message)}, files=files).json()
    assert "error" not in answer, answer


def test_up_through_a_call_and_down_through_an_address_a_call_and_an_uplink(roomy_server: ServerProcess) -> None:
    browser = BrowserSession(roomy_server.url)
    content = os.urandom(1024) * 1024 * MEGABYTES
    upload(browser, "small", content[: 1024 * 1024])
    uplink = GenuineUplink(roomy_server.url, SERVER_KEY)
    assert uplink.do("read_size", "small") == 1024 * 1024
    before = peak_megabytes(roomy_server)
    upload(browser, "large", content)
    assert browser.http.get(browser.call("photo_url", "large")).content == content
    assert content in browser.post("fetched_photo_of", "large").content
    assert uplink.do("read_size", "large") == len(content)
    uplink.close()
    assert peak_megabytes(roomy_server) - before < GROWTH_MEGABYTES


def test_a_request_and_a_response_of_an_endpoint(roomy_server: ServerProcess) -> None:
    browser = BrowserSession(roomy_server.url)
    content = os.urandom(1024) * 1024 * MEGABYTES
    browser.http.post("/_/api/echo-body", content=b"small")
    before = peak_megabytes(roomy_server)
    answer = browser.http.post("/_/api/echo-body", content=content, headers={"Content-Type": "application/x-large"})
    assert answer.content == content
    assert answer.headers["content-type"] == "application/x-large"
    assert peak_megabytes(roomy_server) - before < GROWTH_MEGABYTES
