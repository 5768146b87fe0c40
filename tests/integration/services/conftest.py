"""A real instance of a small app on a real PostgreSQL, as the server opens it, without its HTTP half."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

import pytest
from aiosmtpd.controller import Controller

from app_server.instance import Instance, open_instance
from app_server.rpc import dispatch
from app_server.rpc.call import Call
from app_server.services.sessions import Session
from app_server.settings import Settings, Smtp

APP = Path(__file__).parent / "service_app"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


SMTP_PORT, HTTP_PORT, TLS_PORT = free_port(), free_port(), free_port()

T = TypeVar("T")
PASSWORD = "right horse"
_numbers = itertools.count(1)


def settings_for(data_dir: Path, **changes: object) -> Settings:
    return Settings(
        **{  # type: ignore[arg-type]
            "app_dir": APP,
            "data_dir": data_dir,
            "port": 42300,
            "auto_migrate": True,
            "tasks_at_once": 4,
            "smtp": Smtp("127.0.0.1", SMTP_PORT, sender="accounts@shop.test"),
            **changes,
        }
    )


class Server:
    """Calls functions as a browser's session or as server code would, and keeps the session between calls."""

    def __init__(self, instance: Instance, session: Session | None = None) -> None:
        self.instance = instance
        self.session = session or instance.sessions.new()
        self.cookies: dict[str, str] = {}

    def as_browser(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        return self._call("browser", False, name, args, kwargs)

    def as_server(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        return self._call("browser", True, name, args, kwargs)

    def method(self, task: Any, name: str, *args: Any) -> Any:
        """A method of a live object, called by server code."""
        call = Call(self.instance, self.session, "server_module", trusted=True)
        with dispatch.serving(call):
            return dispatch.call_from_server(args, {}, name, live_object=task)

    def method_as_browser(self, task: Any, name: str, *args: Any) -> Any:
        """A method of a live object, called from a page that a server function gave the object to."""
        call = Call(self.instance, self.session, "browser", trusted=False)
        with dispatch.serving(call):
            return dispatch.call_from_server(args, {}, name, live_object=task)

    def bytes_of(self, media: Any) -> bytes:
        """What server code reads from a media object."""
        with dispatch.serving(Call(self.instance, self.session, "server_module", trusted=True)):
            return media.get_bytes()

    def _call(self, origin: Any, trusted: bool, name: str, args: Any, kwargs: Any) -> Any:
        call = Call(self.instance, self.session, origin, trusted, cookies=dict(self.cookies))
        try:
            with dispatch.serving(call):
                return dispatch.call_from_server(args, kwargs, name)
        finally:
            for line in call.response_cookies:
                name, _, value = line.split(";")[0].partition("=")
                self.cookies = {**self.cookies, name: value} if "Max-Age=0" not in line else without(self.cookies, name)


def without(cookies: dict[str, str], name: str) -> dict[str, str]:
    return {other: value for other, value in cookies.items() if other != name}


def eventually(ask: Callable[[], T], seconds: float = 30) -> T:
    """What ``ask`` returns once it is true."""
    end = time.monotonic() + seconds
    while not (answer := ask()):
        assert time.monotonic() < end, f"still {answer!r} after {seconds} seconds"
        time.sleep(0.02)
    return answer


@pytest.fixture(scope="session")
def data_dir() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=f"services-{os.getpid()}-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def instance(data_dir: Path) -> Iterator[Instance]:
    opened = open_instance(settings_for(data_dir))
    opened.start()
    yield opened
    opened.close()


@pytest.fixture
def server(instance: Instance) -> Server:
    """The instance as code of a server module calls it."""
    return Server(instance)


class Mailbox(list[EmailMessage]):
    """The mails that a real SMTP server took."""

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address == "gone@example.com":
            return "550 Nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if b"refuse me" in envelope.content:
            return "554 Not wanted here"
        self.append(message_from_bytes(envelope.content, policy=policy.default))
        self[-1]["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        return "250 OK"


@pytest.fixture(scope="session")
def smtp_server() -> Iterator[Mailbox]:
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=SMTP_PORT)
    controller.start()
    yield mailbox
    controller.stop()


@pytest.fixture
def mailbox(smtp_server: Mailbox) -> Mailbox:
    smtp_server.clear()
    return smtp_server


class EchoHandler(BaseHTTPRequestHandler):
    """Says what it was asked; JSON is answered in JSON."""

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        said = f"{self.command} {self.path} {self.headers.get('Authorization') or body}".encode()
        if self.headers.get("Content-Type") == "application/json":
            said = f'{{"got": {body}}}'.encode()
        self.send_response(404 if self.path == "/404" else 200)
        self.end_headers()
        self.wfile.write(said)

    do_POST = do_GET

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="session")
def http_server() -> Iterator[str]:
    """The address of another server."""
    server = ThreadingHTTPServer(("127.0.0.1", HTTP_PORT), EchoHandler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{HTTP_PORT}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def email(instance):
    """A fresh account's address; its password is PASSWORD."""
    address = f"person{next(_numbers)}@shop.test"
    Server(instance).as_browser("anvil.private.users.signup_with_email", address, PASSWORD)
    return address


@pytest.fixture
def browser(instance):
    """Another browser."""
    return Server(instance)


@pytest.fixture
def config(instance, monkeypatch):
    """Changes the app's users service."""

    def change(**values):
        service = next(entry for entry in instance.app.manifest["services"] if "users.yml" in entry["source"])
        for name, value in values.items():
            monkeypatch.setitem(service["client_config"], name, value)

    return change


def login(browser, email, password=PASSWORD, **options):
    return browser.as_browser("anvil.private.users.login_with_email", email, password, **options)
