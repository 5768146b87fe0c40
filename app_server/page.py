"""The page: a small shell with the app's name and colours, which loads the browser half."""

from __future__ import annotations

import hashlib
import html
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import brotli
import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from .bundle import Bundle
from .manifest import App
from .page_colours import PageColours
from .security_headers import frame_ancestors
from .theme import style_sheet

BROWSER = Path(__file__).parent / "browser"
DIST = BROWSER / "dist"
# Where YouTubeVideo has its videos from.
VIDEOS = "https://www.youtube-nocookie.com"
# The page is made for each visit, with a nonce of its own: a better quality would take longer than it saves.
BROTLI_QUALITY = 4
_PLACEHOLDER = re.compile(r"\{\{\s*([a-z_]+)(?::([^}\s]+))?\s*\}\}")
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)


class Page:
    """``browser/page.html`` with its placeholders filled.

    ``{{title}}``, ``{{theme_css}}`` (the theme's colours as custom properties), ``{{theme_styles}}`` (its style sheet),
    ``{{app_url}}``, ``{{build:NAME}}`` (the address of a built file), ``{{config}}`` (JSON for a script element:
    ``app``, ``build``, ``startup``, ``version``, ``bodyLimit``), ``{{head}}`` (meta elements of an app response, and
    ``native_deps: head_html:`` of anvil.yaml) and ``{{nonce}}`` of the content security policy.

    ``version`` changes with anything that a page loads. ``body_limit`` is how many bytes a call may have.
    """

    def __init__(self, app: App, bundle: Bundle, colours: PageColours, body_limit: int) -> None:
        self._template = (BROWSER / "page.html").read_text(encoding="utf-8")
        self._build = read_build()
        self._body_limit = body_limit
        self._frames = VIDEOS if b"YouTubeVideo" in bundle.content else ""
        self.version = hashlib.sha256(orjson.dumps([bundle.path, self._build])).hexdigest()[:12]
        self._bundle = bundle
        self._title = app.title
        self._colours = colours
        self._theme_styles = style_sheet(app.themes)
        self._native_head = "\n".join(_native_head(package) for package in (*app.dependencies.values(), app))

    def render(self, nonce: str, startup: Any = None, meta: Mapping[str, str] | None = None) -> str:
        """The page's HTML; ``startup`` is a JSON-able message for the browser half, ``meta`` names and contents."""
        config = {
            "app": self._bundle.path,
            "build": self._build,
            "startup": startup,
            "version": self.version,
            "bodyLimit": self._body_limit,
        }
        values = {
            "title": html.escape((meta or {}).get("title") or self._title),
            "theme_css": self._colours.css(),
            "theme_styles": self._theme_styles,
            "app_url": self._bundle.path,
            "config": orjson.dumps(config).decode().replace("<", "\\u003c"),
            "head": "".join(_meta_element(name, content) for name, content in (meta or {}).items())
            + _SCRIPT.sub(f'<script nonce="{nonce}"', self._native_head),
            "nonce": nonce,
        }
        return _PLACEHOLDER.sub(lambda match: self._value(match[1], match[2], values), self._template)

    def policy(self, nonce: str, *, may_be_framed: bool = False) -> str:
        """The page's content security policy: frames of videos too, where the app has such a component."""
        return content_security_policy(nonce, frames=self._frames, may_be_framed=may_be_framed)

    def _value(self, name: str, argument: str | None, values: Mapping[str, str]) -> str:
        return f"/_/build/{self._build[argument]}" if name == "build" and argument is not None else values[name]


def _native_head(package: App) -> str:
    """The HTML that the package wants in every page's head: its JavaScript libraries."""
    return str((package.manifest.get("native_deps") or {}).get("head_html") or "")


def page_response(request: Request, startup: Any = None, meta: Mapping[str, str] | None = None) -> Response:
    """The page with its content security policy; ``startup`` and ``meta`` are those of an app response."""
    nonce = secrets.token_urlsafe(16)
    origin = request.app.state.instance.origin
    elements = {name: address_of(str(content), origin) for name, content in (meta or {}).items()}
    content = request.app.state.page.render(nonce, startup, elements).encode()
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if "br" in request.headers.get("accept-encoding", ""):
        content = brotli.compress(content, quality=BROTLI_QUALITY)
        headers["Content-Encoding"] = "br"
    response = HTMLResponse(content, headers=headers)
    response.headers["Content-Security-Policy"] = request.app.state.page.policy(
        nonce, may_be_framed=request.app.state.instance.app.allows_embedding
    )
    return response


def address_of(content: str, origin: str) -> str:
    """``asset:logo.png`` → the whole address of that file of the theme; other text as it is."""
    kind, colon, path = content.partition(":")
    return f"{origin}/_/theme/{quote(path)}" if kind == "asset" and colon else content


def content_security_policy(nonce: str, *, frames: str = "", may_be_framed: bool = False) -> str:
    """What the page may load: its own files, and pictures from anywhere; WebAssembly, but no eval of JavaScript.

    ``frames`` is another site whose pages it may show inside its own.
    """
    own_and_frames = f"'self' {frames}".rstrip()
    return (
        "default-src 'self'; "
        f"script-src 'self' 'wasm-unsafe-eval' 'nonce-{nonce}'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https:; media-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
        f"frame-src {own_and_frames}; "
        f"object-src 'none'; base-uri 'self'; form-action 'self'{frame_ancestors(may_be_framed)}"
    )


def read_build() -> dict[str, str]:
    """Names of built files → their names with hashes; empty before the browser half was built."""
    manifest = DIST / "manifest.json"
    return orjson.loads(manifest.read_bytes()) if manifest.is_file() else {}


def _meta_element(name: str, content: str) -> str:
    key = "property" if name.startswith("og:") else "name"
    return f'<meta {key}="{html.escape(name)}" content="{html.escape(str(content))}">'
