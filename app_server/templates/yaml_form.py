"""YAML templates, Anvil's older format → the same dicts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from .form import DECLARED
from .markup import fail


def parse(text: str, path: Path) -> dict[str, Any]:
    """The template of a YAML file, without its name. Raises StartError."""
    try:
        document = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        raise fail(path, 1, f"The template is not valid YAML: {error}") from error
    template = {key: document[key] for key in DECLARED if document.get(key)}
    if document.get("layout"):
        blocks = document.get("components_by_slot") or {}
        layout = _node(document["layout"], path)
        layout["blocks"] = {slot: [_node(node, path) for node in nodes] for slot, nodes in blocks.items()}
        return {**template, "layout": layout}
    container = _node(document.get("container") or {"type": "ColumnPanel"}, path)
    container["children"] = [_node(node, path) for node in document.get("components") or []]
    return {**template, "container": container}


def _node(described: dict[str, Any], path: Path) -> dict[str, Any]:
    kind = described.get("type", "")
    if kind.startswith("form:"):
        raise fail(path, 1, f"{kind} is the old way to name a form; write Package.path.to.Form.")
    node: dict[str, Any] = {"type": kind, "line": 1}
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
        node["children"] = [_node(child, path) for child in described["components"]]
    return node
