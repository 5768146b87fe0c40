"""Who may import whom: form → callable → service → rules, queries, gateways; the server and the app know nothing of
each other."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from .sources import Finding, Import, Source

APP = ("anvil_app", "client_code", "master_template", "server_code")
AROUND = ("bench", "launcher", "management", "simulator", "tests")
PURE_SHARED = ("clock", "errors", "money", "periods", "phones", "purposes", "validators")
SETUP = "server_setup"  # fills new instances, and so knows every domain from inside
DOORS = ("queries", "service", "import_export")


def check_directions(sources: Iterable[Source]) -> Iterator[Finding]:
    """Every import that goes against the dependency direction."""
    for source in sources:
        found: set[int] = set()
        for imported in source.imports():
            reason = _breach(source.module, imported)
            if reason and imported.line not in found:
                found.add(imported.line)
                yield Finding(source.path, imported.line, f"{source.module} imports {imported.module}: {reason}")


def _breach(module: str, imported: Import) -> str | None:
    top, _, rest = module.partition(".")
    target_top, _, target_rest = imported.module.partition(".")
    if top == "app_server" and target_top in (*APP, *AROUND):
        return "the server loads the app, it does not know it"
    if top in APP and target_top in ("app_server", *AROUND):
        return "the app runs on any Anvil server"
    if top == "client_code" and target_top == "server_code":
        return "client code reaches the server by callables"
    if top == "launcher" and not module.startswith("launcher.lint") and not _is_launchers(target_top):
        return "the launcher runs before anything is installed"
    if top == "server_code" and target_top == "server_code":
        return _breach_between_domains(rest.split("."), target_rest.split("."))
    if top == "server_code" and rest.split(".")[-1] == "rules" and target_top == "anvil":
        return "rules are pure decisions"
    return None


def _breach_between_domains(module: list[str], target: list[str]) -> str | None:
    domain, target_domain = module[0], target[0]
    name = target[1] if len(target) > 1 else ""
    if name.endswith("callables") and target_domain != "server_shared":
        return "nobody imports callables"
    if domain == "server_shared" and target_domain != "server_shared":
        return "server_shared is a leaf"
    if module[-1] == "rules" and not _is_pure(domain, target_domain, name):
        return "rules import nothing of ours but what is pure"
    crosses = target_domain not in (domain, "server_shared", "")
    if crosses and domain != SETUP and name and not name.endswith(DOORS):
        return "another domain is reached through its service or queries"
    return None


def _is_pure(domain: str, target_domain: str, name: str) -> bool:
    if target_domain == "server_shared":
        return name in ("", *PURE_SHARED)
    return target_domain in ("", domain) and (not name or name.endswith("rules") or name == "errors")


def _is_launchers(target: str) -> bool:
    return target in sys.stdlib_module_names or target in ("", "launcher", "__future__")
