"""What holds for every test: the folder says what it needs, and unit tests reach no network."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

import app_server  # noqa: F401 (first, so that `import anvil` in a test means the server's library)
from launcher.chromium import MISSING, find_chromium

TESTS = Path(__file__).parent
KINDS = ("unit", "integration", "wire", "browser")


def pytest_addoption(parser: pytest.Parser) -> None:
    """What the launcher's `test` takes besides pytest's own options."""
    parser.addoption("--screenshots", type=Path, metavar="DIR", help="keep pictures of the pages that are looked at")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with the folder that it is in, so that `-m unit` chooses."""
    for item in items:
        kind = item.path.relative_to(TESTS).parts[0] if item.path.is_relative_to(TESTS) else ""
        if kind in KINDS:
            item.add_marker(getattr(pytest.mark, kind))
        if kind == "browser" and find_chromium() is None:
            item.add_marker(pytest.mark.skip(reason=MISSING))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud that browser tests were left out: a green line must not hide it."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any(MISSING in str(report.longrepr) for report in skipped):
        terminalreporter.section("the browser tests did not run", red=True)
        terminalreporter.write_line(MISSING)


# Folders whose files share nothing that is made for one of them alone.
BY_FILE = ("unit", "browser/app")


class ByNeed(LoadScopeScheduling):
    """Gives a worker whole folders of tests that share a database, ports or Anvil's library, and some by file."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        kind, *folders = Path(path).parts[1:]
        folder = f"{kind}/{folders[0]}"
        return path if len(folders) < 2 or kind in BY_FILE or folder in BY_FILE else folder


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByNeed:
    """What `-n` uses."""
    return ByNeed(config, log)


@pytest.fixture(autouse=True)
def _no_network_in_unit_tests(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.node.get_closest_marker("unit") is None:
        return

    def refuse(self: socket.socket, address: object) -> None:
        raise AssertionError(f"a unit test connects to {address}; tests that need a server are integration tests")

    monkeypatch.setattr(socket.socket, "connect", refuse)
