"""What the server answers to GET: the page, its assets, icons, health, and what is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from tests.server_process import ServerProcess


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, database_url: str) -> Iterator[ServerProcess]:
    running = ServerProcess(tmp_path_factory.mktemp("pages") / "data", "--database", database_url)
    yield running
    running.stop()


@pytest.fixture
def http(server: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url) as client:
        yield client


def test_health_says_ok(http: httpx.Client) -> None:
    assert http.get("/_/health").json() == {"status": "ok", "app": "wire_app"}


def test_the_page_names_the_app_and_its_bundle(http: httpx.Client) -> None:
    page = http.get("/")
    assert "<title>Wire</title>" in page.text
    [bundle] = set(re.findall(r"/_/app/[0-9a-f]{16}\.json", page.text))
    answer = http.get(bundle)
    assert answer.json()["package_name"] == "wire_app"
    assert answer.headers["content-encoding"] == "br"
    assert "immutable" in answer.headers["cache-control"]
    assert http.get(bundle, headers={"Accept-Encoding": "identity"}).json() == answer.json()
    assert http.get("/_/app/0000000000000000.json").status_code == 404


def test_the_page_leaves_no_placeholder_and_lets_no_foreign_script_in(http: httpx.Client) -> None:
    page = http.get("/")
    assert "{{" not in page.text
    policy = page.headers["content-security-policy"]
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert nonce is not None
    assert all(
        f'nonce="{nonce[1]}"' in tag or "src=" in tag or "json" in tag for tag in re.findall("<script[^>]*>", page.text)
    )
    assert "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")
    assert http.get("/").headers["content-security-policy"] != policy


@pytest.mark.parametrize("path", ["/", "/_/health", "/nowhere"])
def test_every_answer_has_the_security_headers(http: httpx.Client, path: str) -> None:
    headers = http.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    [
        "/_/theme/../anvil.yaml",
        "/_/theme/..%2Fanvil.yaml",
        "/_/theme/%2e%2e/anvil.yaml",
        "/_/build/../page.html",
        "/_/build/..%2f..%2fweb.py",
        "/_/static/..%2f..%2fweb.py",
        "/_/static//etc/passwd",
        "/_/theme/%2fetc%2fpasswd",
    ],
)
def test_no_path_leads_out_of_a_folder(http: httpx.Client, path: str) -> None:
    answer = http.get(path)
    assert answer.status_code == 404
    assert "package_name" not in answer.text


def test_theme_files_are_asked_for_again_and_not_sent_again(http: httpx.Client) -> None:
    first = http.get("/_/theme/hello.txt")
    assert first.text == "Hello from the theme\n"
    again = http.get("/_/theme/hello.txt", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["/nowhere", "/_/nowhere", "/_/api/nowhere", "/_/lm/00.00/x", "/_/theme/nothing.css"])
def test_what_is_not_there_is_a_404(http: httpx.Client, path: str) -> None:
    assert http.get(path).status_code == 404


def test_calls_are_posts(http: httpx.Client) -> None:
    assert http.get("/_/server-call-http").status_code == 404
