"""The Chromium that browser tests and measurements drive."""

from __future__ import annotations

import shutil

from .children import Children
from .environment import can_install_debian_packages, install_debian_packages
from .problems import Problem
from .progress import Steps

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "There is no Chromium on this computer: install one (`apt-get install chromium`) to run the browser tests."


def find_chromium() -> str | None:
    """The path of an installed Chromium or Chrome."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def prepare_chromium(steps: Steps, children: Children) -> None:
    """Install Chromium where that is possible; say how where it is not, and go on without."""
    if find_chromium():
        steps.skip("Chromium")
        return
    with steps.step("Chromium") as report:
        if not can_install_debian_packages():
            report(MISSING)
            return
        try:
            install_debian_packages(children, "chromium")
        except Problem as problem:
            report(f"not installed, so browser tests are skipped: {problem}")
