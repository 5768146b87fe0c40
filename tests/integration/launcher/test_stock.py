"""`./mybizz run --stock` with a program in the stock server's place that writes down what it was told."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from launcher.ports import free_port
from tests.served import ROOT

RECORDER = """#!{python}
import http.server, json, pathlib, sys
config = json.loads(pathlib.Path(sys.argv[2]).read_text())
pathlib.Path({record!r}).write_text(json.dumps([sys.argv[1:], config]))
http.server.HTTPServer((config["ip"], config["port"]), http.server.SimpleHTTPRequestHandler).serve_forever()
"""
# The launcher takes the program of .venv: here that of a folder of ours.
LAUNCH = "import sys, pathlib; from launcher import cli, stock; stock.VENV = pathlib.Path(sys.argv.pop(1)); {}"


def launch(venv: Path, *flags: str) -> subprocess.Popen[str]:
    code = LAUNCH.format("sys.exit(cli.main(sys.argv[1:]))")
    return subprocess.Popen(
        [sys.executable, "-c", code, str(venv), "run", "--stock", *flags],
        cwd=ROOT,
        env={**os.environ, "PATH": f"{venv / 'bin'}:{os.environ['PATH']}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def programs(tmp_path: Path, record: Path) -> Path:
    folder = tmp_path / "venv" / "bin"
    folder.mkdir(parents=True)
    for name in ("java", "anvil-app-server"):
        (folder / name).write_text(RECORDER.format(python=sys.executable, record=str(record)))
        (folder / name).chmod(0o755)
    return folder.parent


def test_the_stock_server_is_started_on_the_same_app_and_stopped_with_ctrl_c(tmp_path: Path) -> None:
    record, theme, port = tmp_path / "record.json", tmp_path / "m3", free_port(0)
    theme.mkdir()
    (theme / "anvil.yaml").write_text("package_name: m3\n")
    where = ("--port", str(port), "--m3", str(theme), "--data", str(tmp_path / "data"))
    launcher = launch(programs(tmp_path, record), *where)
    try:
        assert launcher.stdout is not None
        assert any(f"on the stock server, is at http://localhost:{port}" in line for line in launcher.stdout)
    finally:
        launcher.send_signal(signal.SIGINT)
        launcher.communicate(timeout=30)
    assert launcher.returncode == 0
    arguments, config = json.loads(record.read_text())
    assert arguments == ["--config-file", str(tmp_path / "data" / "stock" / "config.yaml")]
    assert Path(config["app"]).resolve() == ROOT


def test_what_is_missing_is_said_and_nothing_is_started(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    where = ("--port", str(free_port(0)), "--m3", str(tmp_path / "nothing"), "--data", str(tmp_path / "data"))
    launcher = launch(programs(tmp_path, record), *where)
    said, _ = launcher.communicate(timeout=60)
    assert launcher.returncode == 1
    assert "git clone https://github.com/anvil-works/material-3-theme" in said
    assert not record.exists()
