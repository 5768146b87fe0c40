"""The business's accounts with the simulated services: keys that are public on purpose, and where callbacks go."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[1] / "accounts.json"


class Accounts:
    """``secrets`` are what the app is told (name to value); ``callbacks`` where each service calls the app."""

    def __init__(self, url: str, app_url: str = "") -> None:
        said: Mapping[str, Any] = json.loads(FILE.read_text())
        self.url = url
        self.secrets = {name: text.replace("{url}", url) for name, text in said["app_secrets"].items()}
        self.callbacks = {
            name: text.replace("{app}", app_url) if app_url else "" for name, text in said["callbacks"].items()
        }

    def __getitem__(self, name: str) -> str:
        return self.secrets[name]
