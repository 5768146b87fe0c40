"""HTML templates → the dicts described in docs/developers/form-templates.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from . import attributes
from .html_nodes import NodeMaker, is_text
from .markup import Element, fail
from .markup import parse as parse_markup

FRONTMATTER = re.compile(r"\A---[ \t]*\n(.*?\n?)---[ \t]*\n", re.DOTALL)
DECLARED = ("custom_component", "custom_component_container", "properties", "events")


def parse(text: str, path: Path) -> dict[str, Any]:
    """The template of an HTML file, without its name. Raises StartError."""
    declared, body, first_line = _split(text, path)
    nodes = parse_markup(body, path, first_line)
    roots = [node for node in nodes if isinstance(node, Element) and node.tag == "anvil-form"]
    maker = NodeMaker(path)
    if not roots:
        template = {"container": maker.body(nodes, first_line)}
    elif len([node for node in nodes if isinstance(node, Element) or is_text(node)]) > 1:
        raise fail(path, roots[0].line, "Nothing can stand beside <anvil-form>: it is the whole form.")
    else:
        template = _form(roots[0], maker, path)
    return {**declared, **template}


def _split(text: str, path: Path) -> tuple[dict[str, Any], str, int]:
    """What the frontmatter declares, the HTML, and the line on which the HTML begins."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    found = FRONTMATTER.match(text)
    if not found:
        return {}, text, 1
    try:
        frontmatter = yaml.safe_load(found[1]) or {}
    except yaml.YAMLError as error:
        raise fail(path, 1, f"The frontmatter is not valid YAML: {error}") from error
    if not isinstance(frontmatter, dict):
        raise fail(path, 1, "The frontmatter should be a mapping.")
    declared = {key: frontmatter[key] for key in DECLARED if frontmatter.get(key)}
    return declared, text[found.end() :], found[0].count("\n") + 1


def _form(root: Element, maker: NodeMaker, path: Path) -> dict[str, Any]:
    node = attributes.read(root, path)
    container, layout = root.attributes.get("container"), root.attributes.get("layout")
    if bool(container) == bool(layout):
        raise fail(path, root.line, "<anvil-form> needs either container= or layout=.")
    layout_events = node.pop("layout_events", {})
    if container:
        return {"container": {**node, "type": container, "children": maker.children(root)}}
    node = {**node, "form_events": node.pop("events", {}), "events": layout_events}
    return {"layout": {**node, "type": layout, "blocks": _blocks(root, maker, path)}}


def _blocks(root: Element, maker: NodeMaker, path: Path) -> dict[str, list[dict[str, Any]]]:
    blocks: dict[str, list[dict[str, Any]]] = {}
    for child in root.children:
        if isinstance(child, str):
            if is_text(child):
                raise fail(path, root.line, f"Text must be inside an <anvil-block>: {child.strip()[:40]!r}.")
            continue
        slot = child.attributes.get("slot")
        if child.tag != "anvil-block" or not slot:
            raise fail(path, child.line, f'<{child.tag}> must be inside an <anvil-block slot="…">.')
        blocks.setdefault(slot, []).extend(maker.children(child))
    return blocks
