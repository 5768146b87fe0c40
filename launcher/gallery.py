"""`./mybizz gallery`: every component in its states, with its code beside it; no business, no data worth keeping."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from . import ports
from .children import Children
from .environment import build_browser_files, prepare_python, prepared_alone
from .instance import Instance
from .leftovers import no_database_left
from .places import PYTHON, ROOT, STATE
from .progress import Steps
from .running import start_server, watch

APP = ROOT / "tests" / "apps" / "gallery"
STEPS = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `./mybizz gallery`."""
    parser.add_argument("--port", type=int, default=3040, metavar="N", help="where to serve (3040)")
    parser.add_argument(
        "--data", type=Path, default=STATE / "gallery", metavar="DIR", help="where its database is (.mybizz/gallery)"
    )


def gallery(chosen: argparse.Namespace) -> int:
    """Serve the gallery until Ctrl-C or SIGTERM; the exit status."""
    began = time.monotonic()
    instance = Instance("gallery", chosen.data.resolve())
    ports.require_free(chosen.port)
    with instance.claimed(chosen.port, smtp_port=0), no_database_left(instance.folder), Children() as children:
        steps = Steps(STEPS)
        with prepared_alone():
            prepare_python(steps, children)
            build_browser_files(steps, children)
        with steps.step("Server"):
            command: list[str | Path] = [PYTHON, "-m", "app_server", "serve", "--app", APP]
            where_to: list[str | Path] = ["--data-dir", instance.folder, "--port", str(chosen.port)]
            process = start_server(children, [*command, *where_to], instance, chosen.port)
        seconds = time.monotonic() - began
        where = f"The gallery is at http://{ports.LOOPBACK}:{chosen.port}"
        return watch(process, instance, f"Serving after {seconds:.1f} s; Ctrl-C stops it.\n{where}\n")
