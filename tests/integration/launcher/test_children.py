"""No process outlives the launcher, however it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from launcher import ports
from launcher.children import ENDINGS, Children
from launcher.problems import Problem

ROOT = Path(__file__).resolve().parents[3]
SLEEPER = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]
STUBBORN = [sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until_gone(pid: int) -> None:
    end = time.monotonic() + 10
    while is_alive(pid):
        assert time.monotonic() < end, f"process {pid} is still there"
        time.sleep(0.05)


def test_signals_mean_afterwards_what_they_meant_before() -> None:
    before = [signal.getsignal(number) for number in ENDINGS]
    with Children():
        assert [signal.getsignal(number) for number in ENDINGS] != before
    assert [signal.getsignal(number) for number in ENDINGS] == before


def test_leaving_the_block_ends_what_was_started(tmp_path: Path) -> None:
    with Children() as children:
        child = children.start(SLEEPER, tmp_path / "log")
    assert child.returncode == -signal.SIGTERM


def test_a_process_that_does_not_listen_is_ended_by_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("launcher.children.STOP_SECONDS", 0.5)
    with Children() as children:
        child = children.start(STUBBORN, tmp_path / "log")
        time.sleep(0.3)
    assert child.returncode in (-signal.SIGKILL, -signal.SIGTERM)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_whatever_ends_the_launcher_ends_its_processes(tmp_path: Path, number: int) -> None:
    script = textwrap.dedent(f"""
        from pathlib import Path
        from launcher.children import ENDINGS, Children
        with Children() as children:
            child = children.start({SLEEPER!r}, Path({str(tmp_path / "log")!r}))
            print(child.pid, flush=True)
            child.wait()
    """)
    launcher = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert launcher.stdout is not None
    pid = int(launcher.stdout.readline())
    os.kill(launcher.pid, number)
    launcher.wait(10)
    launcher.stdout.close()
    wait_until_gone(pid)


def test_a_failed_command_is_told_with_its_log(tmp_path: Path) -> None:
    with Children() as children, pytest.raises(Problem, match="Counting failed: three"):
        children.run("counting", [sys.executable, "-c", "print('three'); raise SystemExit(1)"], tmp_path / "log")
    assert (tmp_path / "log").read_text() == "three\n"


def test_a_missing_tool_is_named(tmp_path: Path) -> None:
    with Children() as children, pytest.raises(Problem, match="`no-such-tool` is missing"):
        children.run("counting", ["no-such-tool"], tmp_path / "log")


def test_a_taken_port_comes_with_one_that_is_free() -> None:
    with socket.socket() as taken:
        taken.bind((ports.LOOPBACK, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Problem, match=rf"Port {port} is taken.*--port \d+"):
            ports.require_free(port)


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_number_that_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(Problem, match="is not a port"):
        ports.require_free(port)
