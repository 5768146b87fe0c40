"""What an app may ask about itself: its addresses, its settings, its assets."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import anvil

from ..errors import permission_denied
from ..manifest import App
from ..rpc.call import Call
from ..rpc.registry import private

TABLES_SERVICE = "/runtime/services/tables.yml"


@private("echo")
def echo(_call: Call, value: Any = None) -> Any:
    return value


@private("get_app_origin")
def get_app_origin(call: Call, _environment: str | None = None, **_preferences: Any) -> str:
    return call.instance.origin


@private("get_api_origin")
def get_api_origin(call: Call, _environment: str | None = None, **_preferences: Any) -> str:
    return f"{call.instance.origin}/_/api"


@private("get_client_config")
def get_client_config(call: Call, source: str) -> Mapping[str, Any] | None:
    service = call.instance.app.service(source)
    config = None if service is None else service.client_config
    # Data tables are accelerated here whether the app asks for it or not: there is no other kind.
    return {**(config or {}), "enable_v2": True} if source == TABLES_SERVICE else config


@private("get_server_config")
def get_server_config(call: Call, source: str) -> Mapping[str, Any] | None:
    if not call.trusted:
        raise permission_denied("Cannot access server config from the client")
    service = call.instance.app.service(source)
    return None if service is None else service.server_config


@private("get_dep_client_config")
def get_dep_client_config(call: Call) -> dict[str, Any]:
    return _configs(call.instance.app, "client")


@private("get_dep_server_config")
def get_dep_server_config(call: Call) -> dict[str, Any]:
    if not call.trusted:
        raise permission_denied("Cannot access server config from the client")
    return _configs(call.instance.app, "server")


@private("get_app_asset")
def get_app_asset(call: Call, path: str) -> anvil.Media | None:
    """A file of ``theme/assets``, or None."""
    file = asset_file(call.instance.app.themes, path)
    if file is None:
        return None
    return anvil.BlobMedia(mimetypes.guess_type(file.name)[0], file.read_bytes(), file.name)


def asset_file(themes: Sequence[Path], path: str) -> Path | None:
    """The file of that path inside ``assets`` of the first theme that has it; None when there is none."""
    return next((file for theme in themes if (file := file_inside(theme / "assets", path))), None)


def file_inside(folder: Path, path: str) -> Path | None:
    """The file of that path under ``folder``, or None when there is none, or can be none, or the path leads out.

    A symbolic link that the app's author put there is followed, as the stock server does.
    """
    root = Path(os.path.abspath(folder))  # noqa: PTH100 (resolve() would follow links)
    file = Path(os.path.normpath(root / path))
    is_file = os.path.isfile(file)  # noqa: PTH113 (Path.is_file() raises for names that no file can have)
    return file if is_file and file.is_relative_to(root) else None


@private("invalidate_client_objects")
def invalidate_client_objects(call: Call) -> None:
    """Make every capability and live object that this session's browser holds worthless."""
    call.session.private["generation"] = call.session.private.get("generation", 0) + 1
    call.session.changed()


def _configs(app: App, kind: str) -> dict[str, Any]:
    def config_of(package: App) -> dict[str, Any]:
        return {"package_name": package.package_name, "config": {kind: package.config.get(kind) or {}}}

    return {
        **config_of(app),
        "dependency_code": {dep_id: config_of(package) for dep_id, package in app.dependencies.items()},
    }
