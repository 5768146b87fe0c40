"""Clients that speak as the stock server's page, to the server of the wire's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.server_process import ServerProcess

from .stock_page import StockPage, StockSocket


@pytest.fixture
def form(server: ServerProcess) -> Iterator[StockPage]:
    """A page that calls with forms."""
    opened = StockPage(server.url)
    yield opened
    opened.close()


@pytest.fixture(params=[StockPage, StockSocket], ids=["form", "websocket"])
def page(server: ServerProcess, request: pytest.FixtureRequest) -> Iterator[StockPage]:
    """A page that calls in either way."""
    opened = request.param(server.url)
    yield opened
    opened.close()


@pytest.fixture
def thief(server: ServerProcess) -> Iterator[StockPage]:
    """Somebody else, in a session of their own."""
    opened = StockPage(server.url)
    opened.call("remember", 1)
    yield opened
    opened.close()
