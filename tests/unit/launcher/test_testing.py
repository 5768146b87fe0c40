"""`./mybizz test`: which arguments are its own, and when coverage is not enough."""

from __future__ import annotations

import pytest

from launcher import cli, testing


@pytest.fixture
def commands(monkeypatch):
    """The commands of coverage that are run; ``statuses`` has what one of them ends with, by its beginning."""
    ran: list[tuple[str, ...]] = []
    statuses: dict[tuple[str, ...], int] = {}

    def run(*arguments: str) -> int:
        ran.append(arguments)
        return next((status for begin, status in statuses.items() if arguments[: len(begin)] == begin), 0)

    monkeypatch.setattr(testing, "_coverage", run)
    monkeypatch.setattr(testing, "_prepare", lambda: None)
    return ran, statuses


def status_of(*arguments: str) -> object:
    """What `./mybizz test` ends with."""
    with pytest.raises(SystemExit) as ended:
        cli.main(["test", *arguments])
    return ended.value.code


def test_coverage_runs_the_tests_that_count_or_those_that_are_named(commands):
    ran, _ = commands
    assert status_of("--coverage") == 0
    assert ran[0] == ("run", "-m", "pytest", "tests/unit/server_code", "tests/integration/app")
    ran.clear()
    assert status_of("--coverage", "tests/unit", "-k", "word") == 0
    assert ran[0] == ("run", "-m", "pytest", "tests/unit", "-k", "word")


def test_pytests_own_short_names_are_left_to_pytest(commands, monkeypatch):
    became: list[tuple[str, ...]] = []
    monkeypatch.setattr(testing, "become", lambda *arguments: became.append(arguments))
    cli.main(["test", "--co"])
    assert became == [("pytest", "--co")]


@pytest.mark.parametrize(
    "fails",
    [
        ("run",),
        ("report", "--include=server_code/server_emails/*"),
        ("report", "--include=server_code/server_marketing/*"),
        ("report", "--include=server_code/server_sequences/*"),
    ],
)
def test_a_failed_test_or_a_package_below_its_share_fails_and_all_shares_are_told(commands, fails):
    ran, statuses = commands
    statuses[fails] = 2
    assert status_of("--coverage") == 1
    assert len(ran) == 1 + len(testing.LEAST_PERCENT)
