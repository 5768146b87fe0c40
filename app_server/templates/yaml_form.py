"""YAML templates, Anvil's older format → the same dicts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from .form import DECLARED
from .markup import fail

FORM = "form:"


def parse(text: str, path: Path, packages: Mapping[str, str]) -> dict[str, Any]:
    """The template of a YAML file, without its name; ``packages`` as for ``read_template``. Raises StartError."""
    try:
        document = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        raise fail(path, 1, f"The template is not valid YAML: {error}") from error
    if not isinstance(document, dict):
        raise fail(path, 1, "The template should be a mapping.")
    return _Reader(path, packages).template(document)


class _Reader:
    def __init__(self, path: Path, packages: Mapping[str, str]) -> None:
        self._path = path
        self._packages = packages

    def template(self, document: dict[str, Any]) -> dict[str, Any]:
        template = {key: document[key] for key in DECLARED if document.get(key)}
        if document.get("slots"):
            template["slots"] = {name: _slot(described) for name, described in document["slots"].items()}
        if document.get("layout"):
            blocks = document.get("components_by_slot") or {}
            layout = self._node(document["layout"])
            layout["form_events"] = document["layout"].get("form_event_bindings") or {}
            layout["blocks"] = {slot: [self._node(node) for node in nodes] for slot, nodes in blocks.items()}
            return {**template, "layout": layout}
        container = self._node(document.get("container") or {"type": "ColumnPanel"})
        container["children"] = [self._node(node) for node in document.get("components") or []]
        return {**template, "container": container}

    def _node(self, described: dict[str, Any]) -> dict[str, Any]:
        node: dict[str, Any] = {"type": self._type(described.get("type", "")), "line": 1}
        for key, source in (
            ("name", "name"),
            ("props", "properties"),
            ("container", "layout_properties"),
            ("events", "event_bindings"),
        ):
            if described.get(source):
                node[key] = described[source]
        bindings = [
            {"property": binding["property"], "code": binding["code"], "writeback": bool(binding.get("writeback"))}
            for binding in described.get("data_bindings") or []
            if binding.get("code")
        ]
        if bindings:
            node["bindings"] = bindings
        if described.get("components"):
            node["children"] = [self._node(child) for child in described["components"]]
        return node

    def _type(self, kind: str) -> str:
        """A component's type; ``form:Form1`` and ``form:dependency:Form1`` become names with their package."""
        if not kind.startswith(FORM):
            return kind
        dependency, _, name = kind.removeprefix(FORM).rpartition(":")
        if not self._packages:
            return kind
        if dependency not in self._packages:
            raise fail(self._path, 1, f"{kind}: the app has no dependency {dependency}.")
        return f"{self._packages[dependency]}.{name}"


def _slot(described: dict[str, Any]) -> dict[str, Any]:
    """What a slot of a YAML layout hands on to which container."""
    target = described.get("target") or {}
    return {
        "container": target.get("name") or "",
        "is_in_slot": target.get("type") == "slot",
        "index": described.get("index") or 0,
        "layout_properties": described.get("set_layout_properties") or {},
        "one_component": bool(described.get("one_component")),
    }
