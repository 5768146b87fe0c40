"""One structured log line per request, under an id that every line of that request carries; security headers."""

from __future__ import annotations

import logging
import re
import secrets
import sys
import time
from collections.abc import Iterable, Mapping
from contextvars import ContextVar

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

REQUEST_ID_HEADER = b"x-request-id"
# Assets and health checks would hide what matters.
QUIET_PREFIXES = ("/_/build/", "/_/health", "/_/static/", "/_/theme/")
# What follows in these addresses lets whoever has it in.
SECRET_PREFIXES = ("/_/login/", "/_/reset_password/", "/_/email-confirm/", "/_/lm/")
# Signed links and tokens of the app: a part of an address that is longer than any name.
_SECRET_PART = re.compile(r"[^/]{40,}")
_request_id: ContextVar[str] = ContextVar("request_id", default="")


class RequestLog:
    """ASGI middleware: gives each request its id, logs it when it is answered, and adds ``headers`` it lacks."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self._app = app
        self._headers = {name.lower().encode(): value.encode() for name, value in headers.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = secrets.token_hex(6)
        scope["request_id"] = request_id
        token = _request_id.set(request_id)
        started = time.perf_counter()
        status = 500

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = self._completed(message.get("headers", ()), request_id)
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        finally:
            if not scope["path"].startswith(QUIET_PREFIXES):
                milliseconds = round((time.perf_counter() - started) * 1000, 1)
                facts = {
                    "method": scope["method"],
                    "path": path_for_log(scope["path"]),
                    "status": status,
                    "ms": milliseconds,
                }
                log.info("request", extra={"facts": facts})
            _request_id.reset(token)

    def _completed(self, headers: Iterable[tuple[bytes, bytes]], request_id: str) -> list[tuple[bytes, bytes]]:
        """The answer's headers, whose names ASGI has in small letters, with the request's id and what they lack."""
        given = list(headers)
        names = {name for name, _ in given}
        lacking = [header for header in self._headers.items() if header[0] not in names]
        return [*given, (REQUEST_ID_HEADER, request_id.encode()), *lacking]


def path_for_log(path: str) -> str:
    """The path, without the secrets that some addresses are."""
    prefix = next((prefix for prefix in SECRET_PREFIXES if path.startswith(prefix)), None)
    return f"{prefix}…" if prefix else _SECRET_PART.sub("…", path)


def current_request_id() -> str:
    """The id of the request that is being answered, or an empty string."""
    return _request_id.get()


class JsonLines(logging.Formatter):
    """Log records as one JSON object a line: time, level, logger, process, message, request, the record's ``facts``."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "from": record.name,
            "process": record.process,
            "message": record.getMessage(),
        }
        if _request_id.get():
            line["request"] = _request_id.get()
        line.update(getattr(record, "facts", {}))
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode()


def configure(level: int = logging.INFO) -> None:
    """Send every logger's lines to standard error as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("uvicorn.access", "websockets"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # While the database is away it would say so for every connection, again and again.
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
