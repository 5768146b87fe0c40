"""HtmlComponent: a component over plain markup, with its classes and style as live objects."""

from . import _page
from ._container import Container
from ._prop import Prop
from ._styling import Classes, Style
from ._surface import Surface


class HtmlComponent(Container):
    """Markup that may hold components; ``_dropzones`` are where those handed to a custom container go."""

    _markup = "<div></div>"
    html = Prop("", "_set_html", "html")

    def __new__(cls, *args, **kwargs):
        component = super().__new__(cls)
        component._dropzones = {}
        return component

    def child_host(self, layout_props):
        return self._dropzones.get(layout_props.get("slot")) or self._dropzones.get("") or self.dom

    def _set_html(self, value):
        self.clear()
        _page.api.setHtml(self.dom, value or "")

    @property
    def classes(self):
        """The root element's classes, live; set it to a string, a list or a dict of names to booleans."""
        return Classes(self.dom)

    @classes.setter
    def classes(self, value):
        classes = Classes(self.dom)
        classes.clear()
        classes.update(value)

    @property
    def style(self):
        """The root element's inline style, live; set it to CSS text or a dict."""
        return Style(self.dom)

    @style.setter
    def style(self, value):
        style = Style(self.dom)
        style.clear()
        style.update(value)


class HtmlTemplate(Surface, HtmlComponent):
    """A container made of the HTML text in its ``html`` property; ``anvil-slot`` attributes say where components go."""

    def call_js(self, name, *args):
        """Call a JavaScript function that the HTML brings."""
        from .js import call

        return call(name, *args)

    def child_host(self, layout_props):
        name = layout_props.get("slot") or "default"
        return self.dom.querySelector(f'[anvil-slot="{name}"]') or super().child_host(layout_props)
