"""An app's folder (anvil.yaml, client_code, server_code, theme) → one App value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from .dependencies import checked_folder, read_lock
from .errors import StartError

M3_DEPENDENCY = "4UK6WHQ6UX7AKELK"
M3_PACKAGE = "m3"
CONFIGS = ("client", "server")
TEMPLATE_SUFFIXES = (".html", ".yaml")


class Startup(NamedTuple):
    """What opens first: ``kind`` is ``form`` or ``module``, ``name`` its dotted name inside the package."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Module:
    """A Python module of the app; ``name`` is dotted and relative to the app's package."""

    name: str
    path: Path
    code: str = field(repr=False)
    is_package: bool = False

    def spec(self) -> dict[str, Any]:
        """The dict in which Anvil's library takes a module."""
        return {"name": self.name, "code": self.code, "is_package": self.is_package, "path": str(self.path)}


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its class's module and the file of its template (``form_template.html`` or ``<name>.html``, or YAML)."""

    name: str
    path: Path
    template: Path
    code: str = field(repr=False)
    is_package: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    """A service the app uses, e.g. ``/runtime/services/anvil/users.yml``, with its settings."""

    source: str
    client_config: Mapping[str, Any]
    server_config: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class App:
    """An Anvil app, or a package it depends on."""

    folder: Path
    manifest: Mapping[str, Any] = field(repr=False)
    package_name: str
    client_modules: tuple[Module, ...] = field(repr=False)
    forms: tuple[Form, ...] = field(repr=False)
    server_modules: tuple[Module, ...] = field(repr=False)
    scripts: tuple[Module, ...] = field(default=(), repr=False)
    dependencies: Mapping[str, App] = field(default_factory=dict)
    config_overrides: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)

    @property
    def name(self) -> str:
        return self.manifest.get("name") or self.package_name

    @property
    def title(self) -> str:
        """What people call the app."""
        return (self.manifest.get("metadata") or {}).get("title") or self.name

    @property
    def tables(self) -> Mapping[str, Mapping[str, Any]]:
        """``db_schema``: python name → title, client, server, columns; those of dependencies, too, if not its own."""
        tables: dict[str, Mapping[str, Any]] = {}
        for package in reversed(self.with_dependencies):
            tables |= package.manifest.get("db_schema") or {}
        return tables

    @property
    def services(self) -> tuple[Service, ...]:
        return tuple(
            Service(entry["source"], entry.get("client_config") or {}, entry.get("server_config") or {})
            for entry in self.manifest.get("services") or []
        )

    def service(self, source: str) -> Service | None:
        """The service of that source path, or None when the app does not use it."""
        return next((service for service in self.services if service.source == source), None)

    @property
    def allows_embedding(self) -> bool:
        """Whether other sites may show the app in a frame."""
        return self.manifest.get("allow_embedding") is True

    @property
    def packages(self) -> frozenset[str]:
        """The names under which the app's modules, its dependencies' and Anvil's own are imported."""
        return frozenset(
            {self.package_name, "anvil", *(package.package_name for package in self.dependencies.values())}
        )

    @property
    def startup(self) -> Startup | None:
        startup = self.manifest.get("startup")
        if startup:
            return Startup(startup["type"], startup["module"])
        form = self.manifest.get("startup_form")
        return Startup("form", form) if form else None

    @property
    def scheduled_tasks(self) -> list[Mapping[str, Any]]:
        return self.manifest.get("scheduled_tasks") or []

    @property
    def with_dependencies(self) -> tuple[App, ...]:
        """The app itself and then what it depends on: who comes first wins."""
        return (self, *self.dependencies.values())

    @property
    def themes(self) -> tuple[Path, ...]:
        """The theme folders, ``parameters.yaml`` and ``assets/``: the app's own first. Any may not exist."""
        return tuple(package.folder / "theme" for package in self.with_dependencies)

    @property
    def config(self) -> Mapping[str, Mapping[str, Any]]:
        """``{"client": {…}, "server": {…}}``: what ``anvil.app.get_client_config()`` and its sibling answer.

        The defaults of ``config_schema``, with what an app that depends on this one says instead.
        """
        schema = self.manifest.get("config_schema") or {}
        given = self.manifest.get("config") or {}
        return {kind: {**(given.get(kind) or {}), **self._configured(kind, schema.get(kind) or {})} for kind in CONFIGS}

    def _configured(self, kind: str, schema: Mapping[str, Any]) -> dict[str, Any]:
        values = {name: (entry or {}).get("default_value") for name, entry in schema.items()}
        for override in reversed(self.config_overrides):
            said = override.get(kind) or {}
            values |= {name: entry.get("value") for name, entry in said.items() if name in values}
        return values

    def spec(self) -> dict[str, Any]:
        """The dict that ``anvil_downlink_worker.load_app`` takes."""
        return {
            "package_name": self.package_name,
            "name": self.name,
            "modules": [module.spec() for module in self.client_modules],
            "server_modules": [module.spec() for module in self.server_modules],
            "scripts": [{"name": script.name, "code": script.code} for script in self.scripts],
            "forms": [
                {"class_name": form.name, "code": form.code, "is_package": form.is_package, "path": str(form.path)}
                for form in self.forms
            ],
            "runtime_options": self.manifest.get("runtime_options") or {"version": 3},
            "config": self.config,
            "dependency_code": {dep_id: package.spec() for dep_id, package in self.dependencies.items()},
        }


