"""HTML text → a tree of elements that know their line; what browsers would silently repair is an error here."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from ..errors import StartError

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
# Elements in whose text nothing is escaped.
RAW_TEXT = frozenset(["script", "style"])
# Elements whose end tag HTML lets people leave out, before a sibling of the same kind or their parent's end.
CLOSED_BY_PARENT = frozenset(["li", "p", "td", "th", "tr", "option", "dt", "dd", "thead", "tbody", "tfoot"])


@dataclass(slots=True)
class Element:
    """An element; attribute values are text, "" where none was given."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Element | str] = field(default_factory=list)

    def elements(self) -> list[Element]:
        return [child for child in self.children if isinstance(child, Element)]


def parse(text: str, path: Path, first_line: int = 1) -> list[Element | str]:
    """The top-level elements and texts. Raises StartError."""
    reader = _Reader(path, first_line)
    reader.feed(text)
    reader.close()
    return reader.finish()


def fail(path: Path, line: int, message: str) -> StartError:
    """The error that names the place."""
    return StartError(f"{path}:{line}: {message}")


class _Reader(HTMLParser):
    def __init__(self, path: Path, first_line: int) -> None:
        super().__init__(convert_charrefs=True)
        self._path = path
        self._offset = first_line - 1
        self._root = Element("", {}, first_line)
        self._open = [self._root]

    def finish(self) -> list[Element | str]:
        self._close_optional()
        if len(self._open) > 1:
            element = self._open[-1]
            raise fail(self._path, element.line, f"<{element.tag}> is not closed.")
        return self._root.children

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._begin(tag, attrs, stays_open=tag not in VOID)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID and not any(element.tag in ("svg", "math") for element in self._open) and tag != "svg":
            raise fail(self._path, self._line(), f"Write <{tag}></{tag}>: HTML does not close <{tag} /> by itself.")
        self._begin(tag, attrs, stays_open=False)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        while self._open[-1].tag != tag and self._open[-1].tag in CLOSED_BY_PARENT:
            self._open.pop()
        if self._open[-1].tag != tag:
            element = self._open[-1]
            here = f"</{tag}> does not close what is open here"
            detail = f": <{element.tag}> of line {element.line}." if element.tag else "."
            raise fail(self._path, self._line(), here + detail)
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    def _begin(self, tag: str, attrs: list[tuple[str, str | None]], *, stays_open: bool) -> None:
        if tag in CLOSED_BY_PARENT and self._open[-1].tag == tag:
            self._open.pop()
        names = [name for name, _value in attrs]
        doubled = next((name for name in names if names.count(name) > 1), None)
        if doubled:
            raise fail(self._path, self._line(), f"<{tag}> has the attribute {doubled} twice.")
        element = Element(tag, {name: value or "" for name, value in attrs}, self._line())
        self._open[-1].children.append(element)
        if stays_open:
            self._open.append(element)

    def _close_optional(self) -> None:
        while self._open[-1].tag in CLOSED_BY_PARENT:
            self._open.pop()

    def _line(self) -> int:
        return self.getpos()[0] + self._offset
