"""The app as the browser gets it: one JSON of client modules, form templates and theme, under a name of its content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import brotli
import orjson
import yaml

from . import kept
from .manifest import M3_DEPENDENCY, M3_PACKAGE, App, Form

# 9 compresses almost as well as 11 in a tenth of its time; the server starts while people wait.
BROTLI_QUALITY = 9


@dataclass(frozen=True, slots=True)
class Bundle:
    """The bundle's JSON, plain and as brotli, and the path it is served under, which changes with its content."""

    path: str
    content: bytes = field(repr=False)
    compressed: bytes = field(repr=False)


def make_bundle(app: App, data_dir: Path | None = None) -> Bundle:
    """Parse the templates and pack, or take what an earlier start kept in ``data_dir`` where nothing has changed since.

    Raises StartError with the file and line of a template that cannot be read.
    """
    if data_dir is None:
        return _packed(app)
    key = kept.key_of(_made_of(app))
    found = kept.find(data_dir, "bundle", key)
    if found is not None:
        return Bundle(*found)
    bundle = _packed(app)
    kept.keep(data_dir, "bundle", key, (bundle.path, bundle.content, bundle.compressed))
    return bundle


def _made_of(app: App) -> Iterator[bytes | str]:
    """All that a bundle depends on: the app's files, and the code that reads them."""
    own = Path(__file__).parent
    for path in sorted([*own.glob("*.py"), *(own / "templates").glob("*.py")]):
        yield path.read_bytes()
    for package in app.with_dependencies:
        yield repr((package.package_name, package.manifest, package.config_overrides))
        for module in package.client_modules:
            yield from (module.name, module.code)
        for form in package.forms:
            yield from (form.name, form.code, str(form.template), form.template.read_bytes())
    for theme in app.themes:
        yield repr(_parameters(theme))


def _packed(app: App) -> Bundle:
    content = orjson.dumps(
        {
            "name": app.name,
            **_package(app),
            "startup": None if app.startup is None else {"kind": app.startup.kind, "name": app.startup.name},
            "client_init_module": app.manifest.get("client_init_module"),
            "dependencies": [_package(package) for package in app.dependencies.values()],
            "services": {service.source: service.client_config for service in app.services},
            "theme": theme_parameters(app),
            "native_deps": app.manifest.get("native_deps") or {},
        }
    )
    name = hashlib.sha256(content).hexdigest()[:16]
    return Bundle(f"/_/app/{name}.json", content, brotli.compress(content, quality=BROTLI_QUALITY))


def theme_parameters(app: App) -> dict[str, Any]:
    """``theme/parameters.yaml`` with what its dependencies' themes add: the app's colours win by name."""
    merged: dict[str, Any] = {}
    colors: dict[str, Any] = {}
    for theme in reversed(app.themes):
        parameters = _parameters(theme)
        colors |= {color["name"]: color for color in (parameters.get("color_scheme") or {}).get("colors") or ()}
        merged |= parameters
    if colors:
        merged["color_scheme"] = {**(merged.get("color_scheme") or {}), "colors": list(colors.values())}
    return merged


def _parameters(theme: Path) -> dict[str, Any]:
    path = theme / "parameters.yaml"
    if not path.is_file():
        return {}
    return yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}  # noqa: S506


def _package(app: App) -> dict[str, Any]:
    return {
        "package_name": app.package_name,
        "client_config": app.config["client"],
        "modules": [
            {"name": module.name, "code": module.code, "is_package": module.is_package} for module in app.client_modules
        ],
        "forms": [_form(form, packages_of(app)) for form in app.forms],
    }


def packages_of(app: App) -> dict[str, str]:
    """The app's own package under "", and those of its dependencies by the ids that its templates use."""
    packages = {"": app.package_name}
    for dependency in app.manifest.get("dependencies") or []:
        ids = [dependency[key] for key in ("dep_id", "app_id") if dependency.get(key)]
        loaded = next((app.dependencies[dep_id] for dep_id in ids if dep_id in app.dependencies), None)
        if loaded or M3_DEPENDENCY in ids:
            packages.update(dict.fromkeys(ids, loaded.package_name if loaded else M3_PACKAGE))
    return packages


def _form(form: Form, packages: dict[str, str]) -> dict[str, Any]:
    from .templates import read_template

    return {
        "name": form.name,
        "code": form.code,
        "is_package": form.is_package,
        "template": read_template(form.template, packages),
    }
