"""Elements → nodes: components, and plain HTML as one string with marks for what Python has to do with in it."""

from __future__ import annotations

import html
from pathlib import Path

from . import attributes
from .attributes import Node
from .markup import RAW_TEXT, VOID, Element, fail


def is_text(child: Element | str) -> bool:
    """Whether it is text with something to read in it."""
    return isinstance(child, str) and bool(child.strip())


class NodeMaker:
    """Makes the nodes of one template; a component's name may be used once in it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines_of_names: dict[str, int] = {}

    def body(self, nodes: list[Element | str], line: int) -> Node:
        """The node of a form that is plain HTML."""
        marks: list[Node] = []
        content = "".join(self._html(node, marks, None) for node in nodes)
        return {"type": "HtmlComponent", "line": line, "html": f"<div>{content}</div>", "marks": marks}

    def children(self, parent: Element) -> list[Node]:
        """The nodes of what a component, block or form holds."""
        return [self._child(child, parent) for child in parent.children if isinstance(child, Element) or is_text(child)]

    def _child(self, child: Element | str, parent: Element) -> Node:
        if isinstance(child, str):
            text = html.escape(child.strip(), quote=False)
            return {"type": "HtmlComponent", "line": parent.line, "html": f"<span>{text}</span>"}
        if child.tag == "anvil-component":
            return self._component(child)
        if child.tag == "anvil-slot":
            return self._slot(child)
        self._refuse(child)
        marks: list[Node] = []
        node = self._named(attributes.read(child, self._path), child)
        markup = self._element(child, marks, None, "")
        return {**node, "type": "HtmlComponent", "html": markup, **({"marks": marks} if marks else {})}

    def _component(self, element: Element) -> Node:
        kind = element.attributes.get("type")
        if not kind:
            raise fail(self._path, element.line, "<anvil-component> needs a type=.")
        node: Node = {"type": kind, **attributes.read(element, self._path)}
        if "name" in element.attributes:
            node["name"] = attributes.name_of(element.attributes["name"], element, self._path)
        children = self.children(element)
        return {**self._named(node, element), **({"children": children} if children else {})}

    def _slot(self, element: Element) -> Node:
        name = element.attributes.get("name")
        if not name:
            raise fail(self._path, element.line, "<anvil-slot> needs a name=.")
        return {"type": "Slot", "slot": name, **attributes.read(element, self._path)}

    def _refuse(self, element: Element) -> None:
        if element.tag in ("anvil-block", "anvil-form"):
            raise fail(self._path, element.line, f"<{element.tag}> cannot stand here.")
        if element.tag.startswith("anvil-") and element.tag != "anvil-dropzone":
            raise fail(self._path, element.line, f"There is no <{element.tag}>.")

    def _named(self, node: Node, element: Element) -> Node:
        name = node.get("name")
        if name is None:
            return node
        if name in self._lines_of_names:
            before = self._lines_of_names[name]
            raise fail(self._path, element.line, f"The name {name} is taken by the component of line {before}.")
        self._lines_of_names[name] = element.line
        return node

    def _html(self, child: Element | str, marks: list[Node], parent: int | None) -> str:
        if isinstance(child, str):
            return html.escape(child, quote=False)
        if child.tag in ("anvil-component", "anvil-slot"):
            node = self._component(child) if child.tag == "anvil-component" else self._slot(child)
            # A template element may stand anywhere in HTML, also between the rows of a table.
            return f"<template{self._mark(node, marks, parent)}></template>"
        self._refuse(child)
        node = attributes.read(child, self._path)
        if child.tag == "anvil-dropzone":
            node["dropzone"] = child.attributes.get("name", "")
            return f'<div style="display:contents"{self._mark(node, marks, parent)}></div>'
        if len(node) == 1:
            return self._element(child, marks, parent, "")
        if any(key in node for key in ("name", "props", "bindings", "events")):
            node["is_element"] = True
        mark = self._mark(self._named(node, child), marks, parent)
        return self._element(child, marks, len(marks) - 1 if node.get("is_element") else parent, mark)

    def _mark(self, node: Node, marks: list[Node], parent: int | None) -> str:
        if parent is not None:
            node["parent"] = parent
        marks.append(node)
        return f' data-a="{len(marks) - 1}"'

    def _element(self, element: Element, marks: list[Node], parent: int | None, mark: str) -> str:
        written = "".join(
            f' {name}="{html.escape(value)}"'
            for name, value in element.attributes.items()
            if not attributes.is_special(name)
        )
        start = f"<{element.tag}{written}{mark}>"
        if element.tag in VOID:
            return start
        if element.tag in RAW_TEXT:
            content = "".join(str(child) for child in element.children)
        else:
            content = "".join(self._html(child, marks, parent) for child in element.children)
        return f"{start}{content}</{element.tag}>"
