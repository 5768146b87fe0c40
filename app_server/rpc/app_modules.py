"""The app's server modules as Python modules, importable by their names inside the app's package."""

from __future__ import annotations

import functools
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import logging
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import anvil_downlink_worker
from anvil import _server

from .. import kept
from ..errors import StartError

log = logging.getLogger(__name__)
# Path → code, while an app is loaded.
_compiled: dict[str, CodeType] = {}


class AppModuleLoader(importlib.abc.Loader):
    """Runs one module of the app; its code keeps its file's name, so that logs show the lines."""

    def __init__(self, module: dict[str, Any]) -> None:
        self._module = module

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return self._module.get("module_object")

    def exec_module(self, module: ModuleType) -> None:
        if "code" in self._module:
            path = self._module.get("path") or module.__name__.replace(".", "/") + ".py"
            module.__dict__["__file__"] = path
            code = _compiled.pop(path, None) or compile(self._module["code"], path, "exec")
            exec(code, module.__dict__)  # noqa: S102 (the app's own code)


class _AliasLoader(importlib.abc.Loader):
    """``import contacts`` for ``import my_app.contacts``, which old apps rely on: one module under two names."""

    def __init__(self, full_name: str) -> None:
        self._full_name = full_name
        self._spec: importlib.machinery.ModuleSpec | None = None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        module = importlib.import_module(self._full_name)
        self._spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__ = self._spec


class AppModuleFinder(importlib.abc.MetaPathFinder):
    """Finds what Anvil's library was told to load; the library's own finder uses an interface Python has dropped."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        known = anvil_downlink_worker.module_finder._modules
        module = known.get(fullname)
        if module is not None:
            loader = AppModuleLoader(module)
            return importlib.util.spec_from_loader(fullname, loader, is_package=bool(module.get("is_package")))
        full_name = f"{anvil_downlink_worker.module_finder.get_main_package()}.{fullname}"
        if full_name in known:
            return importlib.util.spec_from_loader(fullname, _AliasLoader(full_name))
        return None


@functools.cache
def file_names() -> dict[str, str]:
    """The app's files by path, as Anvil names them in traces: ``package/module.py``."""
    known = anvil_downlink_worker.module_finder._modules
    return {module["path"]: name.replace(".", "/") + ".py" for name, module in known.items() if "path" in module}


def _install_finder() -> None:
    """Put our finder where the library put its own: after Python's, so that no app module hides a standard one."""
    if not any(isinstance(finder, AppModuleFinder) for finder in sys.meta_path):
        sys.meta_path.insert(sys.meta_path.index(anvil_downlink_worker.module_finder), AppModuleFinder())


def load(spec: dict[str, Any], data_dir: Path) -> None:
    """Import an app's server modules (``spec`` is :meth:`App.spec`), in place of an app that was loaded before."""
    _install_finder()
    _forget_loaded_app()
    anvil_downlink_worker.load_app(spec)
    file_names.cache_clear()
    try:
        _compiled.update(_compiled_server_modules(spec, data_dir))
        anvil_downlink_worker.load_app_modules()
    except Exception as error:  # whatever an app's module does when it is imported, its author is told where
        log.error("a server module cannot be imported", exc_info=error)
        raise StartError(f"The app cannot be loaded: {_where(error)}.") from error
    finally:
        _compiled.clear()


def _compiled_server_modules(spec: dict[str, Any], data_dir: Path) -> dict[str, CodeType]:
    """The server modules' code by their paths: as an earlier start compiled it, where nothing has changed since."""
    packages = (spec, *spec["dependency_code"].values())
    modules = [module for package in packages for module in package["server_modules"]]
    key = kept.key_of(text for module in modules for text in (module["path"], module["code"]))
    found: dict[str, CodeType] | None = kept.find(data_dir, "server_modules", key)
    if found is None:
        found = {module["path"]: compile(module["code"], module["path"], "exec") for module in modules}
        kept.keep(data_dir, "server_modules", key, found)
    return found


def _forget_loaded_app() -> None:
    finder = anvil_downlink_worker.module_finder
    if not finder.app_is_loaded():
        return
    for name in [name for name in sys.modules if name in finder._modules]:
        del sys.modules[name]
    finder._modules.clear()
    finder._app = None
    anvil_downlink_worker._initial_import_done = False
    _server.registrations.clear()
    # Tables and settings that the library has kept are the other app's.
    _server._run_invalidated_client_objects_callbacks()


def _where(error: BaseException) -> str:
    """The error and the last place in the app's files that it came through."""
    said = f"{type(error).__name__}: {error}"
    if isinstance(error, SyntaxError):
        return said
    known = {module.get("path") for module in anvil_downlink_worker.module_finder._modules.values()}
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in known]
    return f"{said} ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else said
