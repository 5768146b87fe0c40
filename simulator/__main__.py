"""Start the simulator: `python -m simulator --folder DIR --port N --smtp-port N --app URL`."""

from __future__ import annotations

import argparse
from pathlib import Path

import uvicorn

from .app import LOOPBACK, make_app
from .core.accounts import Accounts
from .core.gate import CuttableProtocol


def main() -> None:
    """Play the services until the process is told to end."""
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where what was taken is kept")
    parser.add_argument("--port", type=int, required=True, help="where the services and the page answer")
    parser.add_argument("--smtp-port", type=int, default=0, help="where mails are taken by SMTP (nowhere)")
    parser.add_argument("--app", default="", metavar="URL", help="the app's address, for callbacks (none are sent)")
    parser.add_argument("--seed", type=int, help="makes chances come out the same each time")
    chosen = parser.parse_args()
    accounts = Accounts(f"http://{LOOPBACK}:{chosen.port}", chosen.app.rstrip("/"))
    uvicorn.run(
        make_app(chosen.folder, accounts, chosen.smtp_port, chosen.seed),
        host=LOOPBACK,
        port=chosen.port,
        http=CuttableProtocol,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=2,
    )


if __name__ == "__main__":
    main()
