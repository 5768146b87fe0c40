"""As much of a document as the browser's Python touches, so that forms can be built in plain CPython."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

VOID = {"br", "hr", "img", "input", "link", "meta"}


class ClassList:
    """The classes of an element; ``value`` is all of them."""

    def __init__(self, element: Element) -> None:
        self._element = element

    @property
    def value(self) -> str:
        return self._element.attributes.get("class", "")

    @value.setter
    def value(self, text: str) -> None:
        self._element.attributes["class"] = text

    def toggle(self, name: str, wanted: bool) -> None:
        names = [other for other in self.value.split() if other != name]
        self.value = " ".join([*names, name] if wanted else names)


class Style(dict[str, str]):
    """An inline style; both ``style.marginTop`` and ``setProperty("margin-top", …)`` are heard."""

    def __getattr__(self, name: str) -> str:
        return self.get(_css(name), "")

    def __setattr__(self, name: str, value: str) -> None:
        self[_css(name)] = value

    def setProperty(self, name: str, value: str) -> None:  # noqa: N802 (the document's name)
        self[name] = value


class Element:
    """An element; its children are elements and texts."""

    def __init__(self, tag: str, attributes: dict[str, str] | None = None) -> None:
        self.tag = tag
        self.attributes = dict(attributes or {})
        self.children_and_texts: list[Element | str] = []
        self.parentNode: Element | None = None
        self.style = Style()
        self.dataset = SimpleNamespace()
        self.classList = ClassList(self)
        self.listeners: dict[str, list[Callable[..., None]]] = {}
        self.value = self.attributes.get("value", "")
        self.checked = "checked" in self.attributes
        self.disabled = False

    @property
    def children(self) -> list[Element]:
        return [child for child in self.children_and_texts if isinstance(child, Element)]

    @property
    def firstElementChild(self) -> Element | None:  # noqa: N802
        return next(iter(self.children), None)

    @property
    def lastElementChild(self) -> Element | None:  # noqa: N802
        return self.children[-1] if self.children else None

    @property
    def textContent(self) -> str:  # noqa: N802
        return "".join(c if isinstance(c, str) else c.textContent for c in self.children_and_texts)

    @textContent.setter
    def textContent(self, text: str) -> None:  # noqa: N802
        self.children_and_texts = [text] if text else []

    def appendChild(self, child: Element) -> None:  # noqa: N802
        child.remove()
        child.parentNode = self
        self.children_and_texts.append(child)

    def insertBefore(self, child: Element, following: Element) -> None:  # noqa: N802
        child.remove()
        child.parentNode = self
        self.children_and_texts.insert(self.children_and_texts.index(following), child)

    def remove(self) -> None:
        if self.parentNode is not None:
            self.parentNode.children_and_texts.remove(self)
            self.parentNode = None

    def replaceWith(self, other: Element) -> None:  # noqa: N802
        if self.parentNode is not None:
            self.parentNode.insertBefore(other, self)
            self.remove()

    def removeAttribute(self, name: str) -> None:  # noqa: N802
        self.attributes.pop(name, None)

    def querySelector(self, selector: str) -> Element | None:  # noqa: N802
        return next(self._matching(selector), None)

    def cloneNode(self) -> Element:  # noqa: N802
        copy = Element(self.tag, self.attributes)
        for child in self.children_and_texts:
            if isinstance(child, str):
                copy.children_and_texts.append(child)
            else:
                copy.appendChild(child.cloneNode())
        return copy

    def walk(self) -> Iterator[Element]:
        for child in self.children:
            yield child
            yield from child.walk()

    def _matching(self, selector: str) -> Iterator[Element]:
        tag, _, name = selector.partition(".")
        for element in self.walk():
            if (not tag or element.tag == tag) and (not name or name in element.classList.value.split()):
                yield element

    def __repr__(self) -> str:
        inner = "".join(escape(c) if isinstance(c, str) else repr(c) for c in self.children_and_texts)
        return f"<{self.tag}>{inner}</{self.tag}>"


def parse(html: str) -> Element:
    """The one element of the markup."""
    reader = _Reader()
    reader.feed(html)
    return reader.root.children[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("root")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].appendChild(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children_and_texts.append(data)


class PageApi:
    """What boot/page.ts is to Python, as far as forms go."""

    def __init__(self) -> None:
        self.shown: Element | None = None

    def cloner(self, html: str) -> Callable[[], Element]:
        return parse(html).cloneNode

    def markupCloner(self, html: str) -> Callable[[], list[Element]]:  # noqa: N802
        def clone() -> list[Element]:
            root = parse(html)
            marked = sorted(
                (e for e in root.walk() if "data-a" in e.attributes), key=lambda e: int(e.attributes["data-a"])
            )
            return [root, *marked]

        return clone

    def append(self, parent: Element, html: str) -> Element:
        parent.appendChild(parse(html))
        return parent.children[-1]

    def wrap(self, element: Element, class_name: str) -> Element:
        around = Element("div", {"class": class_name})
        around.appendChild(element)
        return around

    def listen(self, element: Element, event_type: str, page_id: int, index: int) -> None:
        element.listeners.setdefault(event_type, []).append((page_id, index))  # type: ignore[arg-type]

    def showForm(self, element: Element) -> None:  # noqa: N802
        self.shown = element

    def __getattr__(self, name: str) -> Any:
        return lambda *args: None


def _css(name: str) -> str:
    return re.sub("[A-Z]", lambda letter: "-" + letter.group().lower(), name)
