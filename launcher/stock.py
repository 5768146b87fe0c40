"""`./mybizz run --stock`: the same app on Anvil's own App Server, where that can be had.

Its parts are not ours to ship: a Java runtime, the program `anvil-app-server` (of requirements.txt), its JAR, which
that program fetches when it is started the first time, and the folder of the Material 3 theme.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import ports
from .children import Children
from .environment import prepare_python, prepared_alone
from .instance import Instance, choose
from .places import ROOT, VENV
from .problems import Problem
from .progress import Steps
from .running import last_line, watch

APP_NAME = "master_template"
M3_DEPENDENCY, M3_NAME = "4UK6WHQ6UX7AKELK", "m3"
M3_FOLDERS = ("m3", "material-3-theme")
M3_HELP = "the Material 3 theme: `git clone https://github.com/anvil-works/material-3-theme ../m3`, or --m3 FOLDER"
JAVA_HELP = "a Java runtime: `apt-get install openjdk-17-jre-headless`, or from adoptium.net"
PROGRAM = "anvil-app-server"
READY_SECONDS = 300.0
POLL_SECONDS = 0.5


@dataclass(frozen=True)
class Parts:
    """Where the parts of the stock server are on this computer."""

    program: Path
    m3: Path


def run(chosen: argparse.Namespace) -> int:
    """Serve until Ctrl-C; the exit status. Problem that names every part that is missing."""
    instance = choose(chosen.instance or "stock", chosen.data)
    ports.require_free(chosen.port)
    with instance.claimed(chosen.port, 0), Children() as children:
        with prepared_alone():
            prepare_python(Steps(1), children)
        parts = find_parts(chosen.m3)
        command: list[str | Path] = [parts.program, "--config-file", write_config(instance, parts, chosen)]
        instance.log.unlink(missing_ok=True)
        process = children.start(command, instance.log)
        _wait_until_it_answers(process, instance, chosen.port)
        return watch(process, instance, f"Mybizz, on the stock server, is at http://localhost:{chosen.port}\n")


def find_parts(m3: Path | None) -> Parts:
    """The parts; Problem with one line for each that is missing."""
    program = shutil.which(PROGRAM, path=os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", "")]))
    theme = next((folder for folder in _m3_candidates(m3) if (folder / "anvil.yaml").is_file()), None)
    missing = [
        *([] if shutil.which("java") else [JAVA_HELP]),
        *([] if program else [f"the program {PROGRAM}: it comes with requirements.txt"]),
        *([] if theme else [M3_HELP]),
    ]
    if missing or program is None or theme is None:
        lines = "".join(f"\n  - {what}" for what in missing)
        raise Problem(f"The stock server cannot run on this computer yet; it needs{lines}")
    return Parts(Path(program), theme.resolve())


def write_config(instance: Instance, parts: Parts, chosen: argparse.Namespace) -> Path:
    """The file that tells the stock server everything: keys on its command line could be read by everybody.

    It finds dependencies beside the app, by names that Python can import: both are links here.
    """
    folder = instance.folder / "stock"
    apps = folder / "apps"
    apps.mkdir(parents=True, exist_ok=True)
    for name, target in ((APP_NAME, ROOT), (M3_NAME, parts.m3)):
        (apps / name).unlink(missing_ok=True)
        (apps / name).symlink_to(target, target_is_directory=True)
    keys = instance.keys()
    settings = {
        "app": str(apps / APP_NAME),
        "data-dir": str(folder / "data"),
        "ip": ports.LOOPBACK,
        "port": chosen.port,
        "smtp-server-port": ports.free_port(chosen.port + 2),
        "auto-migrate": True,
        "dep-id": {M3_DEPENDENCY: M3_NAME},
        "uplink-key": chosen.uplink_key or keys["uplink"],
        "client-uplink-key": chosen.client_uplink_key or keys["client_uplink"],
        "encryption-key": {"APP": keys["encryption"]},
        "secret": instance.secrets(),
        **({"database": chosen.database} if chosen.database else {}),
    }
    file = folder / "config.yaml"
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as opened:
        json.dump(settings, opened)  # JSON is YAML
    return file


def _m3_candidates(chosen: Path | None) -> Iterator[Path]:
    if chosen is not None:
        yield chosen
        return
    for name in M3_FOLDERS:
        yield ROOT.parent / name


def _wait_until_it_answers(process: subprocess.Popen[str], instance: Instance, port: int) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with opener.open(f"http://{ports.LOOPBACK}:{port}/", timeout=10):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(POLL_SECONDS)
    raise Problem(f"The stock server did not start: {last_line(instance.log)} (Details in {instance.log}.)")
