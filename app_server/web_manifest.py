"""What a browser needs to install the app on a home screen, and to see whether its server can be reached."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from .instance import Instance
from .page import address_of

ICON = "/_/static/favicon.svg"


async def manifest(request: Request) -> Response:
    """``/_/manifest.json``: the web app manifest (https://www.w3.org/TR/appmanifest/)."""
    instance: Instance = request.app.state.instance
    metadata: dict[str, Any] = instance.app.manifest.get("metadata") or {}
    logo = metadata.get("logo_img")
    described = {
        "start_url": f"{instance.origin}/",
        "name": instance.app.name,
        "short_name": instance.app.name,
        "description": metadata.get("description") or "",
        "display": "standalone",
        "icons": [{"src": address_of(logo, instance.origin) if logo else instance.origin + ICON, "sizes": "any"}],
    }
    return JSONResponse(described, headers={"Cache-Control": "no-cache"})


async def check_online(_request: Request) -> Response:
    """``/_/check-app-online``: an empty answer, for a page that wonders whether it has lost its server."""
    return Response()
