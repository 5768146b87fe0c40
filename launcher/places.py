"""Where the checkout keeps what it makes."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".mybizz"
LOGS = STATE / "logs"
INSTANCES = STATE / "instances"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
