"""Files over HTTP: built ones, which never change, and the theme's, which are asked for again."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from .instance import Instance
from .page import BROWSER, DIST
from .services.app_info import asset_file, file_inside

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
# In the order in which they are preferred: zstd is unpacked several times faster than brotli, each time a page starts.
ENCODINGS = (("zstd", ".zst"), ("br", ".br"), ("gzip", ".gz"))
MEDIA_TYPES = {".wasm": "application/wasm", ".js": "text/javascript", ".mjs": "text/javascript", ".woff2": "font/woff2"}


async def build_file(request: Request) -> Response:
    """A file of ``browser/dist``, in its smallest form that the browser understands."""
    file = file_inside(DIST, request.path_params["path"])
    return not_found() if file is None else _compressed(request, file, IMMUTABLE)


async def theme_file(request: Request) -> Response:
    """A file of the app's ``theme/assets``."""
    instance: Instance = request.app.state.instance
    file = asset_file(instance.app.themes, request.path_params["path"])
    return not_found() if file is None else _revalidated(request, file)


async def static_file(request: Request) -> Response:
    """An icon: the app's own when its theme has one of that name, else the server's."""
    instance: Instance = request.app.state.instance
    path = request.path_params.get("path") or "favicon.ico"
    file = asset_file(instance.app.themes, path) or file_inside(BROWSER / "static", path)
    return not_found() if file is None else _revalidated(request, file)


async def app_bundle(request: Request) -> Response:
    """The app bundle; under the address of an older one there is nothing."""
    bundle = request.app.state.bundle
    if request.url.path != bundle.path:
        return not_found()
    headers = {"Cache-Control": IMMUTABLE, "Vary": "Accept-Encoding"}
    if "br" in _accepted(request):
        return Response(bundle.compressed, media_type="application/json", headers=headers | {"Content-Encoding": "br"})
    return Response(bundle.content, media_type="application/json", headers=headers)


def not_found() -> Response:
    return Response("Not found", 404, media_type="text/plain")


def _compressed(request: Request, file: Path, cache: str) -> Response:
    headers = {"Cache-Control": cache, "Vary": "Accept-Encoding"}
    media_type = media_type_of(file)
    accepted = _accepted(request)
    for encoding, suffix in ENCODINGS:
        packed = file.with_name(file.name + suffix)
        if encoding in accepted and packed.is_file():
            return FileResponse(packed, media_type=media_type, headers=headers | {"Content-Encoding": encoding})
    return FileResponse(file, media_type=media_type, headers=headers)


def _revalidated(request: Request, file: Path) -> Response:
    response = FileResponse(
        file, media_type=media_type_of(file), headers={"Cache-Control": REVALIDATE}, stat_result=file.stat()
    )
    if request.headers.get("if-none-match") == response.headers["etag"]:
        return Response(status_code=304, headers={"ETag": response.headers["etag"], "Cache-Control": REVALIDATE})
    return response


def media_type_of(file: Path) -> str:
    return MEDIA_TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def _accepted(request: Request) -> set[str]:
    return {part.split(";")[0].strip() for part in request.headers.get("accept-encoding", "").split(",")}
