"""The Python environment and the browser's files: made once, made again when what they come from has changed."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from .children import Children
from .fingerprints import fingerprint, is_done, mark_done
from .places import LOGS, PYTHON, ROOT, STATE, VENV
from .problems import Problem
from .progress import Report, Steps


@contextmanager
def prepared_alone() -> Iterator[None]:
    """Keep two launchers of one checkout from installing at the same time; the second waits for the first."""
    STATE.mkdir(parents=True, exist_ok=True)
    with (STATE / "preparing.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare_python(steps: Steps, children: Children, requirements: str = "requirements.txt") -> None:
    """Make .venv and install the pinned `requirements` into it, unless both are there already."""
    files = sorted({ROOT / "requirements.txt", ROOT / requirements})
    wanted = fingerprint(files, sys.version, str(VENV))
    works = _venv_works()
    if works and is_done(requirements, wanted):
        steps.skip("Python packages")
        return
    with steps.step("Python packages") as report:
        if not works:
            report("making .venv")
            _make_venv(children)
        report("asking for the list of packages")
        children.run(
            "installing Python packages",
            pip_install(ROOT / requirements),
            LOGS / "pip.log",
            _PipLines(report).line,
        )
        mark_done(requirements, wanted)


def build_browser_files(steps: Steps, children: Children) -> None:
    """Have the server's build make what browsers load; it knows itself what is still good."""
    with steps.step("Browser files") as report:
        children.run(
            "building the browser files",
            [PYTHON, "-m", "app_server.browser.build", "--app", ROOT],
            LOGS / "browser.log",
            report,
        )


def become(module: str, *arguments: str) -> NoReturn:
    """Turn this process into a module of .venv, so that Ctrl-C and the exit status are the module's own."""
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-m", module, *arguments])


def pip_install(requirements: Path) -> list[str | Path]:
    """The command that installs a requirements file without asking anything."""
    quiet = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    return [PYTHON, "-m", "pip", "install", *quiet, "--requirement", requirements]


class _PipLines:
    """Turns pip's lines into a short detail: how many packages so far, then that they are being installed."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.seen = 0

    def line(self, text: str) -> None:
        if text.startswith("Collecting "):
            self.seen += 1
            self.report(f"{self.seen} packages, {text.split()[1]}")
        elif text.startswith("Installing collected"):
            self.report(f"installing {self.seen} packages")


def _venv_works() -> bool:
    """Whether .venv has this Python and pip: a folder that was moved, or half made, does not."""
    if not PYTHON.exists():
        return False
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return (VENV / "lib" / f"python{version}" / "site-packages" / "pip").is_dir() and (
        VENV / "bin" / f"python{version}"
    ).exists()


def _make_venv(children: Children) -> None:
    if VENV.exists():
        shutil.rmtree(VENV)
    _ensure_pip_can_be_put_in(children)
    children.run("making the Python environment", [sys.executable, "-m", "venv", VENV], LOGS / "venv.log")


def _ensure_pip_can_be_put_in(children: Children) -> None:
    """Debian leaves the module that puts pip into an environment to a package of its own."""
    if subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True, check=False).returncode == 0:
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if not can_install_debian_packages():
        raise Problem(f"Python's venv module is missing: install it (`apt-get install {package}`) and run this again.")
    install_debian_packages(children, package)


def can_install_debian_packages() -> bool:
    """Whether this is root on a Debian-like machine."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_debian_packages(children: Children, *packages: str) -> None:
    """Install packages with apt-get, asking nothing."""
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    log = LOGS / "apt.log"
    children.run("reading Debian's list of packages", ["apt-get", "update", "-q"], log, environment=quiet)
    children.run(
        f"installing {' '.join(packages)}",
        ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages],
        log,
        environment=quiet,
    )
