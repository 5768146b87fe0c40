"""What the operator chose: flags and environment, cast and checked once at start."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .errors import StartError

ENCRYPTION_KEY_VARIABLE = "ANVIL_ENCRYPTION_KEY_"
SECRET_VARIABLE = "ANVIL_SECRET_"  # noqa: S105 (the name of a variable, not a secret)


@dataclass(frozen=True, slots=True)
class Smtp:
    """Where mail goes out; ``encryption`` is ``none``, ``starttls`` or ``ssl``."""

    host: str
    port: int = 25
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    encryption: str = "none"
    sender: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """One server's settings. ``secrets`` and ``encryption_keys`` map names to values and are never shown."""

    app_dir: Path
    data_dir: Path
    ip: str = "127.0.0.1"
    port: int = 3030
    origin: str | None = None
    database: str | None = field(default=None, repr=False)
    auto_migrate: bool = False
    uplink_key: str | None = field(default=None, repr=False)
    client_uplink_key: str | None = field(default=None, repr=False)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    encryption_keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    dependencies: Mapping[str, str] = field(default_factory=dict)
    smtp: Smtp | None = None
    body_limit_bytes: int = 64 * 1024 * 1024
    call_timeout_seconds: float = 30.0
    session_days: int = 30
    proxies: tuple[str, ...] = ()
    workers: int = 1
    tasks_at_once: int = 32
    metrics_port: int | None = None
    metrics_ip: str = "127.0.0.1"
    drain_seconds: float = 0.0
    grace_seconds: float = 10.0

    @property
    def public_origin(self) -> str:
        """The address that people type, without a slash at the end."""
        if self.origin:
            return self.origin.rstrip("/")
        host = "127.0.0.1" if self.ip in ("0.0.0.0", "::") else self.ip  # noqa: S104 (compared, not bound)
        host = f"[{host}]" if ":" in host else host
        return f"http://{host}:{self.port}"


def parse_pairs(flag: str, pairs: Sequence[str]) -> dict[str, str]:
    """``["NAME=VALUE", …]`` → dict. Raises StartError naming the flag, never the value."""
    parsed = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise StartError(f"{flag} expects NAME=VALUE.")
        parsed[name] = value
    return parsed


def read_secrets_file(path: Path) -> dict[str, str]:
    """Read ``NAME=VALUE`` lines; empty lines and lines that start with # are passed over."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise StartError(f"The secrets file {path} cannot be read: {error.strerror}.") from error
    return parse_pairs(str(path), [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")])


def secrets_of_environment(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """``ANVIL_SECRET_<NAME>`` variables → ``{NAME: value}``."""
    return _variables(SECRET_VARIABLE, environment)


def encryption_keys_of_environment(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """``ANVIL_ENCRYPTION_KEY_<NAME>`` variables → ``{NAME: value}``."""
    return _variables(ENCRYPTION_KEY_VARIABLE, environment)


def _variables(prefix: str, environment: Mapping[str, str] | None) -> dict[str, str]:
    environment = os.environ if environment is None else environment
    return {key.removeprefix(prefix): value for key, value in environment.items() if key.startswith(prefix)}
