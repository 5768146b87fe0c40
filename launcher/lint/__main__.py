"""Run every check and print what each found; the exit status is 1 when one of them stops the change."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from app_server.browser import node

from .client_python import check_client_python
from .directions import check_directions
from .registries import check_lock_files
from .sizes import measure
from .sources import Finding, python_sources
from .templates import check_templates

ROOT = Path(__file__).resolve().parents[2]
BOOT = "app_server/browser/boot"
OURS = ("app_server", "bench", "client_code", "launcher", "management", "server_code", "simulator", "tests", "uplink")
LEFT_TO_TESTS = (
    "app_server/browser/{anvil,m3}, client_code, server_code and tests are left to tests: see pyproject.toml"
)


def main() -> int:
    """Run the tools, then the house rules."""
    passed = [
        _tool("ruff check", "ruff", "check", "--quiet", "--output-format", "concise"),
        _tool("ruff format", "ruff", "format", "--check", "--output-format", "concise"),
        _tool(f"types ({LEFT_TO_TESTS})", "mypy", "--no-error-summary"),
        _typescript(),
        _rule("import directions", lambda: check_directions(python_sources(ROOT, *OURS))),
        _rule("client Python", lambda: check_client_python(python_sources(ROOT, "client_code"))),
        _rule("form templates", lambda: check_templates(ROOT, "client_code", "management", "tests/apps")),
        _rule("lock files", lambda: check_lock_files(ROOT)),
        _rule("sizes", _too_long),
    ]
    return 0 if all(passed) else 1


def _tool(name: str, module: str, *arguments: str) -> bool:
    return _command(name, sys.executable, "-m", module, *arguments)


def _typescript() -> bool:
    node.install_packages(ROOT)
    return _command("TypeScript", node.NODE, ROOT / "node_modules/typescript/bin/tsc", "-p", BOOT, "--pretty", "false")


def _command(name: str, *command: Path | str) -> bool:
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    _report(name, done.returncode == 0, started, (done.stdout + done.stderr).splitlines())
    return done.returncode == 0


def _rule(name: str, check: Callable[[], Iterable[Finding]]) -> bool:
    started = time.monotonic()
    findings = list(check())
    _report(name, not findings, started, [str(finding) for finding in findings])
    return not findings


def _too_long() -> Iterator[Finding]:
    """What is past its limit; what is only worth a talk is printed and passes."""
    for size in measure(ROOT, python_sources(ROOT, *OURS)):
        if size.is_too_long:
            yield size.finding
        else:
            print(f"     to talk about: {size.finding}")


def _report(name: str, passed: bool, started: float, lines: Sequence[str]) -> None:
    print(f"{'ok  ' if passed else 'FAIL'} {name} ({time.monotonic() - started:.1f} s)", flush=True)
    for line in () if passed else lines:
        print(f"     {line}")


if __name__ == "__main__":
    sys.exit(main())
