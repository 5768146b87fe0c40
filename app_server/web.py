"""The Starlette app: page, assets, calls, uplink, media, endpoints of the app."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import TypeVar
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute

from . import assets, web_manifest
from .bundle import make_bundle
from .errors import AnvilError
from .guard import Guard
from .instance import Instance, service_modules
from .page import Page, page_response
from .page_colours import PageColours
from .request_log import RequestLog
from .rpc import browser, dispatch, page_socket, uplink
from .security_headers import security_headers
from .services import http_endpoints, media

T = TypeVar("T")


def make_web_app(instance: Instance) -> Starlette:
    """The ASGI app of an instance; closing the instance stays with the caller."""
    app = Starlette(routes=_routes())
    app.state.instance = instance
    app.state.bundle = make_bundle(instance.app, instance.settings.data_dir)
    app.state.page = Page(
        instance.app, app.state.bundle, PageColours(instance), body_limit=instance.settings.body_limit_bytes
    )
    headers = security_headers(instance.origin, may_be_framed=instance.app.allows_embedding)
    # By this a page that is open sees that it is of an older version.
    headers["X-App-Version"] = app.state.page.version
    app.add_middleware(Guard, origin=instance.origin)
    app.add_middleware(RequestLog, headers=headers)
    return app


def _routes() -> list[Route | WebSocketRoute]:
    modules = service_modules()
    return [
        # They are tried in this order: what is asked most comes first.
        Route("/_/server-call-http", browser.server_call, methods=["POST"]),
        *(route for module in modules for route in getattr(module, "ROUTES", [])),
        Route("/", page),
        Route("/_/log", browser.log_error, methods=["POST"]),
        Route("/_/manifest.json", web_manifest.manifest),
        Route("/_/check-app-online", web_manifest.check_online),
        Route("/_/app/{name}", assets.app_bundle),
        Route("/_/build/{path:path}", assets.build_file),
        Route("/_/theme/{path:path}", assets.theme_file),
        Route("/_/static/{path:path}", assets.static_file),
        Route("/favicon.ico", assets.static_file),
        Route("/_/lm/{token}/{name:path}", stored_media),
        WebSocketRoute("/_/uplink", uplink.connect),
        WebSocketRoute("/_/ws{key:path}", page_socket.connect),
        *(route for module in modules for route in getattr(module, "LAST_ROUTES", [])),
        Route("/{path:path}", unknown_path),
    ]


async def page(request: Request) -> Response:
    """The page itself; an app that says nothing to open there may answer by a route of its own."""
    instance: Instance = request.app.state.instance
    return page_response(request) if instance.app.startup else await http_endpoints.app_route(request)


async def stored_media(request: Request) -> Response:
    """A media object by the signed address that ``get_url()`` gave out."""
    instance: Instance = request.app.state.instance
    claims = media.verify_url(instance.signing_key, request.path_params["token"])
    if claims is None:
        return assets.not_found()
    manager, media_id, as_download = claims
    try:
        if manager == media.STORED:
            return await _stream(instance, media_id, as_download)
        return await _in_thread(instance, lambda: _computed(request, instance, manager, media_id, as_download))
    except AnvilError:
        return assets.not_found()


async def unknown_path(_request: Request) -> Response:
    """An address that neither the server nor the app knows."""
    return assets.not_found()


async def _stream(instance: Instance, media_id: str, as_download: bool) -> Response:
    stored = await _in_thread(instance, lambda: instance.media.get(media_id))
    headers = _media_headers(stored.name, as_download) | {"Content-Length": str(stored.length)}
    chunks = instance.media.chunks(media_id)

    async def content() -> AsyncIterator[bytes]:
        while (chunk := await _in_thread(instance, lambda: next(chunks, None))) is not None:
            yield chunk

    return StreamingResponse(content(), media_type=stored.content_type, headers=headers)


def _computed(request: Request, instance: Instance, manager: str, media_id: str, as_download: bool) -> Response:
    call = browser.call_of(request, instance)
    with dispatch.serving(call):
        made = media.fetch(call, manager, media_id)
        return Response(made.get_bytes(), media_type=made.content_type, headers=_media_headers(made.name, as_download))


def _media_headers(name: str | None, as_download: bool) -> dict[str, str]:
    kind = "attachment" if as_download else "inline"
    return {
        "Content-Disposition": f"{kind}; filename*=UTF-8''{quote(name or 'download')}",
        "Cache-Control": "private, max-age=3600",
        # What people upload is shown as what it says it is, and runs nothing.
        "Content-Security-Policy": "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'",
    }


async def _in_thread(instance: Instance, run: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(instance.threads, run)
