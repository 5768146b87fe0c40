"""The app's modules, imported from the bundle when they are first used."""

import importlib.abc
import importlib.machinery
import linecache
import sys

from ._forms import make_template

DESIGNER = "_anvil_designer"

_modules = {}
_forms = {}


class AppFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the modules and forms of the app and of the packages it depends on, and each one's ``_anvil_designer``."""

    def find_spec(self, name, path=None, target=None):
        if name in _modules:
            return importlib.machinery.ModuleSpec(name, self, is_package=_modules[name]["is_package"])
        parent, _, last = name.rpartition(".")
        if last == DESIGNER and parent in _modules:
            return importlib.machinery.ModuleSpec(name, self)
        return None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        name = module.__name__
        if name.endswith("." + DESIGNER):
            module.__getattr__ = lambda attribute: _template_class(module, attribute)
            return
        entry = _modules[name]
        file = name.replace(".", "/") + ("/__init__.py" if entry["is_package"] else ".py")
        module.__file__ = file
        linecache.cache[file] = (len(entry["code"]), None, entry["code"].splitlines(keepends=True), file)
        exec(compile(entry["code"], file, "exec", dont_inherit=True), module.__dict__)  # noqa: S102 (a module is run)


def install(bundle):
    """Make the bundle's modules importable."""
    for package in (bundle, *(bundle.get("dependencies") or ())):
        _add_package(package)
    sys.meta_path.insert(0, AppFinder())


def is_module(name):
    """Whether the bundle has a module or form of that full name."""
    return name in _modules


def _add_package(package):
    root = package["package_name"]
    _modules.setdefault(root, {"code": "", "is_package": True})
    for entry in (*package["modules"], *package["forms"]):
        name = f"{root}.{entry['name']}"
        _modules[name] = entry
        if entry.get("template") is not None:
            _forms[name] = entry["template"]
    for name in [name for name in _modules if name.startswith(root + ".")]:
        _add_folders(name)


def _add_folders(name):
    """A folder without ``__init__.py`` is only a prefix of names; for Python it is an empty package."""
    parent = name.rpartition(".")[0]
    while parent and parent not in _modules:
        _modules[parent] = {"code": "", "is_package": True}
        parent = parent.rpartition(".")[0]


def _template_class(module, attribute):
    """``<Form>Template`` for a form that is the package of this module, or a module beside it."""
    parent = module.__name__.rpartition(".")[0]
    form = attribute.removesuffix("Template")
    name = parent if parent.rpartition(".")[2] == form and parent in _forms else f"{parent}.{form}"
    if not attribute.endswith("Template") or name not in _forms:
        raise AttributeError(f"module '{module.__name__}' has no attribute '{attribute}'")
    template = {"class_name": form, **_forms[name]}
    cls = make_template(template, template.get("file") or name, module.__name__)
    setattr(module, attribute, cls)
    return cls
