"""A visitor without a browser: makes the calls that the page makes, over the same wire, with a cookie of its own."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx

CALL_PATH = "/_/server-call-http"
MEDIA_ID = "file"


class CallError(Exception):
    """The server answered a call with an error; `kind` is its type's name."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind = kind


@dataclass(frozen=True)
class Upload:
    """A file to send as an argument."""

    name: str
    content_type: str
    content: bytes

    @classmethod
    def of(cls, path: Path, content_type: str = "text/csv") -> Upload:
        """The file at `path`."""
        return cls(path.name, content_type, path.read_bytes())


class Visitor:
    """One browser's session with the app at `origin`."""

    def __init__(self, origin: str, timeout_seconds: float = 60) -> None:
        self.http = httpx.Client(base_url=origin, headers={"Origin": origin}, timeout=timeout_seconds, trust_env=False)

    def __enter__(self) -> Visitor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.http.close()

    def call(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """Call a server function; dates in the answer stay None. Raises CallError; one Upload may be among `args`."""
        message = {"type": "CALL", "id": "1", "v": 8, "command": name, "kwargs": kwargs, "objects": [], "vt_global": {}}
        upload = next((arg for arg in args if isinstance(arg, Upload)), None)
        message["args"] = [None if isinstance(arg, Upload) else arg for arg in args]
        if upload is None:
            answer = self.http.post(CALL_PATH, json=message)
        else:
            answer = self._post_with_file(message, upload, args.index(upload))
        return _value(answer)

    def must(self, name: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Call one of the app's functions that must succeed; its whole answer."""
        answer = self.call(name, *args, **kwargs)
        assert answer.get("success"), f"{name} answered {answer}"
        return answer

    def sign_in(self, email: str, password: str) -> None:
        """Sign in to the app."""
        self.must("sign_in", email, password, False)

    def import_file(self, path: Path, update_existing: bool = True) -> int:
        """Upload a file of contacts and start to import it with the columns as recognised; the import's number."""
        inspected = self.must("inspect_import", Upload.of(path))
        mapping = {str(position): column["field"] or "" for position, column in enumerate(inspected["columns"])}
        number = inspected["import_number"]
        self.must("start_import", number, mapping, {"update_existing": update_existing, "tags": []})
        return number

    def wait_for_import(self, number: int, seconds: float = 120) -> dict[str, Any]:
        """The import once it has ended, however it ended."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.must("get_import", number)["import"]
            if found["status"] not in ("queued", "running"):
                return found
            time.sleep(0.1)
        raise AssertionError(f"import {number} did not end in {seconds} s: {found}")

    def _post_with_file(self, message: dict[str, Any], upload: Upload, position: int) -> httpx.Response:
        described = {"type": ["DataMedia"], "path": ["args", position], "id": MEDIA_ID}
        message["objects"] = [{**described, "mime-type": upload.content_type, "name": upload.name}]
        files = {MEDIA_ID: (upload.name, upload.content, upload.content_type)}
        return self.http.post(CALL_PATH, data={"json-data": json.dumps(message)}, files=files)


def _value(answer: httpx.Response) -> Any:
    if answer.headers.get("content-type", "").startswith("multipart/"):
        raise AssertionError("the answer holds a file: ask for its address instead")
    body = answer.json()
    if "error" in body:
        raise CallError(body["error"]["type"], body["error"]["message"])
    return body["response"]
