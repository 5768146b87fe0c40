"""Start the catcher: `python -m simulator.mail --folder DIR --smtp-port N --port N`."""

from __future__ import annotations

import argparse
from pathlib import Path

import uvicorn

from .page import make_page
from .store import MailStore
from .taker import taking_mails

LOOPBACK = "127.0.0.1"


def main() -> None:
    """Take mails and show them until the process is told to end."""
    parser = argparse.ArgumentParser(prog="python -m simulator.mail", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where the mails are kept")
    parser.add_argument("--smtp-port", type=int, required=True, help="where mails are taken")
    parser.add_argument("--port", type=int, required=True, help="where mails are shown")
    chosen = parser.parse_args()
    store = MailStore(chosen.folder)
    with taking_mails(store, LOOPBACK, chosen.smtp_port):
        uvicorn.run(make_page(store), host=LOOPBACK, port=chosen.port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
