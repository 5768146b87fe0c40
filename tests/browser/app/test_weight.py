"""What a first visit fetches: little, compressed, under names that may be kept for ever."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.server_process import ServerProcess

COLD_BYTES, WARM_BYTES = 8_000_000, 60_000
ACCEPTED = {"Accept-Encoding": "gzip, deflate, br, zstd"}
SMALL = 1_000
IS_COMPRESSED_ITSELF = (".woff2", ".png")


@pytest.fixture(scope="module")
def fetched(business: ServerProcess) -> dict[str, tuple[httpx.Response, int]]:
    """Every file that the page names, with its length as sent."""
    with httpx.Client(base_url=business.url, headers=ACCEPTED) as client:
        page = client.get("/").text
        paths = {"/", *re.findall(r'(?:href|src)="(/_/[^"]+)"', page)}
        return {path: _fetch(client, path) for path in sorted(paths)}


def _fetch(client: httpx.Client, path: str) -> tuple[httpx.Response, int]:
    with client.stream("GET", path) as response:
        return response, sum(map(len, response.iter_raw()))


def test_a_first_visit_fetches_less_than_eight_megabytes(fetched: dict[str, tuple[httpx.Response, int]]) -> None:
    sizes = {path: size for path, (_response, size) in fetched.items()}
    assert len(sizes) >= 8
    assert sum(sizes.values()) < COLD_BYTES, sizes


def test_what_is_not_kept_for_ever_is_little(fetched: dict[str, tuple[httpx.Response, int]]) -> None:
    again = {path: (size, response) for path, (response, size) in fetched.items() if not _is_kept(response)}
    assert sum(size for size, _response in again.values()) < WARM_BYTES
    assert {path: response.headers.get("cache-control") for path, (_size, response) in again.items()} == dict.fromkeys(
        again, "no-cache"
    )


def test_names_that_are_kept_have_a_hash_of_their_content(fetched: dict[str, tuple[httpx.Response, int]]) -> None:
    kept = [path for path, (response, _size) in fetched.items() if _is_kept(response)]
    assert len(kept) >= 6
    assert [path for path in kept if not re.search(r"[.-][0-9A-Z]{8}\.|[./][0-9a-f]{12,16}\.", path)] == []


def test_everything_large_comes_compressed(fetched: dict[str, tuple[httpx.Response, int]]) -> None:
    plain = [
        path
        for path, (response, size) in fetched.items()
        if size > SMALL and "content-encoding" not in response.headers and not path.endswith(IS_COMPRESSED_ITSELF)
    ]
    assert plain == []
    assert fetched[next(path for path in fetched if path.endswith(".bin"))][0].headers["content-encoding"] == "zstd"


def _is_kept(response: httpx.Response) -> bool:
    return response.headers.get("cache-control") == "public, max-age=31536000, immutable"