def load_app(folder: Path, dependency_folders: Mapping[str, str] | None = None) -> App:
    """Read the app in ``folder`` and all that it depends on, directly or not.

    ``dependency_folders`` maps ids to folders beside it; others are looked up in its lock, and their copies checked.
    The Material 3 theme needs no folder: the browser half has its package ``m3`` built in. Raises StartError.
    """
    folder = folder.resolve()
    app = _load_package(folder, folder.name)
    lock = read_lock(folder)
    found: dict[str, App] = {}
    waiting = [(app, entry) for entry in _dependencies(app.manifest)]
    while waiting:
        depending, entry = waiting.pop(0)
        dep_id = entry.get("dep_id") or entry["app_id"]
        name = (dependency_folders or {}).get(dep_id)
        if name is None and dep_id in lock:
            name = checked_folder(folder, dep_id, lock[dep_id])
        if name is None and dep_id != M3_DEPENDENCY:
            raise StartError(
                f"{depending.folder / 'anvil.yaml'} depends on {dep_id}; fetch it, or say which folder it is in with "
                f"--dep-id {dep_id}=NAME."
            )
        if name is None or name == folder.name:
            continue
        if dep_id not in found:
            found[dep_id] = _load_package(folder.parent / name, name)
            waiting += [(found[dep_id], further) for further in _dependencies(found[dep_id].manifest)]
        override = (entry.get("config") or {}, *found[dep_id].config_overrides)
        found[dep_id] = replace(found[dep_id], config_overrides=override)
    return replace(app, dependencies=found)


def package_name_of(folder: Path) -> str:
    """The name under which the app in a folder is imported. Raises StartError."""
    return str(_read_manifest(folder / "anvil.yaml").get("package_name") or folder.name)


def _load_package(folder: Path, default_name: str) -> App:
    manifest = _read_manifest(folder / "anvil.yaml")
    client_modules: list[Module] = []
    forms: list[Form] = []
    for module in _modules(folder / "client_code"):
        template = _template_of(module)
        if template is None:
            client_modules.append(module)
        else:
            forms.append(Form(module.name, module.path, template, module.code, module.is_package))
    return App(
        folder,
        manifest,
        manifest.get("package_name") or default_name,
        tuple(client_modules),
        tuple(forms),
        tuple(_modules(folder / "server_code")),
        tuple(script for script in _modules(folder / "scripts") if "." not in script.name),
    )


def _read_manifest(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        raise StartError(f"There is no Anvil app in {path.parent}: it has no anvil.yaml.")
    try:
        manifest = yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except yaml.YAMLError as error:
        raise StartError(f"{path} is not valid YAML: {error}") from error
    if not isinstance(manifest, dict):
        raise StartError(f"{path} should hold a mapping of settings.")
    return manifest


def _dependencies(manifest: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    entries = manifest.get("dependencies") or []
    return [entry for entry in entries if entry.get("dep_id") or entry.get("app_id")]


def _modules(root: Path) -> Iterator[Module]:
    """A folder with ``__init__.py`` is a package; a folder without is only a prefix of its modules' names."""
    if not root.is_dir():
        return
    for path in sorted(root.rglob("*.py")):
        relative = path.relative_to(root)
        if any(part.startswith(".") or part == "__pycache__" for part in relative.parts):
            continue
        is_package = path.name == "__init__.py"
        parts = relative.parent.parts if is_package else relative.with_suffix("").parts
        if parts:
            yield Module(".".join(parts), path, _read_code(path), is_package)


def _read_code(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise StartError(f"{path} is not UTF-8 text.") from error


def _template_of(module: Module) -> Path | None:
    stem = module.path.with_name("form_template") if module.is_package else module.path.with_suffix("")
    return next((path for suffix in TEMPLATE_SUFFIXES if (path := stem.with_suffix(suffix)).is_file()), None)
